"""A notice in words, for a group that reads Simplified Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_TITLES: Final = {
    "order.awaitsYou": "订单待审批",
    "order.notSubmitted": "订单未能提交",
    "order.rejected": "订单被驳回",
    "delivery.exception": "配送异常",
    "temperature.task": "温度待质量处理",
}
SILENT: Final = frozenset({"order.remarked"})
"""What concerns single people, and would only make noise in a group."""
_PAGES: Final = {
    "order": "orders",
    "delivery": "deliveries",
    "qualityTask": "quality",
}
_LISTS: Final = {"envelope": "attention"}
"""Pages that show all that waits, and have none for one of them."""
_UNSENT: Final = ("order.notSubmitted", "order")
"""Only the phone that wrote it has such an order: elsewhere its page says so."""
_LABELS: Final = {
    "number": "单号",
    "customer": "客户",
    "why": "原因",
    "reason": "原因",
    "total_fen": "金额",
    "celsius": "温度",
    "outcome": "结果",
}
_WHY: Final = {
    "price": "价格与目录价或协议价不同",
    "credit": "超出信用额度",
    "amount": "金额超过审批额度",
    "finance": "需财务审核",
}
TEXT_BYTES_MAX: Final = 2_000
"""Both services take 2,048 bytes."""


@dataclass(frozen=True, slots=True)
class Message:
    """A title and a text of at most TEXT_BYTES_MAX bytes in UTF-8, and where it leads."""

    title: str
    text: str
    link: str


def message(
    kind: str, about_kind: str, about_id: object, facts: Mapping[str, Any], public_url: str
) -> Message:
    """The notice as a message; facts without a label are left out, for they are for pages."""
    title = _TITLES.get(kind, "有新的待办")
    link = f"{public_url.rstrip('/')}/{_path(about_kind, about_id)}"
    if (kind, about_kind) == _UNSENT:
        link += "?unsent=1"
    lines = [f"{label}：{_said(name, facts[name])}" for name, label in _LABELS.items() if facts.get(name)]
    text = "\n".join((f"【{title}】", *lines, link))
    if len(text.encode()) > TEXT_BYTES_MAX:
        kept = "\n".join((f"【{title}】", *lines)).encode()[: TEXT_BYTES_MAX - len(link.encode()) - 8]
        text = f"{kept.decode(errors='ignore')}…\n{link}"
    return Message(title, text, link)


def _path(about_kind: str, about_id: object) -> str:
    """Where the app shows it; its front page for what has no page."""
    if about_kind in _PAGES:
        return f"{_PAGES[about_kind]}/{about_id}"
    return _LISTS.get(about_kind, "")


def _said(name: str, value: object) -> str:
    if name == "total_fen" and isinstance(value, int):
        return f"¥ {value // 100:,}.{value % 100:02}"
    if name == "why" and isinstance(value, str):
        return _WHY.get(value, value)
    return str(value)
