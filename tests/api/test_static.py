"""The built app is served from what was found at the start, and from nowhere else."""

import gzip

import httpx
import pytest

from backend.api.headers import SecurityHeaders
from backend.api.static import StaticApp, read_files
from tests.api.toy import ORIGIN

SCRIPT = b"console.log(1)" * 50
PAGE = {"Accept": "text/html,*/*;q=0.8"}


@pytest.fixture
def site(tmp_path):
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html>试链")
    (built / "sw.js").write_text("self.skip")
    (built / "manifest.webmanifest").write_text("{}")
    (built / "assets" / "main-D3adB33f.js").write_bytes(SCRIPT)
    (built / "assets" / "main-D3adB33f.js.gz").write_bytes(gzip.compress(SCRIPT))
    (built / "assets" / "zxing-Abcd1234.wasm").write_bytes(b"\0asm")
    (built / ".env").write_text("KEY=hunter2")
    (tmp_path / "secret.txt").write_text("hunter2")
    (built / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    app = SecurityHeaders(StaticApp(built), ORIGIN)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ORIGIN)


async def test_a_file_with_a_digest_in_its_name_never_changes(site):
    response = await site.get("/assets/main-D3adB33f.js")

    assert response.content == SCRIPT
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["vary"] == "accept-encoding"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_client_that_cannot_unfold_gets_the_file_as_it_is(site):
    response = await site.get("/assets/main-D3adB33f.js", headers={"Accept-Encoding": "identity"})

    assert "content-encoding" not in response.headers
    assert response.headers["content-length"] == str(len(SCRIPT))


@pytest.mark.parametrize("path", ["/", "/index.html", "/orders/7", "/sw.js", "/manifest.webmanifest"])
async def test_what_may_change_is_asked_for_again_and_not_sent_twice(site, path):
    first = await site.get(path, headers=PAGE)
    again = await site.get(path, headers=PAGE | {"If-None-Match": first.headers["etag"]})

    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    assert (again.status_code, again.content) == (304, b"")


async def test_a_deep_link_opens_the_app_but_a_missing_file_is_missing(site):
    assert (await site.get("/orders/7", headers=PAGE)).text == "<!doctype html>试链"
    assert (await site.get("/orders/7", headers={"Accept": "application/json"})).status_code == 404
    for path in ("/assets/gone-12345678.js", "/favicon.ico", "/assets/main", "/graphql"):
        assert (await site.get(path, headers=PAGE)).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt",
     "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/assets/link.txt",
     "/.env", "//etc/passwd", "/%00", "/assets/%5c..%5csecret.txt", "/assets/main-D3adB33f.js.gz"],
)  # fmt: skip
async def test_nothing_outside_of_the_built_files_is_served(site, path):
    response = await site.get(path)

    assert response.status_code == 404
    assert "hunter2" not in response.text


async def test_the_head_of_a_file_has_its_length_and_no_content(site):
    response = await site.head("/assets/zxing-Abcd1234.wasm")

    assert (response.headers["content-length"], response.content) == ("4", b"")
    assert response.headers["content-type"] == "application/wasm"
    assert (await site.post("/")).status_code == 405


def test_a_folder_that_is_too_large_is_not_the_built_app(tmp_path):
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(ValueError, match="is this the built app"):
        read_files(tmp_path)
