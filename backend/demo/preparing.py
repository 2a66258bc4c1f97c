"""Prepares the demo in a process of its own: roles, tables, the company, logins. `python -m backend.demo.preparing`.

What that takes two seconds to import, and a start that has nothing to prepare goes without it. The job comes as JSON
on stdin, the answer goes to stdout; a refusal is a sentence on stderr and exit code 2.
"""

import asyncio
import logging
import os
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from backend.demo.company import ensured_company
from backend.demo.logins import give_fresh, give_known
from backend.demo.ready import Job, Prepared, Ready, note_ready
from backend.demo.shown import shown_order
from backend.demo.world import SMALL, WHOLE, ZONE
from backend.foundation.logs import configure_logs
from backend.foundation.refusal import Refusal
from backend.foundation.settings import read_settings
from backend.identity.passwords.hashing import Passwords
from backend.identity.posts.commands import ensure_post_rights
from backend.main import opened_house


async def prepare(job: Job) -> Prepared:
    """Everything that a start needs; what is there already is left alone. Raises NotTheDemo."""
    settings = read_settings()
    data = Path(job.data)
    today = datetime.now(ZONE).date()
    extent = SMALL if job.small else WHOLE
    urls = await ensured_company(job.superuser_url, data, today, extent, public_url=job.public_url)
    async with opened_house(urls.app, settings) as house:
        await ensure_post_rights(house)
        secrets = await (give_fresh if job.lan else give_known)(house, Passwords(settings.argon2_profile))
        order = await shown_order(house)
    if not job.lan:
        note_ready(data, Ready(secrets.password_hash, secrets.pin_hash, secrets.logins, order))
    return Prepared(secrets.logins, secrets.pin, order)


def main() -> None:
    """Reads a job, does it, tells what came of it."""
    configure_logs(level=logging.WARNING)
    try:
        prepared = asyncio.run(prepare(msgspec.json.decode(sys.stdin.buffer.read(), type=Job)))
    except Refusal as refusal:
        language = "zh" if os.environ.get("LANG", "").startswith("zh") else "en"
        print(refusal.say(language), file=sys.stderr)
        raise SystemExit(2) from None
    sys.stdout.buffer.write(msgspec.json.encode(prepared))


if __name__ == "__main__":
    main()
