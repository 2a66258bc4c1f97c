"""The foundation's own tables: commands with their outcomes, the outbox, number series, attachments' bytes, the
installation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded


class CommandRecord(Base):
    """A command id is used once. The same content by the same person gives the stored outcome again."""

    __tablename__ = "commands"
    __table_args__ = ({"info": guarded("command")},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    name: Mapped[str]
    content_hash: Mapped[str]
    outcome: Mapped[dict[str, Any] | None]
    """{"result": …} or {"refusal": name, "facts": {…}}; emptied after OUTCOME_DAYS, the hash stays for ever."""
    performed_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


class OutboxRow(Base):
    """One event for one listener. Leased before it is told, so that an attempt that kills the process counts."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'done', 'given_up')", name="state_is_known"),
        Index("ix_outbox_waiting", "next_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_outbox_about", "about", "position", postgresql_where=text("state = 'waiting'")),
        {"info": guarded("outbox")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(Identity())
    event_id: Mapped[UUID]
    event: Mapped[str]
    listener: Mapped[str]
    about: Mapped[UUID]
    payload: Mapped[dict[str, Any]]
    command_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(server_default="waiting")
    attempts: Mapped[int] = mapped_column(server_default="0")
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_failure: Mapped[str | None]
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Installation(Base):
    """This installation: one row. `epoch` is new at every restore, so that phones offer again what was lost."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("single", name="is_one_row"), {"info": guarded("installation")})

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    epoch: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    world: Mapped[str | None]
    """What filled it: None for a firm's own data, "demo:…" for the demo company and its seed and day."""
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class NumberSeries(Base):
    """The last number given in a series and year (SO-2026-000123; year 0: one that never starts anew)."""

    __tablename__ = "number_series"
    __table_args__ = ({"info": guarded("numberSeries")},)

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Attachment(Base):
    """Bytes that a command names by id and SHA-256, uploaded in parts; owned by who began the upload."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("received <= length", name="no_more_than_announced"),
        CheckConstraint("received = octet_length(content)", name="received_is_what_is_there"),
        {"info": guarded("attachment")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    sha256: Mapped[bytes]
    mime: Mapped[str]
    length: Mapped[int]
    received: Mapped[int] = mapped_column(server_default="0")
    content: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''"))
    complete_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
