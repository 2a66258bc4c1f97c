"""Speaks to a DingTalk group robot.

Source: DingTalk's documentation of custom robots (security settings; sending group messages), read in 2026-07.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

import httpx
from pydantic import SecretStr

from backend.integrations.robots.answers import TIMEOUT_SECONDS, judge
from backend.integrations.robots.wording import Message


def signature(timestamp_milliseconds: int, secret: str) -> str:
    """Base64 of HMAC-SHA256 over "timestamp\\nsecret" under the secret; the query string encodes it once more."""
    signed = f"{timestamp_milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.digest(secret.encode(), signed, hashlib.sha256)).decode()


async def post(
    client: httpx.AsyncClient,
    url: SecretStr,
    secret: SecretStr | None,
    message: Message,
    message_id: UUID,
    now: datetime,
) -> None:
    """Posts to the group; `message_id` lets DingTalk drop a repeat. Raises RobotTryAgain or RobotRefused."""
    params = dict(httpx.URL(url.get_secret_value()).params)
    if secret is not None:
        timestamp = int(now.timestamp() * 1000)
        params |= {"timestamp": str(timestamp), "sign": signature(timestamp, secret.get_secret_value())}
    response = await client.post(
        httpx.URL(url.get_secret_value()).copy_with(params=params),
        json={"msgtype": "text", "text": {"content": message.text}, "msgUuid": str(message_id)},
        timeout=TIMEOUT_SECONDS,
        follow_redirects=False,
    )
    judge(response)
