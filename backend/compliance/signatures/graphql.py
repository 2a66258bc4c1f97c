"""What is signed, in GraphQL: shown before, by the server's own rendering."""

from uuid import UUID

import strawberry

from backend.foundation.graphql.context import Info
from backend.foundation.graphql.fields import must, query
from backend.foundation.ids import check_code
from backend.foundation.permission import SIGNED_IN, NotFound
from backend.foundation.signable import SIGNED_TOGETHER_MAX, signable_kind
from offline.digest import canonical, text_digest


@strawberry.type(
    name="Signable", description="What the server renders for a signature; the digest covers `document`."
)
class SignableType:
    kind: str
    ids: list[UUID]
    meaning: str
    meaning_text: str
    text: list[str]
    document: str
    digest: str
    check_code: str


@strawberry.type
class SignableQueries:
    @query(needs=SIGNED_IN)
    async def signable(self, info: Info, kind: str, ids: list[UUID], language: str = "zh") -> SignableType:
        """Text, canonical document, digest and check code of one or several things of a kind, to be signed once.

        Needs the right of the kind's own command.
        """
        how = signable_kind(kind)
        asked = sorted(set(ids))
        if how is None or not 1 <= len(asked) <= SIGNED_TOGETHER_MAX:
            raise NotFound(kind[:40])
        must(info.context, how.needs)
        rendered = await how.render(info.context.reading, asked, language)
        document = canonical(rendered.document)
        digest = text_digest(document)
        return SignableType(
            kind=kind,
            ids=asked,
            meaning=how.meaning.name,
            meaning_text=how.meaning.en if language == "en" else how.meaning.zh,
            text=list(rendered.text),
            document=document,
            digest=digest,
            check_code=check_code(bytes.fromhex(digest)),
        )
