"""The posts of a distributor, by the law's names, and what may be done with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Final
from uuid import UUID

from backend.foundation.actor import Actor
from backend.foundation.period import PeriodInverted, Span
from backend.foundation.permission import SYSTEM_ONLY, Right, all_rights
from backend.foundation.refusal import Refusal, Words


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its label in both languages, and the home that its holder's work begins on."""

    name: str
    zh: str
    en: str
    home: str

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.zh


POSTS: Final = (
    Post("sales", "销售员", "sales", "sales"),
    Post("salesManager", "销售经理", "sales manager", "manager"),
    Post("director", "企业负责人", "director", "manager"),
    Post("finance", "财务", "finance", "finance"),
    Post("purchaser", "采购员", "purchaser", "office"),
    Post("receiver", "收货员", "receiver", "warehouse"),
    Post("inspector", "验收员", "acceptance inspector", "warehouse"),
    Post("keeper", "保管员", "keeper", "warehouse"),
    Post("picker", "拣货员", "picker", "warehouse"),
    Post("rechecker", "复核员", "re-checker", "warehouse"),
    Post("qualityOfficer", "质管员", "quality officer", "quality"),
    Post("qualityHead", "质量负责人", "quality head", "quality"),
    Post("driver", "驾驶员", "driver", "driver"),
    Post("customer", "客户", "customer", "customer"),
    Post("administrator", "系统管理员", "administrator", "office"),
)
PORTAL_POST: Final = "customer"
ADMINISTRATOR: Final = "administrator"
_BY_NAME: Final = {post.name: post for post in POSTS}
_WORDS: Final = {"post": {post.name: (post.zh, post.en) for post in POSTS}}


@dataclass
class PostUnknown(Refusal):
    post: str
    zh: ClassVar[str] = "没有“{post}”这个岗位，请从列表中选择。"
    en: ClassVar[str] = "There is no post “{post}”. Choose one of the list."


@dataclass
class DepartmentKnown(Refusal):
    """Another department has this name."""

    zh: ClassVar[str] = "已有同名部门，请直接选用，或换一个名称。"
    en: ClassVar[str] = "There is a department of this name. Use it, or choose another name."


@dataclass
class RightUnknown(Refusal):
    right: str
    zh: ClassVar[str] = "没有“{right}”这项权限，请从列表中选择。"
    en: ClassVar[str] = "There is no right “{right}”. Choose one of the list."


@dataclass
class PostNotForThem(Refusal):
    """Customers' people hold the post of customer and no other; staff never hold it."""

    post: str
    zh: ClassVar[str] = "客户账号只能是“客户”，本公司人员不能是“客户”；所选岗位 {post} 不适用。"
    en: ClassVar[str] = (
        "A customer's person is a customer and nothing else, and staff never are; {post} does not fit."
    )
    words: ClassVar[Mapping[str, Words]] = _WORDS


@dataclass
class PostHeldAlready(Refusal):
    post: str
    zh: ClassVar[str] = "此人在这段时间已有该岗位（{post}）。需要改期时，请先结束原任期。"
    en: ClassVar[str] = (
        "This person holds the post {post} in that period already. End it first to change its dates."
    )
    words: ClassVar[Mapping[str, Words]] = _WORDS


@dataclass
class DeputyOfNobody(Refusal):
    """A deputy stands in for another person who holds that very post in that period."""

    post: str
    zh: ClassVar[str] = "被代理人在这段时间没有该岗位（{post}），请核对代理对象和日期。"
    en: ClassVar[str] = (
        "Whom they should stand in for does not hold the post {post} then. Check person and dates."
    )
    words: ClassVar[Mapping[str, Words]] = _WORDS


@dataclass
class DeputyForTwo(Refusal):
    zh: ClassVar[str] = "此人在这段时间已代理另一位同事，同一时间只能代理一人。"
    en: ClassVar[str] = "This person stands in for somebody else then; it can be one at a time only."


@dataclass
class MomentNotUsable(Refusal):
    """A time without its zone, or one that its zone puts outside the calendar."""

    zh: ClassVar[str] = "时间须带时区，例如 2026-11-22T09:00:00+08:00。"
    en: ClassVar[str] = "A time needs its zone, such as 2026-11-22T09:00:00+08:00."


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One membership as a fact: who holds which post when, and for whom."""

    user_id: UUID
    post: str
    span: Span
    deputy_for: UUID | None = None


def known_post(name: str) -> Post:
    """Raises PostUnknown."""
    post = _BY_NAME.get(name)
    if post is None:
        raise PostUnknown(name[:40])
    return post


def grantable_right(name: str) -> Right:
    """A declared right that a post can have. Raises RightUnknown, also for what only the system may do."""
    for right in all_rights():
        if right.name == name and right is not SYSTEM_ONLY:
            return right
    raise RightUnknown(name[:60])


def span_from(now: datetime, valid_from: datetime | None, valid_to: datetime | None) -> Span:
    """The period of a new tenure. It never begins before `now`: nobody is given rights in the past.

    Raises MomentNotUsable, PeriodInverted.
    """
    if not all(moment is None or _usable(moment) for moment in (valid_from, valid_to)):
        raise MomentNotUsable
    start = now if valid_from is None else max(valid_from, now)
    if valid_to is not None and valid_to <= start:
        raise PeriodInverted(first=start.isoformat(), last=valid_to.isoformat())
    return Span(start, valid_to)


def _usable(moment: datetime) -> bool:
    """Whether it has a zone, and that zone leaves it inside the calendar."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return False
    return moment.tzinfo is not None


def refuse_clash(wanted: Tenure, kind: str, known: Iterable[Tenure]) -> None:
    """Raises when `wanted` does not fit the person's kind or what they and the deputised person hold already."""
    if (kind == "portal") != (wanted.post == PORTAL_POST):
        raise PostNotForThem(wanted.post)
    held = [tenure for tenure in known if tenure.span.overlaps(wanted.span)]
    own = [tenure for tenure in held if tenure.user_id == wanted.user_id]
    if any(tenure.post == wanted.post and tenure.deputy_for == wanted.deputy_for for tenure in own):
        raise PostHeldAlready(wanted.post)
    if wanted.deputy_for is None:
        return
    if wanted.deputy_for == wanted.user_id or not any(
        tenure.user_id == wanted.deputy_for and tenure.post == wanted.post and tenure.deputy_for is None
        for tenure in held
    ):
        raise DeputyOfNobody(wanted.post)
    if any(tenure.deputy_for not in (None, wanted.deputy_for) for tenure in own):
        raise DeputyForTwo


def homes_of(posts: Iterable[str]) -> tuple[str, ...]:
    """The homes of these posts, each once, in the order of POSTS; posts of a later version have none here."""
    held = set(posts)
    return tuple(dict.fromkeys(post.home for post in POSTS if post.name in held))


def post_label(name: str, language: str) -> str:
    """The label of a post; a name that this version does not know stands for itself."""
    post = _BY_NAME.get(name)
    return name if post is None else post.label(language)


def rights_of(actor: Actor) -> tuple[Right, ...]:
    """The declared rights that the actor has, by name."""
    return tuple(right for right in all_rights() if right.name in actor.rights)
