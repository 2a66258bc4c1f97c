"""Turns: a second of requests at one side, a second at the other, again and again; what each used is added up."""

import asyncio
import time
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Any, Final
from uuid import UUID

from bench.api.shapes import SHAPES, Known, Shape
from bench.api.sides import HOST, Side
from bench.api.written import written
from bench.client import Answer, Connection, connections
from bench.processor_time import used_seconds, with_children

CLIENTS: Final = 4
TURN_SECONDS: Final = 0.5
WARM_UP_REQUESTS: Final = 40
HEADERS: Final = {"x-lotline": "1"}


class AnswersDiffer(Exception):
    """The two sides do not say the same: what they cost cannot be compared."""


@dataclass
class Spent:
    """What one side used for one shape: processor seconds of server and of PostgreSQL, over so many answers."""

    answers: int = 0
    server: float = 0.0
    database: float = 0.0

    @property
    def milliseconds(self) -> float:
        """Per answer, both together."""
        return (self.server + self.database) * 1000 / self.answers


@dataclass(frozen=True, slots=True)
class Figure:
    """A shape's figures; `shares` are those of each pair of turns, to show how steady they were."""

    shape: Shape
    ours: Spent
    baseline: Spent
    shares: tuple[float, ...]

    @property
    def share(self) -> float:
        return self.baseline.milliseconds / self.ours.milliseconds

    @property
    def middle_share(self) -> float:
        return median(self.shares)


async def measured(
    sides: tuple[Side, Side], postmaster: int, database_url: str, token: str, known: Known, seconds: float
) -> list[Figure]:
    """Every shape for about `seconds` in all. Raises AnswersDiffer before anything is measured."""
    dice = Random(20_260_301)  # noqa: S311 - dice of a story, no secret.
    headers = HEADERS | {"authorization": f"Bearer {token}"}
    async with (
        connections(HOST, sides[0].port, CLIENTS) as to_us,
        connections(HOST, sides[1].port, CLIENTS) as to_baseline,
    ):
        figures = []
        for shape in SHAPES:
            turns = _Turns(shape, known, dice, headers, postmaster, database_url)
            await turns.compare((sides[0], to_us[0]), (sides[1], to_baseline[0]))
            await turns.warm_up(sides[0], to_us)
            await turns.warm_up(sides[1], to_baseline)
            pairs = max(2, round(seconds / len(SHAPES) / 2 / TURN_SECONDS))
            spent: tuple[list[Spent], list[Spent]] = ([], [])
            for _ in range(pairs):
                spent[0].append(await turns.turn(sides[0], to_us))
                spent[1].append(await turns.turn(sides[1], to_baseline))
            shares = tuple(
                baseline.milliseconds / ours.milliseconds for ours, baseline in zip(*spent, strict=True)
            )
            figures.append(Figure(shape, _sum(spent[0]), _sum(spent[1]), shares))
        return figures


@dataclass(frozen=True, slots=True)
class _Turns:
    shape: Shape
    known: Known
    dice: Random
    headers: dict[str, str]
    postmaster: int
    database_url: str

    async def compare(self, ours: tuple[Side, Connection], baseline: tuple[Side, Connection]) -> None:
        """The same bytes for the same question; of what each side makes anew, the same but for ids and numbers."""
        variables = self.shape.variables(self.known, self.dice)
        said_by_us = await self._ask(*ours, variables)
        if "commandId" in variables:
            left = await self._left(variables)
            variables = self.shape.variables(self.known, self.dice)
            told = await self._ask(*baseline, variables)
            again = await self._ask(*baseline, variables)
            same = again.body == told.body and _placed(told.body) == _placed(said_by_us.body)
            if (left_by_hand := await self._left(variables)) != left:
                raise AnswersDiffer(f"{self.shape.name}\nours left: {left}\nbaseline: {left_by_hand}")
        else:
            told = await self._ask(*baseline, variables)
            same = told.body == said_by_us.body
        if not same or b'"errors"' in told.body or told.status != said_by_us.status or told.status != 200:
            raise AnswersDiffer(f"{self.shape.name}\nours: {said_by_us}\nbaseline: {told}")

    async def _left(self, variables: dict[str, Any]) -> str:
        order_id = variables["input"]["orderId"]
        return await written(self.database_url, UUID(order_id), UUID(variables["commandId"]))

    async def warm_up(self, side: Side, clients: list[Connection]) -> None:
        for at in range(WARM_UP_REQUESTS):
            await self._ask(side, clients[at % len(clients)], self.shape.variables(self.known, self.dice))

    async def turn(self, side: Side, clients: list[Connection]) -> Spent:
        backends = with_children(self.postmaster)
        before = used_seconds([side.pid]), used_seconds(backends)
        end = time.monotonic() + TURN_SECONDS
        counts = await asyncio.gather(*(self._keep_asking(side, client, end) for client in clients))
        return Spent(sum(counts), used_seconds([side.pid]) - before[0], used_seconds(backends) - before[1])

    async def _keep_asking(self, side: Side, client: Connection, end: float) -> int:
        answers = 0
        while time.monotonic() < end:
            answer = await self._ask(side, client, self.shape.variables(self.known, self.dice))
            if answer.status != 200 or b'"errors"' in answer.body or b'"message"' in answer.body:
                raise AnswersDiffer(f"{side.name} on {self.shape.name}: {answer}")
            answers += 1
        return answers

    async def _ask(self, side: Side, client: Connection, variables: dict[str, Any]) -> Answer:
        body = side.body(self.shape, variables)
        return await client.post(side.path(self.shape), body, self.headers)


def _placed(body: bytes) -> tuple[bool, bytes]:
    """What must be the same of two different orders that were placed."""
    return b'"__typename":"OrderPlaced"' in body, body.partition(b'"state"')[2]


def _sum(spent: list[Spent]) -> Spent:
    return Spent(
        sum(one.answers for one in spent),
        sum(one.server for one in spent),
        sum(one.database for one in spent),
    )
