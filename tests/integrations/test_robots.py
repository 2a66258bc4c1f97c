from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr

from backend.engines.notices.commands import TellPerson
from backend.foundation.actor import SYSTEM
from backend.foundation.outbox import tell_waiting
from backend.foundation.settings import Settings
from backend.integrations.dingtalk import client as dingtalk
from backend.integrations.robots.answers import RobotRefused, RobotTryAgain
from backend.integrations.robots.wording import Message, message
from backend.integrations.wecom import client as wecom
from backend.main import opened_house, robots_of
from tests.integrations.robot_simulator import SECRET, robot_simulator

ORDER = UUID("01a20000-0000-7000-8000-000000000001")
GREETING = Message("订单待审批", "【订单待审批】\n单号：SO-2026-000001", "https://lotline.example/orders/1")


async def post_dingtalk(robot, *, secret: str = SECRET, id: UUID = ORDER, now: datetime | None = None):
    async with httpx.AsyncClient() as client:
        await dingtalk.post(
            client,
            SecretStr(robot.dingtalk_url),
            SecretStr(secret),
            GREETING,
            id,
            now or datetime.now(UTC),
        )


def test_the_signature_is_base64_of_an_hmac_over_timestamp_and_secret():
    signed = dingtalk.signature(1577262236757, "this is secret")

    assert signed == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="


async def test_a_signed_message_is_taken_once_however_often_it_is_sent():
    async with robot_simulator() as robot:
        await post_dingtalk(robot)
        await post_dingtalk(robot)

        assert robot.requests == 2
        assert [sent["text"]["content"] for sent in robot.messages] == [GREETING.text]


async def test_a_wrong_secret_or_clock_is_refused_for_good():
    async with robot_simulator() as robot:
        with pytest.raises(RobotRefused) as wrong_secret:
            await post_dingtalk(robot, secret="another")
        with pytest.raises(RobotRefused) as wrong_clock:
            await post_dingtalk(robot, now=datetime(2020, 1, 1, tzinfo=UTC))

        assert (wrong_secret.value.code, wrong_clock.value.code) == (310000, 310000)
        assert robot.messages == []


@pytest.mark.parametrize(
    "answer",
    [
        (502, b"<html>bad gateway</html>"),
        (200, b"<html>sign in to the wifi</html>"),
        (200, b'{"errcode": 130101, "errmsg": "send too fast"}'),
        (200, b'{"errcode": -1}'),
        (200, b"[]"),
        (429, b"{}"),
    ],
)
async def test_what_is_no_clear_answer_is_tried_again_later(answer):
    async with robot_simulator() as robot:
        robot.answers.append(answer)
        with pytest.raises(RobotTryAgain):
            await post_dingtalk(robot)
        assert robot.messages == []


async def test_wecom_takes_text_under_its_key_and_no_other():
    async with robot_simulator() as robot, httpx.AsyncClient() as client:
        await wecom.post(client, SecretStr(robot.wecom_url), GREETING)
        with pytest.raises(RobotRefused) as refused:
            await wecom.post(client, SecretStr(robot.wecom_url + "x"), GREETING)

        assert refused.value.code == 93000
        assert [sent["text"]["content"] for sent in robot.messages] == [GREETING.text]


def test_a_notice_is_worded_with_its_facts_and_a_deep_link():
    said = message(
        "order.awaitsYou",
        "order",
        ORDER,
        {
            "number": "SO-2026-000001",
            "customer": "复旦大学附属中山医院",
            "total_fen": 1286000,
            "why": "amount",
        },
        "https://lotline.example/",
    )

    assert said.text == (
        "【订单待审批】\n单号：SO-2026-000001\n客户：复旦大学附属中山医院\n原因：金额超过审批额度\n金额：¥ 12,860.00\n"
        f"https://lotline.example/orders/{ORDER}"
    )


def test_a_long_notice_keeps_its_link_within_the_services_limit():
    said = message(
        "delivery.exception", "delivery", ORDER, {"reason": "收" * 5000}, "https://lotline.example"
    )

    assert len(said.text.encode()) <= 2048
    assert said.text.endswith(f"…\nhttps://lotline.example/deliveries/{ORDER}")


def test_what_waits_without_a_page_of_its_own_leads_to_the_page_that_shows_all():
    said = message("order.notSubmitted", "envelope", ORDER, {}, "https://lotline.example")

    assert said.link == "https://lotline.example/attention"


def test_an_order_that_was_not_submitted_leads_to_the_page_that_says_where_it_is():
    said = message("order.notSubmitted", "order", ORDER, {}, "https://lotline.example")

    assert said.link == f"https://lotline.example/orders/{ORDER}?unsent=1"


def test_what_no_page_shows_leads_to_the_front_page():
    assert (
        message("new.kind", "comet", ORDER, {}, "https://lotline.example/").link == "https://lotline.example/"
    )


async def test_the_robots_of_the_settings_are_the_ones_a_notice_is_posted_to(shop, database):
    reader = shop.person("salesManager")
    async with robot_simulator() as robot:
        settings = Settings(
            public_url="https://lotline.example",
            dingtalk_robot_url=SecretStr(robot.dingtalk_url),
            dingtalk_robot_secret=SecretStr(SECRET),
            wecom_robot_url=SecretStr(robot.wecom_url),
        )
        async with opened_house(database.app, settings) as house:
            about = shop.new_id()
            await shop.hired()
            notice = TellPerson(
                user_id=reader.user_id, kind="order.awaitsYou", about_kind="order", about_id=about, cause_id=about,
                facts={"number": "SO-2026-009999"},
            )  # fmt: skip
            await shop.perform(notice, SYSTEM)
            while await tell_waiting(house):
                pass

        said = f"【订单待审批】\n单号：SO-2026-009999\nhttps://lotline.example/orders/{about}"
        assert [sent["text"]["content"] for sent in robot.messages].count(said) == 2


def test_without_a_group_there_are_no_robots():
    assert robots_of(Settings()) is None
