"""The start of a firm's own installation: its particulars, the posts' rights, and the first administrator."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from backend.foundation.actor import SYSTEM
from backend.foundation.house import House
from backend.foundation.perform import perform
from backend.foundation.refusal import Refusal
from backend.identity.company.commands import SetCompany
from backend.identity.company.queries import COMPANY
from backend.identity.passwords.commands import SetPassword
from backend.identity.passwords.hashing import Passwords
from backend.identity.passwords.rules import usable_password
from backend.identity.posts.commands import GrantPost, ensure_post_rights
from backend.identity.posts.queries import actor_of
from backend.identity.posts.rules import ADMINISTRATOR
from backend.identity.users.commands import AddUser
from backend.identity.users.rules import usable_login


@dataclass
class FoundedAlready(Refusal):
    """The database belongs to a firm already; its administrators change the rest."""

    company: str
    zh: ClassVar[str] = "此数据库已属于“{company}”。企业信息和人员请由管理员登录后维护。"
    en: ClassVar[str] = (
        "This database belongs to “{company}” already. Its administrator signs in to change the rest."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What `lotline setup` asks for."""

    company: str
    site: str
    zone: str
    login: str
    name: str
    password: str = field(repr=False)
    credit_code: str | None = None
    drug_licence: str | None = None
    device_licence: str | None = None


async def found(house: House, passwords: Passwords, founding: Founding) -> UUID:
    """Founds the firm and returns its first administrator's id.

    Raises FoundedAlready, and what the particulars, the login and the password are refused for; a second try
    with better ones goes on from there.
    """
    async with house.reading(SYSTEM) as reading:
        known = await reading.first(COMPANY)
    if known is not None:
        raise FoundedAlready(known.name)
    password = usable_password(founding.password, login=usable_login(founding.login), name=founding.name)
    await ensure_post_rights(house)
    user_id = house.ids.new()
    for command in (
        AddUser(user_id=user_id, login=founding.login, name=founding.name),
        GrantPost(membership_id=house.ids.new(), user_id=user_id, post=ADMINISTRATOR),
    ):
        await perform(house, command, SYSTEM, house.ids.new())
    administrator = await actor_of(house, user_id)
    if administrator is None:
        raise RuntimeError("the administrator who was just added is not there")
    password_hash = await passwords.hashed(password)
    await perform(house, SetPassword(password_hash=password_hash), administrator, house.ids.new())
    # Last, for it says that the firm is founded.
    company = SetCompany(
        name=founding.company,
        site_name=founding.site,
        zone=founding.zone,
        credit_code=founding.credit_code,
        drug_licence=founding.drug_licence,
        device_licence=founding.device_licence,
    )
    await perform(house, company, SYSTEM, house.ids.new())
    return user_id
