import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.foundation.text import (
    TextEmpty,
    TextNotPrintable,
    TextTooLong,
    cleaned,
    cleaned_or_none,
    search_key,
    search_pattern,
    sort_key,
)


@pytest.mark.parametrize(
    ("text", "code_point"),
    [
        ("a\x00b", "U+0000"),
        ("\ud800", "U+D800"),
        ("a\x1b[31m", "U+001B"),
        ("name\r\nSet-Cookie: x", "U+000D"),
        ("line\nbreak", "U+000A"),
        ("\u202e123", "U+202E"),
        ("a\u2028b", "U+2028"),
        ("\uffff", "U+FFFF"),
        ("\ufdd0", "U+FDD0"),
        ("\x85", "U+0085"),
    ],
)
def test_a_hostile_character_is_refused_by_its_code_point(text, code_point):
    with pytest.raises(TextNotPrintable) as refused:
        cleaned(text)
    assert refused.value.code_point == code_point


def test_text_is_trimmed_and_composed():
    assert cleaned("  华东试剂\u3000") == "华东试剂"
    assert cleaned("e\u0301") == "\u00e9"
    assert cleaned("一行\r\n二行\t完", lines=True) == "一行\n二行\t完"


def test_nothing_is_empty_or_none():
    assert cleaned_or_none(None) is None
    assert cleaned_or_none(" \u3000 ") is None
    assert [cleaned_or_none(unseen) for unseen in ("\u200b", "\ufeff\u2060", "\u3164", "\u2800 \ufe0f")] == [
        None
    ] * 4
    assert cleaned("👩‍🔬") == "👩‍🔬"
    with pytest.raises(TextEmpty):
        cleaned("   ")


def test_text_over_its_length_is_refused_with_both_lengths():
    assert cleaned("试" * 200) == "试" * 200
    with pytest.raises(TextTooLong) as refused:
        cleaned("试" * 201)
    assert (refused.value.characters, refused.value.characters_max) == (201, 200)
    with pytest.raises(TextTooLong):
        cleaned(" " * 10_000_000)


@given(st.text(max_size=300))
def test_any_text_is_cleaned_or_refused_and_never_crashes(text):
    try:
        clean = cleaned(text)
    except (TextEmpty, TextNotPrintable, TextTooLong):
        return
    assert clean == cleaned(clean)
    assert "\x00" not in clean
    clean.encode()


@pytest.mark.parametrize(
    "typed", ["hdsj", "华东", "huadong", "HUADONG", "试剂", "D-4021", "d4021", "ＨＤＳＪ"]
)
def test_a_customer_is_found_by_characters_pinyin_initials_and_catalogue_number(typed):
    assert search_pattern(typed).strip("%") in search_key("华东试剂", "D-4021", None)


def test_the_search_key_is_exactly_this():
    assert search_key("华东试剂", "D-4021") == "华东试剂 huadongshiji hdsj d-4021 d4021"
    assert search_key("重庆") == "重庆 chongqing cq"


def test_wildcards_that_people_type_are_taken_literally():
    assert search_pattern("100%_\\") == "%100\\%\\_\\\\%"
    assert search_pattern("hd sj") == "%hd%sj%"


def test_names_sort_by_pinyin_and_tone_after_numbers_and_latin_letters():
    names = ["重庆", "华东", "Abcam", "北京", "安徽", "10x", "花东", "华东试剂", "bio"]

    assert sorted(names, key=lambda name: sort_key(name).encode()) == [
        "10x", "Abcam", "bio", "安徽", "北京", "重庆", "花东", "华东", "华东试剂",
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_keys_can_be_made_of_any_clean_text(text):
    try:
        name = cleaned(text)
    except (TextEmpty, TextNotPrintable):
        return
    for key in (search_key(name), sort_key(name)):
        assert "\x00" not in key
        key.encode()
