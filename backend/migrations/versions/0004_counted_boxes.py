"""Boxes are counted by their labels at a hand-over."""

from pathlib import Path

from alembic import op

from backend.migrations import run_script

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
