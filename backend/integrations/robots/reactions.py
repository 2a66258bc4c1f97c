"""Posts notices to the group robots that the settings name; without one, nothing is posted."""

from uuid import UUID

import httpx
import structlog

from backend.engines.notices.commands import NoticeGiven
from backend.foundation.events import delivers
from backend.foundation.house import House
from backend.integrations.dingtalk import client as dingtalk
from backend.integrations.robots.answers import RobotRefused
from backend.integrations.robots.wording import Message, message
from backend.integrations.wecom import client as wecom

log = structlog.get_logger()


@delivers(NoticeGiven, name="robots.dingtalk")
async def to_dingtalk(event: NoticeGiven, house: House, message_id: UUID) -> None:
    robots = house.robots
    if robots is None or robots.dingtalk_url is None:
        return
    async with httpx.AsyncClient() as client:
        try:
            await dingtalk.post(
                client, robots.dingtalk_url, robots.dingtalk_secret, _message(event, robots.public_url), message_id,
                house.clock.now(),
            )  # fmt: skip
        except RobotRefused as refused:
            # Asking again changes nothing; the operator must mend the settings.
            log.error("robot.refused", robot="dingtalk", code=refused.code, why=refused.why)


@delivers(NoticeGiven, name="robots.wecom")
async def to_wecom(event: NoticeGiven, house: House, message_id: UUID) -> None:
    robots = house.robots
    if robots is None or robots.wecom_url is None:
        return
    async with httpx.AsyncClient() as client:
        try:
            await wecom.post(client, robots.wecom_url, _message(event, robots.public_url))
        except RobotRefused as refused:
            log.error("robot.refused", robot="wecom", code=refused.code, why=refused.why)


def _message(event: NoticeGiven, public_url: str) -> Message:
    return message(event.kind, event.about_kind, event.about_id, event.facts, public_url)
