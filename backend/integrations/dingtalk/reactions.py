"""Posts notices to the group robot that the settings name; without one, nothing is posted."""

from uuid import UUID

import httpx

from backend.engines.notices.commands import NoticeGiven
from backend.foundation.events import delivers
from backend.foundation.house import House
from backend.integrations.dingtalk.client import post
from backend.integrations.robots.answers import refusals_are_logged
from backend.integrations.robots.settings import Robots
from backend.integrations.robots.wording import SILENT, message


@delivers(NoticeGiven, name="dingtalk.groupRobot")
async def to_the_group(event: NoticeGiven, house: House, message_id: UUID) -> None:
    robots = house.settings_of(Robots)
    if robots is None or robots.dingtalk_url is None or event.kind in SILENT:
        return
    said = message(event.kind, event.about_kind, event.about_id, event.facts, robots.public_url)
    async with httpx.AsyncClient() as client:
        with refusals_are_logged("dingtalk"):
            await post(
                client, robots.dingtalk_url, robots.dingtalk_secret, said, message_id, house.clock.now()
            )
