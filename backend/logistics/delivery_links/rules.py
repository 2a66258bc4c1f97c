"""How long a delivery's link is good for. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal

LINK_OPEN: Final = timedelta(days=90)
"""From when the goods were received, or from the note while they were not: long enough for a claim."""


@dataclass
class LinkUnknown(Refusal):
    """No delivery note bears this code, or it was mistyped."""

    zh: ClassVar[str] = "没有这张随货同行单。请重新扫描单上的二维码；仍打不开时，请联系供货单位。"
    en: ClassVar[str] = (
        "There is no such delivery note. Scan its code again; if that does not help, call your supplier."
    )


@dataclass
class LinkEnded(Refusal):
    """The link was good for some time only."""

    ended_on: str
    zh: ClassVar[str] = (
        "此链接已于 {ended_on} 到期。有账号请登录后查看这次配送；没有账号请向供货单位索取记录。"
    )
    en: ClassVar[str] = (
        "This link ended on {ended_on}. Sign in to see the delivery, or ask your supplier for the record."
    )


@dataclass
class LinkClosed(Refusal):
    """Staff closed the link."""

    zh: ClassVar[str] = "供货单位已关闭此链接。有账号请登录后查看这次配送；没有账号请向供货单位索取记录。"
    en: ClassVar[str] = (
        "Your supplier closed this link. Sign in to see the delivery, or ask your supplier for the record."
    )


def link_ends(issued_at: datetime, completed_at: datetime | None) -> datetime:
    """When the link stops: `issued_at` is when the note was signed."""
    return (completed_at or issued_at) + LINK_OPEN


def refuse_shut(
    issued_at: datetime, completed_at: datetime | None, closed_at: datetime | None, now: datetime
) -> None:
    """Raises LinkClosed, LinkEnded. `now` in the site's zone, as the day in words is the site's."""
    if closed_at is not None:
        raise LinkClosed
    ends = link_ends(issued_at, completed_at)
    if now >= ends:
        raise LinkEnded(ends.astimezone(now.tzinfo).date().isoformat())
