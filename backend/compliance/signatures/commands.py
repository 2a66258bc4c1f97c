"""Keeps signatures; implements the foundation's `Signatory`. The proofs themselves are identity's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.compliance.signatures.rules import ProofNotValid, SignedSomethingElse
from backend.compliance.signatures.tables import Signature
from backend.foundation.actor import Actor
from backend.foundation.meaning import Meaning
from backend.foundation.recorder import Signed, Signing
from offline.digest import digest

_CONSUME = text(
    "update proofs set used_by = :by where id = :id and user_id = :user_id and meaning = :meaning"
    " and digest = :digest and used_by is null and expires_at > :now returning method"
)


class Signatures:
    """The signatory that `perform` is given."""

    async def consume(
        self, session: AsyncSession, actor: Actor, meaning: Meaning, signing: Signing, now: datetime
    ) -> str:
        method: str | None = await session.scalar(
            _CONSUME,
            {
                "by": signing.proof,
                "id": signing.proof,
                "user_id": actor.user_id,
                "meaning": meaning.name,
                "digest": signing.digest,
                "now": now,
            },
        )
        if method is None:
            raise ProofNotValid
        return method

    async def keep(
        self,
        session: AsyncSession,
        *,
        signature_id: UUID,
        actor: Actor,
        meaning: Meaning,
        signing: Signing,
        method: str,
        signed: Signed,
        now: datetime,
        made_at: datetime | None,
    ) -> None:
        if digest(signed.document) != signing.digest:
            raise SignedSomethingElse
        await session.execute(
            insert(Signature).values(
                id=signature_id,
                object_kind=signed.kind,
                object_id=signed.id,
                object_version=signed.object_version,
                meaning=meaning.name,
                digest=signing.digest,
                document=signed.document,
                signer_id=actor.user_id,
                signer_name=actor.name,
                signer_role="、".join(actor.posts) or actor.kind,
                method=method,
                device_id=actor.device_id,
                made_at=made_at,
                signed_at=now,
            )
        )
