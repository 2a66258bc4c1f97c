"""`lotline` as an operator meets it: real processes, a real port, a fresh data folder."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from backend.foundation.database.roles import DatabaseUrls
from scanners.draw import gs1_label, png
from tests.reachable import reachable_folder

ROOT = Path(__file__).parents[1]
PASSWORD = "一行白鹭上青天 2026"
START_SECONDS, STOP_SECONDS = 120, 60  # On a machine that does other things too.


def lotline(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own words.
        [sys.executable, "-m", "backend.cli", *words],
        cwd=ROOT,
        env=_environment(environment),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LOTLINE_ENVIRONMENT": "development"} | more


@contextmanager
def serving(*words: str, **environment: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The address of a running `lotline serve`, ready; stopped by SIGTERM at the end."""
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603 - our own words.
        [sys.executable, "-m", "backend.cli", "serve", "--port", str(port), *words],
        cwd=ROOT,
        env=_environment(environment),
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, process)
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"serve ended with {process.returncode}")
        try:
            if httpx.get(f"{address}/health/ready", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)  # Another process opens its port when it does.
    raise AssertionError("not ready in time")


def signed_in(address: str, user: str, password: str) -> httpx.Response:
    return httpx.post(
        f"{address}/auth/sign-in",
        json={"user": user, "password": password},
        headers={"x-lotline": "1", "origin": address},
        timeout=10,
    )


def test_a_firm_is_founded_served_and_stopped_on_a_fresh_folder():
    with reachable_folder() as folder:
        data = folder / "data"
        password_file = folder / "password"
        password_file.write_text(PASSWORD + "\n", encoding="utf-8")
        founding = (
            "setup", "--company", "上海试链生物科技有限公司", "--site", "浦东仓", "--login", "admin",
            "--name", "王建国", "--device-licence", "沪浦药监械经营许20240188号", "--password-file", str(password_file), "--data", str(data),
        )  # fmt: skip

        first, again = lotline(*founding), lotline(*founding, LANG="zh_CN.UTF-8")

        assert (first.returncode, first.stdout) == (0, "")
        assert (again.returncode, again.stderr.strip()) == (
            2,
            "此数据库已属于“上海试链生物科技有限公司”。企业信息和人员请由管理员登录后维护。",
        )
        with serving("--data", str(data), "--workers", "2") as (address, process):
            answer = signed_in(address, "admin", PASSWORD)
            assert answer.status_code == 200
            session = answer.json()["session"]
            assert (session["name"], session["posts"], session["homes"]) == (
                "王建国",
                ["administrator"],
                ["office"],
            )
            asked = httpx.post(
                f"{address}/graphql",
                json={"query": "{ company { name siteName zone deviceLicence drugLicence } }"},
                headers={"x-lotline": "1", "authorization": f"Bearer {answer.json()['accessToken']}"},
                timeout=10,
            )
            assert asked.json()["data"]["company"] == {
                "name": "上海试链生物科技有限公司", "siteName": "浦东仓", "zone": "Asia/Shanghai",
                "deviceLicence": "沪浦药监械经营许20240188号", "drugLicence": None,
            }  # fmt: skip
            assert "content-security-policy" in asked.headers
            assert "server" not in asked.headers
        assert process.returncode == 0
        assert not (data / "postgres" / "postmaster.pid").exists()
        assert (data / "access-token.pem").stat().st_mode & 0o777 == 0o600


def test_a_weak_password_founds_nothing(tmp_path):
    with reachable_folder() as folder:
        (folder / "password").write_text("admin\n")
        refused = lotline(
            "setup", "--company", "甲", "--site", "乙", "--login", "admin", "--name", "丙",
            "--password-file", str(folder / "password"), "--data", str(folder / "data"),
        )  # fmt: skip

    assert refused.returncode == 2
    assert refused.stderr.strip().startswith("A password has 10 to 128 characters.")


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_is_started_as_the_owner_of_the_database(database: DatabaseUrls, command):
    refused = lotline(command, LOTLINE_DATABASE_URL=database.owner)

    assert refused.returncode == 2
    assert "is too mighty" in refused.stderr
    assert database.owner not in refused.stderr


def test_the_worker_tells_events_until_it_is_told_to_stop(database: DatabaseUrls):
    process = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", "worker"],
        cwd=ROOT,
        env=_environment({"LOTLINE_DATABASE_URL": database.app, "LOTLINE_LOG_FORMAT": "json"}),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    assert any(json.loads(line)["event"] == "worker.ready" for line in lines)
    process.send_signal(signal.SIGTERM)

    assert process.wait(STOP_SECONDS) == 0
    assert [json.loads(line)["event"] for line in lines] == ["worker.stopped"]


def test_parse_and_scan_print_what_a_code_says(tmp_path):
    text = "]d20109506000134352" + "17270331" + "10A20260101"
    picture = tmp_path / "label.png"
    drawn = gs1_label(
        (("01", "09506000134352"), ("17", "270331"), ("10", "A20260101")), "datamatrix", year=2026
    )
    assert isinstance(drawn, Image.Image)
    picture.write_bytes(png(drawn))

    parsed = _json(lotline("parse", text))
    [scanned] = [_json(lotline("scan", "--json", str(picture)))]

    assert (parsed["ais"][0], parsed["lot"], parsed["expiresOn"]) == (
        ["01", "09506000134352"],
        "A20260101",
        "2027-03-31",
    )
    assert scanned["path"] == str(picture)
    assert [code["confirmed"] for code in scanned["codes"]] == [True]
    assert scanned["labels"][0]["lot"] == "A20260101"


def test_scan_answers_for_every_file_and_ends_with_1_when_one_could_not_be_opened(tmp_path):
    picture, text = tmp_path / "label.png", tmp_path / "notes.txt"
    picture.write_bytes(png(Image.new("L", (80, 80), 255)))
    text.write_text("no picture", encoding="utf-8")
    given = [tmp_path / "absent.png", tmp_path, text, picture]

    done = lotline("scan", "--json", *map(str, given))

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["path"] for answer in answers] == [str(file) for file in given]
    assert [answer.get("error") for answer in answers] == [
        "FileNotFoundError",
        "IsADirectoryError",
        "NotAPhoto",
        None,
    ]
    assert all(answer["codes"] == answer["labels"] == [] for answer in answers)
    assert done.returncode == 1
    assert lotline("scan", "--json", str(text), str(picture)).returncode == 0


def test_schema_is_what_is_committed():
    assert lotline("schema").stdout == (ROOT / "schema.graphql").read_text(encoding="utf-8")
    assert lotline("schema", "--sql").stdout.startswith("-- What the database guards")


def _json(done: "subprocess.CompletedProcess[str]") -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_not_there_is_told_in_a_line(tmp_path):
    passwords = tmp_path / "password"
    passwords.write_bytes(b"\xff\xfe")

    unreached = lotline("worker", LOTLINE_DATABASE_URL="postgresql://lotline_app:x@127.0.0.1:1/lotline")
    unread = lotline(
        "setup", "--company", "苏州河畔", "--site", "一号库", "--login", "keeper", "--name", "林晓",
        "--password-file", str(passwords), "--data", str(tmp_path / "data"),
    )  # fmt: skip

    assert unreached.returncode == 1
    assert unreached.stderr.splitlines() == [
        "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 1)"
    ]
    assert unread.returncode == 2
    assert "Traceback" not in unread.stderr
    assert not (tmp_path / "data").exists()
