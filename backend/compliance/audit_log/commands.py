"""Writes audit entries; implements the foundation's `Recorder`."""

from typing import Any, Final

import msgspec

from backend.foundation.recorder import Done

_ENTER: Final = """
insert into audit_entries (
    command_id, command, user_id, user_name, posts, on_behalf_of, things, changes, reason, request_id, device_id,
    signature_id, made_at, occurred_at, simulated)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""


class AuditLog:
    """The recorder that `perform` is given."""

    async def record(self, driver: Any, done: Done) -> None:
        actor = done.actor
        await driver.fetch(
            _ENTER, done.command_id, done.command, actor.user_id, actor.name, list(actor.posts), actor.on_behalf_of,
            list(dict.fromkeys(change.id for change in done.changes)), msgspec.json.encode(done.changes).decode(),
            done.reason, done.request_id, done.device_id, done.signature_id, done.made_at, done.occurred_at,
            done.simulated,
        )  # fmt: skip
