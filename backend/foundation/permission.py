"""Rights: who may read a field or perform a command. Default is deny."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal, Words

_RIGHTS: "dict[str, Right]" = {}
_WORDS: "dict[str, tuple[str, str]]" = {}
RIGHT_WORDS: Final[Words] = _WORDS


@dataclass(frozen=True, slots=True)
class Right:
    """One thing a person may do, named `domain.verb`, with its label in both languages.

    Each domain declares its own in its `rights.py`; declaring one twice is a bug. `posts` are the posts that have
    it when a company is set up; an administrator changes that later.
    """

    name: str
    zh: str
    en: str
    posts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.name in _RIGHTS:
            raise ValueError(f"the right {self.name} is declared twice")
        _RIGHTS[self.name] = self
        _WORDS[self.name] = (self.zh, self.en)


def all_rights() -> tuple[Right, ...]:
    """Every declared right, by name."""
    return tuple(_RIGHTS[name] for name in sorted(_RIGHTS))


SIGNED_IN = Right("foundation.signedIn", "已登录", "be signed in")
"""What every person has who is signed in; for what concerns only themselves."""

SYSTEM_ONLY = Right("foundation.system", "仅系统", "be the system")
"""Nobody's: commands that only reactions and schedules perform."""


@dataclass
class NotAllowed(Refusal):
    """The row is visible but the actor lacks `right`."""

    right: str
    zh: ClassVar[str] = "你没有“{right}”权限。需要时请联系管理员为你的岗位开通。"
    en: ClassVar[str] = "You lack the right “{right}”. Ask your administrator to add it to your post."
    words: ClassVar[Mapping[str, Words]] = {"right": RIGHT_WORDS}


@dataclass
class NotFound(Refusal):
    """Missing and forbidden rows, with the same bytes."""

    kind: str
    zh: ClassVar[str] = "没有找到，或不在你的可见范围内。"
    en: ClassVar[str] = "Not found, or not visible to you."
