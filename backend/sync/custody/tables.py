"""Custody: envelopes as phones handed them in, and apart from that what became of each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded
from backend.identity.devices.tables import Device


class Envelope(Base):
    """One envelope: the exact signed text and when it came, what came of it, what a person decided about it.

    Its place in the device's chain is its key: an id that a device used twice is two envelopes, and the second is
    refused when its turn comes. `state` says in one word what `outcome` says in full.
    """

    __tablename__ = "envelopes"
    __table_args__ = (
        CheckConstraint(
            "state in ('waiting', 'applied', 'refused', 'conflict', 'quarantined')", name="state_is_known"
        ),
        CheckConstraint("(state = 'waiting') = (outcome is null)", name="an_outcome_ends_the_wait"),
        CheckConstraint("sequence > 0", name="chains_begin_at_one"),
        Index(None, "id"),
        Index("ix_envelopes_not_done", "device_id", "sequence", postgresql_where=text("state <> 'applied'")),
        Index("ix_envelopes_entity", "device_id", "entity", "sequence"),
        {"info": guarded("envelope")},
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey(Device.id), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    user_id: Mapped[UUID]
    name: Mapped[str]
    entity: Mapped[str]
    depends_on: Mapped[list[UUID]]
    base_version: Mapped[int | None]
    signed_text: Mapped[str]
    signature: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    estimated_at: Mapped[datetime]
    drift_seconds: Mapped[int | None]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    state: Mapped[str] = mapped_column(server_default="waiting")
    outcome: Mapped[dict[str, Any] | None]
    """As the protocol sends it (offline/outcome.py); emptied with the command's own outcome, the digest stays."""
    made_version: Mapped[int | None]
    """The version that it gave to the thing it was based on."""
    resolution: Mapped[dict[str, Any] | None]
    """{"kind": "discarded", …} or {"kind": "superseded", "by": id}."""


class EffectRun(Base):
    """Whoever gives effect to a device's envelopes, and until when at most: one at a time for each device."""

    __tablename__ = "effect_runs"
    __table_args__ = ({"info": guarded("envelope")},)

    device_id: Mapped[UUID] = mapped_column(ForeignKey(Device.id), primary_key=True)
    until: Mapped[datetime]
