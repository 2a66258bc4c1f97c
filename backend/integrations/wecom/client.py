"""Speaks to a WeCom group robot.

Source: WeCom's documentation of group robots (path 91770). There is no signature and no message id: a repeat after a
time-out may show twice, which is better than a notice that never came.
"""

import httpx
from pydantic import SecretStr

from backend.integrations.robots.answers import TIMEOUT_SECONDS, judge
from backend.integrations.robots.wording import Message


async def post(client: httpx.AsyncClient, url: SecretStr, message: Message) -> None:
    """Posts to the group. Raises RobotTryAgain or RobotRefused."""
    response = await client.post(
        url.get_secret_value(),
        json={"msgtype": "text", "text": {"content": message.text}},
        timeout=TIMEOUT_SECONDS,
        follow_redirects=False,
    )
    judge(response)
