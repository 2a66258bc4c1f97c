"""Customers as a sheet: what can be imported, one customer a row, with a site and a contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from backend.compliance.qualifications.rules import CustomerKind
from backend.customers.accounts.commands import AddCustomer
from backend.customers.accounts.contacts import NewContact
from backend.customers.accounts.queries import ON_FILE
from backend.customers.accounts.rules import CustomerKnown, checked_shelf_life
from backend.customers.accounts.sites import NewSite
from backend.engines.imports.cells import one_of, text, whole_number
from backend.engines.imports.rules import Column, Importable, MakeId, offers
from backend.foundation.limits import NAME_CHARACTERS_MAX, NUMBER_CHARACTERS_MAX, REMARK_CHARACTERS_MAX
from backend.foundation.refusal import Refusal

_KINDS: Final = {
    "高校": CustomerKind.university,
    "科研院所": CustomerKind.institute,
    "生物企业": CustomerKind.biotech,
    "医院": CustomerKind.hospital,
    "经销商": CustomerKind.distributor,
    **{kind.value: kind for kind in CustomerKind},
}
_ALSO_SAID: Final = {"生物公司": CustomerKind.biotech}
_NAME, _NUMBER = text(NAME_CHARACTERS_MAX), text(NUMBER_CHARACTERS_MAX)


@dataclass
class SiteIncomplete(Refusal):
    """A site needs its address, receiver and phone together."""

    zh: ClassVar[str] = "收货地址、收货人、收货电话要么都填，要么都不填。"
    en: ClassVar[str] = "Fill in address, receiver and phone of the site together, or none of them."


def _command(values: Mapping[str, Any], make_id: MakeId) -> AddCustomer:
    return AddCustomer(
        customer_id=make_id(""),
        name=values["name"],
        kind=values["kind"],
        number=values["number"],
        invoice_title=values["invoice_title"],
        tax_number=values["tax_number"],
        shelf_life_months_min=checked_shelf_life(values["shelf_life_months_min"]),
        note=values["note"],
        sites=_sites(values, make_id),
        contacts=_contacts(values, make_id),
    )


def _sites(values: Mapping[str, Any], make_id: MakeId) -> tuple[NewSite, ...]:
    address, receiver, phone = values["address"], values["receiver"], values["receiver_phone"]
    if not (address or receiver or phone):
        return ()
    if not (address and receiver and phone):
        raise SiteIncomplete
    name = values["site"] or values["name"]
    return (NewSite(site_id=make_id("site"), name=name, address=address, receiver=receiver, phone=phone),)


def _contacts(values: Mapping[str, Any], make_id: MakeId) -> tuple[NewContact, ...]:
    if not values["contact"]:
        return ()
    return (
        NewContact(
            contact_id=make_id("contact"),
            name=values["contact"],
            phone=values["contact_phone"],
            role=values["contact_role"],
        ),
    )


offers(
    Importable(
        kind="customers",
        zh="客户",
        en="Customers",
        identity="name",
        command_type=AddCustomer,
        command=_command,
        known=(CustomerKnown,),
        on_file=ON_FILE,
        columns=(
            Column(key="name", zh="客户名称", en="Customer", read=_NAME, required=True, aliases=("名称", "单位名称")),
            Column(
                key="kind", zh="客户类型", en="Kind", read=one_of(_KINDS, _ALSO_SAID), required=True, aliases=("类型",),
                hint=("高校、科研院所、生物企业、医院、经销商", "university, institute, biotech, hospital, distributor"),
            ),
            Column(
                key="number", zh="客户编号", en="Number", read=_NUMBER, aliases=("编号",),
                hint=("不填则自动编号", "left empty, it is given"),
            ),
            Column(key="invoice_title", zh="发票抬头", en="Invoice title", read=_NAME),
            Column(key="tax_number", zh="税号", en="Tax number", read=_NUMBER, aliases=("纳税人识别号",)),
            Column(
                key="shelf_life_months_min", zh="剩余效期要求(月)", en="Shelf life wanted (months)", read=whole_number,
                hint=("0 到 120", "0 to 120"),
            ),
            Column(key="note", zh="备注", en="Note", read=text(REMARK_CHARACTERS_MAX, lines=True)),
            Column(key="site", zh="收货地点", en="Site", read=_NAME),
            Column(key="address", zh="收货地址", en="Address", read=_NAME, aliases=("地址",)),
            Column(key="receiver", zh="收货人", en="Receiver", read=_NAME),
            Column(key="receiver_phone", zh="收货电话", en="Receiver's phone", read=_NUMBER),
            Column(key="contact", zh="联系人", en="Contact", read=_NAME),
            Column(key="contact_phone", zh="联系电话", en="Contact's phone", read=_NUMBER, aliases=("电话", "手机")),
            Column(key="contact_role", zh="联系人职务", en="Contact's role", read=_NAME),
        ),
    )
)  # fmt: skip
