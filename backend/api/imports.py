"""GET /imports/{kind}/template.xlsx: the empty sheet that an import is filled in with. It holds nobody's data."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from backend.api.origins import language_of
from backend.engines.imports.rules import NothingToImport, importable_named
from backend.engines.imports.workbook import template
from backend.foundation.file_kinds import FileKind


def import_routes() -> list[BaseRoute]:
    """The route, in the language that the browser asks for."""
    return [Route("/imports/{kind}/template.xlsx", _template, methods=["GET"])]


def _template(request: Request) -> Response:
    """Starlette runs a plain function in a thread: making the sheet takes some milliseconds of CPU."""
    kind = request.path_params["kind"]
    try:
        content = template(importable_named(kind), language_of(request))
    except NothingToImport:
        return Response(status_code=404)
    headers = {
        "content-disposition": f'attachment; filename="lotline-{kind}.xlsx"',
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
        "vary": "accept-language",
    }
    return Response(content, media_type=FileKind.xlsx.value, headers=headers)
