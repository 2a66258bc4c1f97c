import pytest
from starlette.requests import HTTPConnection

from backend.api.origins import check_origin
from backend.api.refusals import OriginNotAllowed


def asked_from(origin: str) -> HTTPConnection:
    return HTTPConnection({"type": "http", "headers": [(b"origin", origin.encode())]})


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_this_machine_may_be_called_by_any_of_its_own_names(origin):
    check_origin(asked_from(origin), "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        ("http://localhost:9000", "http://127.0.0.1:8000"),
        ("https://localhost:8000", "http://127.0.0.1:8000"),
        ("http://localhost.evil.example:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000", "http://lotline.example:8000"),
        ("http://[::1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:99999", "http://127.0.0.1:8000"),
        ("null", "http://127.0.0.1:8000"),
    ],
)
def test_every_other_site_is_refused(origin, ours):
    with pytest.raises(OriginNotAllowed):
        check_origin(asked_from(origin), ours)
