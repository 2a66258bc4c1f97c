from dataclasses import dataclass
from typing import ClassVar

from backend.foundation.refusal import Refusal


@dataclass
class BoxTooWarm(Refusal):
    celsius: str
    zh: ClassVar[str] = "箱内 {celsius} ℃，超过上限，请交质量部处理。"
    en: ClassVar[str] = "The box is at {celsius} °C, above its limit. Hand it to quality."


def test_a_refusal_says_in_both_languages_what_was_refused_and_what_to_do():
    refusal = BoxTooWarm(celsius="9.3")

    assert refusal.say("zh") == "箱内 9.3 ℃，超过上限，请交质量部处理。"
    assert refusal.say("en") == "The box is at 9.3 °C, above its limit. Hand it to quality."
    assert refusal.say("fr") == refusal.say("zh")
    assert refusal.facts() == {"celsius": "9.3"}
