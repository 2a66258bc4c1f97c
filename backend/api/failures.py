"""What a failure may say: a refusal its sentence, a wrong input what was wrong, a bug an incident number.

A bug never says more than its number: no exception text, no SQL, no path. The whole of it is in the log under
that number, with the request and the command that met it.
"""

import secrets
from collections.abc import Sequence
from typing import Any, Final

import structlog
from graphql import GraphQLError

from backend.api.refusals import ClientAtFault, DoorRefusal
from backend.foundation.refusal import Refusal

INCIDENT_CODE: Final = "INCIDENT"
INPUT_CODE: Final = "INPUT_NOT_VALID"
_INCIDENT_CHARACTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_INCIDENT_LENGTH: Final = 4
_MESSAGE_CHARACTERS_MAX: Final = 300
_INCIDENT_SENTENCES: Final = {
    "zh": "系统出了问题，本次操作未完成。请把编号 {incident} 告诉管理员。（incident {incident}）",
    "en": "Something broke on our side and nothing was done. Tell your administrator: incident {incident}.",
}

_log = structlog.stdlib.get_logger("lotline.failures")

Answer = dict[str, Any]


def refused(refusal: Refusal, language: str) -> Answer:
    """The answer to a request that the door or a rule refused."""
    return {"errors": [_refusal_error(refusal, language)]}


def incident(error: BaseException, language: str, **facts: str) -> Answer:
    """The answer to a request that met a bug; the bug is logged under the number that the answer tells."""
    return {"errors": [_incident_error(error, language, facts)]}


def spoken_errors(errors: Sequence[GraphQLError], language: str) -> list[Answer]:
    """The errors of one execution as they may leave the house."""
    return [_spoken(error, language) for error in errors]


def incident_number() -> str:
    """Four characters that survive a telephone, such as 7F3K."""
    return "".join(secrets.choice(_INCIDENT_CHARACTERS) for _ in range(_INCIDENT_LENGTH))


def code_of(refusal: Refusal) -> str:
    """The code of a refusal: the door's own, else the name of its type."""
    return refusal.code if isinstance(refusal, DoorRefusal) else type(refusal).__name__


def _spoken(error: GraphQLError, language: str) -> Answer:
    cause = _cause(error)
    if isinstance(cause, Refusal):
        return _refusal_error(cause, language) | _place(error)
    if isinstance((error.extensions or {}).get("code"), str):
        # Raised on purpose, with a code of ours: a field that needs signing in, or a refused read.
        spoken = {
            "message": error.message[:_MESSAGE_CHARACTERS_MAX],
            "extensions": dict(error.extensions or {}),
        }
        return spoken | _place(error)
    if _is_wrong_input(error, cause):
        return {"message": _input_message(error, cause), "extensions": {"code": INPUT_CODE}} | _place(error)
    return _incident_error(cause or error, language, {}) | _place(error)


def _cause(error: GraphQLError) -> BaseException | None:
    """What was raised at the bottom: GraphQL wraps an error once for every layer that it passes."""
    cause: BaseException | None = error.original_error
    for _ in range(10):
        if not isinstance(cause, GraphQLError):
            return cause
        cause = cause.original_error
    return cause


def _is_wrong_input(error: GraphQLError, cause: BaseException | None) -> bool:
    """Before execution an error has no path: then the request itself was wrong, whatever a scalar raised."""
    return error.path is None or (cause is None and error.message.startswith("Argument '"))


def _input_message(error: GraphQLError, cause: BaseException | None) -> str:
    # A scalar's own exception may quote code; what GraphQL wrote before it names the variable and the type.
    message = error.message
    if cause is not None and str(cause):
        message = message.split(str(cause))[0].rstrip(" ;:")
    return message[:_MESSAGE_CHARACTERS_MAX]


def _place(error: GraphQLError) -> Answer:
    return {"path": list(error.path)} if error.path else {}


def _refusal_error(refusal: Refusal, language: str) -> Answer:
    extensions = {"code": code_of(refusal)}
    if isinstance(refusal, ClientAtFault):
        extensions["why"] = refusal.why
    return {"message": refusal.say(language), "extensions": extensions}


def _incident_error(error: BaseException, language: str, facts: dict[str, str]) -> Answer:
    number = incident_number()
    _log.error("incident", incident=number, exc_info=error, **facts)
    sentence = _INCIDENT_SENTENCES["en" if language == "en" else "zh"].format(incident=number)
    return {"message": sentence, "extensions": {"code": INCIDENT_CODE, "incident": number}}
