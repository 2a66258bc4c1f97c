"""People at the house's real door: signed in over /auth, speaking GraphQL over HTTP, and nothing else."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.foundation.actor import Actor
from offline.signature import SignedEnvelope
from tests.factories.files import part_headers
from tests.factories.page import Page, Web
from tests.factories.people import PIN, with_password
from tests.factories.shop import Shop

SAID = "__typename ... on Refusal { message } ... on OtherRefusal { name }"
REPLAY = """mutation ($envelopes: [SignedEnvelopeInput!]!) {
  replay(envelopes: $envelopes) {
    custody outcome { kind refusal message facts reason result { __typename
      ... on OrderPlaced { orderId number state awaits }
      ... on DeliveryRecorded { deliveryId outcome temperatureVerdict exception } } } } }"""


@dataclass(frozen=True)
class Desk:
    """One person with an open page."""

    shop: Shop
    actor: Actor
    page: Page

    async def ask(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors; a page whose token is over takes a new one first, as pages do."""
        answer = await self.page.ask(query, **variables)
        if "errors" in answer and answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED":
            assert (await self.page.post("/auth/refresh", {})).status_code == 200
            answer = await self.page.ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def do(self, name: str, input_type: str, told: dict[str, Any], result: str = "") -> Any:
        """What a mutation answers: a result with the asked fields, or a refusal with its sentence."""
        document = (
            f"mutation ($commandId: UUID!, $input: {input_type}!) {{"
            f" {name}(commandId: $commandId, input: $input) {{ {SAID} {result} }} }}"
        )
        return (await self.ask(document, commandId=str(self.shop.new_id()), input=told))[name]

    async def replay(self, *sealed: SignedEnvelope) -> list[Any]:
        envelopes = [{"envelope": one.envelope, "deviceSignature": one.device_signature} for one in sealed]
        answers: list[Any] = (await self.ask(REPLAY, envelopes=envelopes))["replay"]
        return answers

    async def notices(self, about: UUID | str) -> list[str]:
        """The kinds of this person's notices about a thing, the latest first."""
        found = await self.ask("{ notices(first: 100) { items { kind aboutId } } }")
        return [notice["kind"] for notice in found["notices"]["items"] if notice["aboutId"] == str(about)]

    async def upload(self, id: UUID, content: bytes, mime: str) -> int:
        """The status that the door of attachments answers."""
        headers = part_headers(content, mime) | {"authorization": f"Bearer {self.page.token}"}
        return (
            await self.page.client.patch(f"/attachments/{id}", content=content, headers=headers)
        ).status_code

    async def file(self, id: UUID | str) -> tuple[int, bytes]:
        headers = {"authorization": f"Bearer {self.page.token}"}
        answer = await self.page.client.get(f"/attachments/{id}", headers=headers)
        return answer.status_code, answer.content


_addresses = iter(f"198.51.{high}.{low}" for high in range(100, 120) for low in range(1, 250))


async def a_desk(web: Web, actor: Actor) -> Desk:
    """The person signs in with their password, and has a PIN for signing."""
    await web.shop.hired()
    await with_password(web.shop, actor, pin=PIN)
    page = web.page(next(_addresses))
    answer = await page.sign_in(actor)
    assert answer.status_code == 200, answer.text
    return Desk(web.shop, actor, page)
