"""Writes audit entries; implements the foundation's `Recorder`."""

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.compliance.audit_log.tables import AuditEntry
from backend.foundation.command import plain
from backend.foundation.recorder import Done


class AuditLog:
    """The recorder that `perform` is given."""

    async def record(self, session: AsyncSession, done: Done) -> None:
        await session.execute(
            insert(AuditEntry).values(
                command_id=done.command_id,
                command=done.command,
                user_id=done.actor.user_id,
                user_name=done.actor.name,
                posts=list(done.actor.posts),
                on_behalf_of=done.actor.on_behalf_of,
                things=list(dict.fromkeys(change.id for change in done.changes)),
                changes=[plain(change) for change in done.changes],
                reason=done.reason,
                request_id=done.request_id,
                device_id=done.device_id,
                signature_id=done.signature_id,
                made_at=done.made_at,
                occurred_at=done.occurred_at,
                simulated=done.simulated,
            )
        )
