"""Posts notices to the group robot that the settings name; without one, nothing is posted."""

from uuid import UUID

import httpx

from backend.engines.notices.commands import NoticeGiven
from backend.foundation.events import delivers
from backend.foundation.house import House
from backend.integrations.robots.answers import refusals_are_logged
from backend.integrations.robots.settings import Robots
from backend.integrations.robots.wording import SILENT, message
from backend.integrations.wecom.client import post


@delivers(NoticeGiven, name="wecom.groupRobot")
async def to_the_group(event: NoticeGiven, house: House, message_id: UUID) -> None:
    robots = house.settings_of(Robots)
    if robots is None or robots.wecom_url is None or event.kind in SILENT:
        return
    said = message(event.kind, event.about_kind, event.about_id, event.facts, robots.public_url)
    async with httpx.AsyncClient() as client:
        with refusals_are_logged("wecom"):
            await post(client, robots.wecom_url, said)
