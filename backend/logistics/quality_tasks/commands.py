"""Opens quality tasks for other features, and closes them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.foundation.command import handles, plain
from backend.foundation.limits import REMARK_CHARACTERS_MAX
from backend.foundation.permission import NotFound
from backend.foundation.text import cleaned
from backend.foundation.work import Work
from backend.logistics.quality_tasks.rules import Kind, TaskClosed
from backend.logistics.quality_tasks.tables import QualityTask
from backend.logistics.rights import QUALITY_TASKS_CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseQualityTask:
    """Closes a quality task with a conclusion, and whether the goods are fit to go on."""

    task_id: UUID
    conclusion: str
    fit: bool


@dataclass(frozen=True, slots=True)
class QualityTaskClosed:
    """The task is closed."""

    task_id: UUID


@handles(CloseQualityTask, name="logistics.closeQualityTask", needs=QUALITY_TASKS_CLOSE)
async def close_quality_task(command: CloseQualityTask, work: Work) -> QualityTaskClosed:
    conclusion = cleaned(command.conclusion, characters_max=REMARK_CHARACTERS_MAX, lines=True)
    task = await work.session.get(QualityTask, command.task_id, with_for_update=True)
    if task is None:
        raise NotFound("qualityTask")
    if task.state == "closed":
        raise TaskClosed(task.closed_by_name or "")
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
        facts=plain(facts),
        opened_at=work.now,
    )
    work.session.add(task)
    work.changed("qualityTask", task.id, None, {"kind": kind, "of": list(about), **facts})
    return task.id


async def tasks_about(work: Work, kind: str, ids: list[UUID]) -> list[QualityTask]:
    """The tasks about these things, open and closed, the oldest first."""
    found = await work.session.scalars(
        select(QualityTask)
        .where(QualityTask.about_kind == kind, QualityTask.about_id.in_(ids))
        .order_by(QualityTask.opened_at, QualityTask.id)
    )
    return list(found)
