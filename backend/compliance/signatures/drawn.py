"""Keeps what a receiver drew: the weaker level, for people without an account, over a document that is kept whole."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert

from backend.compliance.signatures.tables import Signature
from backend.foundation.meaning import Meaning
from backend.foundation.work import Work
from offline.digest import digest

RECEIVED: Final = Meaning("delivery.received", "货品签收", "goods received")


async def keep_drawn(
    work: Work,
    of: tuple[str, UUID],
    document: dict[str, Any],
    *,
    name: str,
    role: str,
    strokes: Sequence[Sequence[int]],
) -> UUID:
    """Keeps a drawn signature over `document`, under the name that the signer gave; returns its id.

    It shows who says that they received what, and nothing of who they are: the displays say so. Whether the strokes
    can be a signature is the caller's to ask.
    """
    signature_id = work.ids.new()
    await work.session.execute(
        insert(Signature).values(
            id=signature_id,
            object_kind=of[0],
            object_id=of[1],
            object_version=1,
            meaning=RECEIVED.name,
            digest=digest(document),
            document=document,
            signer_id=None,
            signer_name=name,
            signer_role=role,
            method="drawn",
            strokes=[list(stroke) for stroke in strokes],
            device_id=work.door.device_id or work.actor.device_id,
            made_at=work.door.made_at,
            signed_at=work.now,
        )
    )
    work.changed("signature", signature_id, None, {"of": of[0], "id": str(of[1]), "method": "drawn"})
    return signature_id
