"""Documents are parsed, weighed and validated once, then kept by their SHA-256; only valid ones are kept.

A registered document is one that our own app was built with. It may cost more than one that somebody typed,
and a server can be told to know no others.
"""

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    StringValueNode,
    Visitor,
    parse,
    validate,
    visit,
)

from backend.api.body import GraphQLRequest
from backend.api.bounds import check_page_sizes
from backend.api.limits import Measure, check_cost, measure
from backend.api.plans import Plan, Planner
from backend.api.refusals import (
    DocumentNotValid,
    DocumentTooDeep,
    DocumentTooExpensive,
    DocumentTooLong,
    DocumentUnknown,
    TextNotAccepted,
)
from backend.foundation.limits import (
    DOCUMENT_CHARACTERS_MAX,
    DOCUMENT_COMMENTS_MAX,
    DOCUMENT_COST_MAX,
    DOCUMENT_NESTING_MAX,
    DOCUMENT_TOKENS_MAX,
    DOCUMENTS_CACHED_MAX,
    REGISTERED_COST_MAX,
)

_ERRORS_TOLD_MAX = 3
_WHY_CHARACTERS_MAX = 300


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """A document of our own app and what it may cost: at most REGISTERED_COST_MAX objects."""

    text: str
    cost_max: int = DOCUMENT_COST_MAX

    def __post_init__(self) -> None:
        if not 0 < self.cost_max <= REGISTERED_COST_MAX:
            raise ValueError(f"a registered document costs at most {REGISTERED_COST_MAX}")

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()


def documents_of(built: Path) -> tuple[RegisteredDocument, ...]:
    """The documents that the built pages were made with; none where there are no built pages."""
    listed = built / "documents.json"
    if not listed.is_file():
        return ()
    texts: list[str] = json.loads(listed.read_text(encoding="utf-8"))
    return tuple(RegisteredDocument(text, REGISTERED_COST_MAX) for text in texts)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A valid document with what it costs. `always_affordable`: whatever page sizes its variables ask for.

    `plan` is how a registered query is executed where that is possible.
    """

    document: DocumentNode
    measured: Measure
    cost_max: int
    always_affordable: bool
    plan: Plan | None = None

    @property
    def operation(self) -> OperationType:
        return self.measured.operation


class Documents:
    """The documents that a schema has admitted, the least used forgotten first; registered ones are never."""

    def __init__(
        self,
        schema: GraphQLSchema,
        registered: Iterable[RegisteredDocument] = (),
        *,
        registered_only: bool = False,
        introspection: bool = False,
        cached_max: int = DOCUMENTS_CACHED_MAX,
        planner: Planner | None = None,
    ) -> None:
        self._schema = schema
        self._registered = {document.digest: document for document in registered}
        self._registered_only = registered_only
        self._introspection = introspection
        self._cached_max = cached_max
        self._planner = planner
        self._admitted: OrderedDict[str, Admitted] = OrderedDict()
        self._admitted_registered: dict[str, Admitted] = {}

    def admit(self, request: GraphQLRequest) -> Admitted:
        """The document of the request, if it may be executed with these variables; raises a DoorRefusal."""
        admitted = self._known(request) or self._admit_new(request)
        if admitted.measured.page_variables:
            check_page_sizes(admitted.measured.page_variables, request.variables)
            if not admitted.always_affordable:
                self._check_affordable(admitted.document, request.variables, admitted.cost_max)
        return admitted

    def __len__(self) -> int:
        return len(self._admitted) + len(self._admitted_registered)

    def _known(self, request: GraphQLRequest) -> Admitted | None:
        if (registered := self._admitted_registered.get(request.digest)) is not None:
            return registered
        admitted = self._admitted.get(request.digest)
        if admitted is not None:
            self._admitted.move_to_end(request.digest)
        return admitted

    def _admit_new(self, request: GraphQLRequest) -> Admitted:
        registered = self._registered.get(request.digest)
        if registered is None and (self._registered_only or request.query is None):
            raise DocumentUnknown()
        text = registered.text if registered is not None else request.query or ""
        cost_max = registered.cost_max if registered is not None else DOCUMENT_COST_MAX
        document = parsed(text)
        measured = measure(self._schema, document, introspection=self._introspection)
        always_affordable = _affordable(measured, cost_max)
        if not always_affordable:
            # Refused before validation too: with these variables it may be what it must not be.
            self._check_affordable(document, request.variables, cost_max)
        self._validate(document)
        admitted = Admitted(document, measured, cost_max, always_affordable)
        if registered is not None:
            # Only what our own app was built with is compiled: nobody can have us compile without end.
            plan = self._planner.plan(document) if self._planner is not None else None
            admitted = replace(admitted, plan=plan)
            self._admitted_registered[request.digest] = admitted
        else:
            self._admitted[request.digest] = admitted
            if len(self._admitted) > self._cached_max:
                self._admitted.popitem(last=False)
        return admitted

    def _check_affordable(self, document: DocumentNode, variables: dict[str, Any], cost_max: int) -> None:
        measured = measure(self._schema, document, variables, introspection=self._introspection)
        check_cost(measured, cost_max)

    def _validate(self, document: DocumentNode) -> None:
        errors = validate(
            self._schema,
            document,
            max_errors=_ERRORS_TOLD_MAX,
            hide_suggestions=not self._introspection,
        )
        if errors:
            why = " ".join(error.message for error in errors[:_ERRORS_TOLD_MAX])
            raise DocumentNotValid(why=why[:_WHY_CHARACTERS_MAX])


def parsed(text: str) -> DocumentNode:
    """The document. Raises DocumentTooLong, DocumentTooDeep, DocumentNotValid, TextNotAccepted."""
    if len(text) > DOCUMENT_CHARACTERS_MAX:
        raise DocumentTooLong(unit="characters", most=DOCUMENT_CHARACTERS_MAX)
    try:
        document = parse(
            text,
            no_location=True,
            max_lexical_tokens=DOCUMENT_TOKENS_MAX,
            max_comments=DOCUMENT_COMMENTS_MAX,
        )
    except RecursionError:
        raise DocumentTooDeep(depth_max=DOCUMENT_NESTING_MAX) from None
    except GraphQLError as error:
        if "tokens" in error.message and "more than" in error.message:
            raise DocumentTooLong(unit="tokens", most=DOCUMENT_TOKENS_MAX) from None
        if "nested too deeply" in error.message:
            raise DocumentTooDeep(depth_max=DOCUMENT_NESTING_MAX) from None
        raise DocumentNotValid(why=error.message[:_WHY_CHARACTERS_MAX]) from None
    if "\\u" in text:
        visit(document, _NulRefused())
    return document


class _NulRefused(Visitor):
    def enter_string_value(self, node: StringValueNode, *_: object) -> None:
        if "\x00" in node.value:
            raise TextNotAccepted()


def _affordable(measured: Measure, cost_max: int) -> bool:
    try:
        check_cost(measured, cost_max)
    except DocumentTooExpensive:
        return False
    return True
