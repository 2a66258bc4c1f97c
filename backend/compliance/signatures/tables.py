"""Signatures: who declared what, over exactly which content, by which method."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.foundation.tables import Base, guarded

# A customer's person sees what was drawn for their own deliveries; staff signatures may cover others' orders.
PORTAL = (
    "method = 'drawn' and exists (select 1 from deliveries d"
    " where d.signature_id = signatures.id or d.second_signature_id = signatures.id)"
)


class Signature(Base):
    """A signature by staff (re-authenticated) or by a consignee (drawn, a weaker level, and labelled so).

    `document` is the canonical content the signer saw; `digest` its SHA-256 in lower-case hex. A changed object has
    another version or digest and shows this signature as broken.
    """

    __tablename__ = "signatures"
    __table_args__ = (
        CheckConstraint("method in ('password', 'pin', 'passkey', 'drawn')", name="method_is_known"),
        CheckConstraint("(method = 'drawn') = (strokes is not null)", name="drawn_ones_have_strokes"),
        Index(None, "object_kind", "object_id"),
        {"info": guarded("signature", append_only=True, portal=PORTAL)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    object_kind: Mapped[str]
    object_id: Mapped[UUID]
    object_version: Mapped[int]
    meaning: Mapped[str]
    digest: Mapped[str]
    document: Mapped[dict[str, Any]]
    signer_id: Mapped[UUID | None]
    signer_name: Mapped[str]
    signer_role: Mapped[str]
    method: Mapped[str]
    strokes: Mapped[list[Any] | None]
    reason: Mapped[str | None]
    device_id: Mapped[UUID | None]
    made_at: Mapped[datetime | None]
    signed_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
