"""A refusal names a state, a right or a post in the reader's words, and the pages call a state the same."""

import re
from pathlib import Path

import pytest

from backend.features import load_features
from backend.foundation.permission import NotAllowed, all_rights
from backend.identity.posts.rules import POSTS, PostHeldAlready
from backend.sales.orders.rules import FOLLOWS, STATES, NotNow

PAGES = Path(__file__).parents[2] / "pwa/src/i18n"


def test_a_step_that_does_not_follow_names_the_state_in_words():
    refusal = NotNow("SO-2026-000123", "picking")

    assert refusal.say("zh") == "订单 SO-2026-000123 已是“拣货中”状态，这一步不能再做。请刷新后查看最新进展。"
    assert refusal.say("en") == (
        "Order SO-2026-000123 is “picking”; this step does not follow. Refresh to see where it stands."
    )
    assert refusal.facts() == {"number": "SO-2026-000123", "state": "picking"}


def test_an_order_without_a_number_is_told_as_such():
    assert NotNow("", "cancelled").say("zh").startswith("订单 （未编号） 已是“已取消”状态")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_state_has_the_words_of_the_pages(language):
    written = (PAGES / language / "sales.ts").read_text(encoding="utf-8")
    pages = dict(re.findall(r'^  state_(\w+): "(.+)",$', written, re.MULTILINE))

    assert STATES.keys() == FOLLOWS.keys()
    assert {state: words[language == "en"].casefold() for state, words in STATES.items()} == {
        state: words.casefold() for state, words in pages.items()
    }


def test_a_right_and_a_post_are_named_in_words():
    load_features()

    assert NotAllowed("sales.approve").say("zh") == "你没有“审批订单”权限。需要时请联系管理员为你的岗位开通。"
    assert "“approve orders”" in NotAllowed("sales.approve").say("en")
    assert [
        NotAllowed(right.name).say("zh")
        for right in all_rights()
        if right.name in NotAllowed(right.name).say("zh")
    ] == []
    assert all(f"（{post.zh}）" in PostHeldAlready(post.name).say("zh") for post in POSTS)
