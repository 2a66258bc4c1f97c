"""Quality tasks, open until quality concludes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, Synced, guarded
from backend.logistics.quality_tasks.rules import KINDS


class QualityTask(Base, Synced):
    """Something quality must look at, about a thing of another feature (kind and id, no key)."""

    __tablename__ = "quality_tasks"
    __table_args__ = (
        CheckConstraint(f"kind in {KINDS}", name="kind_is_known"),
        CheckConstraint("state in ('open', 'closed')", name="state_is_known"),
        CheckConstraint("(state = 'closed') = (closed_by is not null)", name="a_closed_one_has_a_person"),
        CheckConstraint(
            "(state = 'closed') = (conclusion is not null)", name="a_closed_one_has_a_conclusion"
        ),
        CheckConstraint("(state = 'closed') = (fit is not null)", name="a_closed_one_has_a_verdict"),
        Index(None, "about_kind", "about_id"),
        Index(None, "state", "opened_at", "id"),
        {"info": guarded("qualityTask")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    about_kind: Mapped[str]
    about_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="open")
    opened_at: Mapped[datetime]
    closed_by: Mapped[UUID | None]
    closed_by_name: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    conclusion: Mapped[str | None]
    fit: Mapped[bool | None]
    """What quality concluded of the goods; goods that came back move by it."""
