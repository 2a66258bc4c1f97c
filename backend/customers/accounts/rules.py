"""What an account must be."""

from dataclasses import dataclass
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal

SITES_MAX: Final = 100
CONTACTS_MAX: Final = 100
SHELF_LIFE_MONTHS_MAX: Final = 120


@dataclass
class CustomerKnown(Refusal):
    """A customer of this name is on file."""

    zh: ClassVar[str] = "已有同名的客户，请先搜索并使用已有档案。"
    en: ClassVar[str] = "A customer of this name exists already. Search for it and use that file."


@dataclass
class CustomerNumberTaken(Refusal):
    """Another customer has this number."""

    zh: ClassVar[str] = "这个客户编号已属于另一位客户。请更换编号，或留空由系统编号。"
    en: ClassVar[str] = (
        "Another customer has this number. Choose another, or leave it empty and one is given."
    )


@dataclass
class SiteKnown(Refusal):
    zh: ClassVar[str] = "这个收货地点已经建过，请刷新后查看。"
    en: ClassVar[str] = "This site exists already. Refresh to see it."


@dataclass
class ContactKnown(Refusal):
    zh: ClassVar[str] = "这位联系人已经建过，请刷新后查看。"
    en: ClassVar[str] = "This contact exists already. Refresh to see it."


@dataclass
class TooManyOfCustomer(Refusal):
    """More sites or contacts than one account holds."""

    at_most: int
    zh: ClassVar[str] = "每个客户最多 {at_most} 个收货地点、{at_most} 位联系人。请先停用不再使用的。"
    en: ClassVar[str] = (
        "A customer holds at most {at_most} sites and {at_most} contacts. Retire those that are no longer used."
    )


@dataclass
class SalespersonUnknown(Refusal):
    zh: ClassVar[str] = "没有这位在职业务员，请从列表中选择。"
    en: ClassVar[str] = "There is no such salesperson in service. Choose one from the list."


@dataclass
class DepartmentUnknown(Refusal):
    zh: ClassVar[str] = "没有这个部门，请从列表中选择。"
    en: ClassVar[str] = "There is no such department. Choose one from the list."


@dataclass
class ShelfLifeRefused(Refusal):
    months: int
    months_max: int = SHELF_LIFE_MONTHS_MAX
    zh: ClassVar[str] = "剩余效期要求应在 0 到 {months_max} 个月之间：{months}。"
    en: ClassVar[str] = "The remaining shelf life asked for is from 0 to {months_max} months: {months}."


def checked_shelf_life(months: int | None) -> int | None:
    """The wish in whole months, or none. Raises ShelfLifeRefused."""
    if months is not None and not 0 <= months <= SHELF_LIFE_MONTHS_MAX:
        raise ShelfLifeRefused(months)
    return months
