"""What a robot's answer means. HTTP 200 says nothing yet: the verdict is `errcode` in the body."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import httpx
import structlog

log = structlog.get_logger()

TIMEOUT_SECONDS: Final = 10.0
_TRY_AGAIN: Final = frozenset({-1, 130101, 410100, 45009, 45033})


@dataclass
class RobotTryAgain(Exception):
    """Busy, too fast, or no answer that can be understood: the outbox tries again later."""

    why: str
    message: ClassVar[str] = "the robot wants to be asked again later"


@dataclass
class RobotRefused(Exception):
    """The robot will not take this however often it is asked: key gone, signature wrong, robot disabled."""

    code: int
    why: str


def judge(response: httpx.Response) -> None:
    """Returns when the message was taken. Raises RobotTryAgain or RobotRefused."""
    if response.status_code >= 500 or response.status_code == 429:
        raise RobotTryAgain(f"HTTP {response.status_code}")
    try:
        body: Any = response.json()
    except ValueError:
        raise RobotTryAgain("the answer is no JSON") from None
    code = body.get("errcode") if isinstance(body, dict) else None
    if code == 0:
        return
    why = str(body.get("errmsg", ""))[:200] if isinstance(body, dict) else ""
    if not isinstance(code, int) or code in _TRY_AGAIN:
        raise RobotTryAgain(why or "no errcode")
    raise RobotRefused(code, why)


@contextmanager
def refusals_are_logged(robot: str) -> Iterator[None]:
    """A robot's final no goes to the operator's log: asking again changes nothing, the settings must be mended."""
    try:
        yield
    except RobotRefused as refused:
        log.error("robot.refused", robot=robot, code=refused.code, why=refused.why)
