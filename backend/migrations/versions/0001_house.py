"""The house: every table of the first release with its guards."""

from pathlib import Path

from alembic import op

from backend.migrations import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
