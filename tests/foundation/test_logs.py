"""Logs are one JSON line per event, and no secret reaches them."""

import io
import json
import logging
import time

import pytest
import structlog

from backend.foundation.logs import REDACTED, configure_logs


@pytest.fixture
def written():
    stream = io.StringIO()
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    configure_logs(stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)


def test_every_line_names_its_request_and_its_time(written):
    with structlog.contextvars.bound_contextvars(request_id="r1", command_id="c1"):
        structlog.stdlib.get_logger("lotline.test").info("lot received", lot="L1")

    (line,) = written()
    assert (line["event"], line["lot"], line["request_id"], line["command_id"]) == (
        "lot received",
        "L1",
        "r1",
        "c1",
    )
    assert (line["level"], line["logger"]) == ("info", "lotline.test")
    assert line["timestamp"].endswith("Z")


def test_a_line_break_in_a_name_forges_no_line(written):
    structlog.stdlib.get_logger().info("signed in", name='x\r\n{"event":"admin signed in"}\u2028')
    logging.getLogger("other").warning("from a library\r\n{}")

    assert [line["event"] for line in written()] == ["signed in", "from a library\r\n{}"]


def test_text_for_people_is_one_line_too_and_a_traceback_stands_indented_below():
    stream = io.StringIO()
    handlers = logging.getLogger().handlers[:]
    configure_logs(stream=stream, form="text")
    log = structlog.stdlib.get_logger("lotline.test")
    log.info("lot\nreceived", lot="L1\r\nforged")
    try:
        raise ValueError("first\n2026 info forged")
    except ValueError:
        log.exception("incident", incident="7F3K")
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers

    first, second, *below = stream.getvalue().splitlines()
    assert first.split(" ", 1)[1] == 'info lot\\nreceived lot="L1\\r\\nforged" logger="lotline.test"'
    assert second.split(" ", 1)[1] == 'error incident incident="7F3K" logger="lotline.test"'
    assert len(below) > 2
    assert all(line.startswith("    ") for line in below)


def test_no_secret_is_written_by_its_name_its_shape_or_in_a_traceback(written):
    log = structlog.stdlib.get_logger()
    log.info(
        "request",
        password="hunter2",
        headers={"Authorization": "Bearer hunter2hunter2", "Cookie": "s=hunter2", "Accept": "*/*"},
        nested=[{"oneTimeCode": "hunter2", "api_key": "hunter2"}],
        url="postgresql://app:hunter2@db/lotline",
        text="Authorization: Bearer hunter2hunter2 and password=hunter2; token: 'hunter2'",
        key=b"hunter2",
    )
    try:
        raise ValueError("password=hunter2 eyJhbGciOiJFZERTQSJ9.hunter2.hunter2")
    except ValueError:
        log.exception("incident")

    first, second = written()
    assert "hunter2" not in json.dumps([first, second])
    assert first["headers"] == {"Authorization": REDACTED, "Cookie": REDACTED, "Accept": "*/*"}
    assert first["key"] == "7 bytes"
    assert first["url"] == f"postgresql://app:{REDACTED}@db/lotline"
    assert "ValueError" in second["exception"]


@pytest.mark.parametrize(
    "text",
    ["token" * 4000, "a" * 20_000, "://" * 6000, "password" + " " * 20_000, "eyJ" * 6000, "bearer " * 3000],
)
def test_redaction_takes_no_time_however_hostile_the_text(written, text):
    started = time.process_time()
    structlog.stdlib.get_logger().info("x", text=text * 5)

    assert time.process_time() - started < 0.2
    assert len(written()) == 1
