"""Lots and receipt lines keep the expiry in the maker's words."""

from pathlib import Path

from alembic import op

from backend.migrations import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
