"""One JSON line per event, with the request and the command it belongs to; secrets are taken out first.

JSON escapes line breaks, so nobody's name can forge a second line. Bind `request_id` and `command_id` with
`structlog.contextvars.bind_contextvars`; they stand in every line that follows.
"""

import logging
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, Literal, TextIO

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

REDACTED: Final = "[redacted]"
VALUE_CHARACTERS_MAX: Final = 20_000
_DEPTH_MAX: Final = 6
_SECRET_NAMES: Final = re.compile(
    r"(?i)(pass(word|wd|phrase)|secret|token|cookie|authorization|otp|one_?time|\bpin\b|_pin\b|api_?key|private_?key|credential|signature_?key)"
)
_SECRET_TEXT: Final = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[a-z0-9._~+/=-]{8,}"), r"\1 " + REDACTED),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"), REDACTED),
    (
        re.compile(
            r"(?i)((?:password|passwd|secret|token|otp|api_?key)\w{0,30}[\"']?\s{0,3}[=:]\s{0,3}[\"']?)[^\s\"',;)}]+"
        ),
        r"\1" + REDACTED,
    ),
    (re.compile(r"(://[^\s:/@]{1,100}:)[^\s@/]{1,200}@"), r"\1" + REDACTED + "@"),
)  # fmt: skip

# None of these patterns can match a text without one of these: most of what is logged is looked at once.
_MAY_HOLD_SECRET: Final = re.compile(r"[\s=:]|eyJ")
_NAMES_KNOWN_MAX: Final = 1_024

# They tell each step of what they do as news.
_CHATTY: Final = ("weasyprint", "fontTools", "alembic", "httpx")

# JSON escapes LF and CR but leaves these, at which some readers end a line as well.
_LINE_ENDS: Final = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def configure_logs(
    *, stream: TextIO | None = None, level: int = logging.INFO, form: Literal["json", "text"] = "json"
) -> None:
    """Send structlog's and the standard library's events to `stream` (stderr): JSON lines, or text to read."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _text_line if form == "text" else structlog.processors.JSONRenderer(serializer=_json),
            ],
        )
    )
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The event without secrets: by the name of a key, and by the shape of a text, also in a traceback."""
    return {
        key: value if key.startswith("_") else _without_secrets(key, value, 0) for key, value in event.items()
    }


def _without_secrets(key: str, value: object, depth: int) -> object:
    if value is not None and _names_secret(key):
        return REDACTED
    if isinstance(value, str):
        return _text_without_secrets(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if depth >= _DEPTH_MAX:
        return "…"
    if isinstance(value, Mapping):
        return {str(name): _without_secrets(str(name), inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_secrets("", inner, depth + 1) for inner in value]
    return value


@lru_cache(_NAMES_KNOWN_MAX)
def _names_secret(key: str) -> bool:
    return _SECRET_NAMES.search(key) is not None


def _text_without_secrets(text: str) -> str:
    text = text[:VALUE_CHARACTERS_MAX]
    if not _MAY_HOLD_SECRET.search(text):
        return text
    for pattern, replacement in _SECRET_TEXT:
        text = pattern.sub(replacement, text)
    return text


def _text_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """One line to read, with a traceback indented below it: what is indented is no line of its own."""
    traceback = str(event.pop("exception", ""))
    head = [str(event.pop(name, "")) for name in ("timestamp", "level")]
    # Quoted as JSON, so that a line break in a name stays within its quotes.
    facts = [
        f"{name}={_json({name: value})[len(name) + 4 : -1]}"
        for name, value in event.items()
        if name != "event"
    ]
    said = _json({"": event.get("event", "")})[5:-2]
    below = "".join(f"\n    {line}" for line in traceback.splitlines())
    return " ".join([*head, said, *facts]) + below


def _json(event: dict[str, Any], **_: object) -> str:
    line = orjson.dumps(
        event,
        default=lambda value: _text_without_secrets(str(value)),
        option=orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS,
    ).decode()
    return line.translate(_LINE_ENDS)
