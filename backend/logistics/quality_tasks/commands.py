"""Opens quality tasks for other features, and closes them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, get_args
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles, plain
from backend.foundation.decimals import spelled
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.permission import NotFound
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.logistics.quality_tasks.rules import Kind, TaskClosed
from backend.logistics.quality_tasks.tables import QualityTask
from backend.logistics.rights import QUALITY_TASKS_CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseQualityTask:
    """Closes a quality task with a conclusion, and whether the goods are fit to go on.

    Goods that came back go to the shelf they were taken from when fit, and are set apart when not.
    """

    task_id: UUID
    conclusion: str
    fit: bool


@dataclass(frozen=True, slots=True)
class QualityTaskClosed:
    """The task is closed."""

    task_id: UUID


Consequence = Callable[[Work, QualityTask, bool], Awaitable[None]]
"""What a conclusion does to the goods, in the same unit of work; it may refuse."""
_CONSEQUENCES: Final[dict[Kind, Consequence]] = {}


def concluding(kind: Kind) -> Callable[[Consequence], Consequence]:
    """Says what follows when quality concludes on a task of that kind; a feature's `reactions.py` calls it."""

    def register(consequence: Consequence) -> Consequence:
        if kind in _CONSEQUENCES:
            raise ValueError(f"two features conclude on {kind}")
        _CONSEQUENCES[kind] = consequence
        return consequence

    return register


@handles(CloseQualityTask, name="logistics.closeQualityTask", needs=QUALITY_TASKS_CLOSE)
async def close_quality_task(command: CloseQualityTask, work: Work) -> QualityTaskClosed:
    conclusion = cleaned(command.conclusion, characters_max=REMARK_CHARACTERS_MAX, lines=True)
    task = await work.session.get(QualityTask, command.task_id, with_for_update=True)
    if task is None:
        raise NotFound("qualityTask")
    if task.state == "closed":
        raise TaskClosed(task.closed_by_name or "")
    consequence = _CONSEQUENCES.get(_kind_of(task))
    if consequence is not None:
        await consequence(work, task, command.fit)
    task.state, task.conclusion, task.fit = "closed", conclusion, command.fit
    task.closed_by, task.closed_by_name, task.closed_at = work.actor.user_id, work.actor.name, work.now
    work.reason = conclusion
    work.changed("qualityTask", task.id, {"state": "open"}, {"state": "closed", "fit": command.fit})
    return QualityTaskClosed(task.id)


def open_task(work: Work, kind: Kind, about: tuple[str, UUID], facts: dict[str, Any]) -> UUID:
    """Asks quality to look at (kind, id); `facts` say what was found, in words of the trade."""
    task = QualityTask(
        id=work.ids.new(),
        kind=kind,
        about_kind=about[0],
        about_id=about[1],
        facts=plain(_spelled(facts)),
        opened_at=work.now,
    )
    work.session.add(task)
    work.changed("qualityTask", task.id, None, {"kind": kind, "of": list(about), **facts})
    return task.id


def _spelled(fact: Any) -> Any:
    """The same facts, every number in its shortest spelling: people read them as they stand."""
    if isinstance(fact, Decimal):
        return spelled(fact)
    if isinstance(fact, dict):
        return {name: _spelled(value) for name, value in fact.items()}
    return [_spelled(value) for value in fact] if isinstance(fact, list | tuple) else fact


def _kind_of(task: QualityTask) -> Kind:
    return next(kind for kind in get_args(Kind) if kind == task.kind)


async def tasks_about(work: Work, kind: str, ids: list[UUID]) -> list[QualityTask]:
    """The tasks about these things, open and closed, the oldest first."""
    found = await work.session.scalars(
        select(QualityTask)
        .where(QualityTask.about_kind == kind, QualityTask.about_id.in_(ids))
        .order_by(QualityTask.opened_at, QualityTask.id)
    )
    return list(found)
