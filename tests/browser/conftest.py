"""The real thing for browser journeys: `lotline demo` on a small company, with the built pages."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.reachable import reachable_folder

ROOT = Path(__file__).parents[2]
PWA = ROOT / "pwa"
STOPPED_SECONDS_MAX = 30
ANSWERED_SECONDS_MAX = 20
PATIENCE_SECONDS = 30
LOOK_AGAIN_SECONDS = 0.1
UNAUTHENTICATED = 401


@dataclass(frozen=True)
class Demo:
    """A running demo company, and who can sign in to it."""

    url: str
    database: str
    """The owner's: for what no door tells, as the token behind a delivery note's QR."""
    logins: dict[str, dict[str, str]]
    _doors: dict[str, httpx.Client] = field(default_factory=dict)

    def ask(self, role: str, query: str, **variables: Any) -> Any:
        """The data of a GraphQL answer to this role's person."""
        answer = self._posted(role, "/graphql", {"query": query, "variables": variables})
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def do(self, role: str, name: str, input_type: str, told: dict[str, Any], result: str = "") -> Any:
        """What a mutation answers with, in the asked fields; fails with the sentence of a refusal."""
        document = f"""mutation ($commandId: UUID!, $input: {input_type}!) {{
          {name}(commandId: $commandId, input: $input) {{ __typename ... on Refusal {{ message }} {result} }} }}"""
        said = self.ask(role, document, commandId=str(uuid4()), input=told)[name]
        assert "message" not in said, said
        return said

    def post(self, role: str, path: str, body: dict[str, Any]) -> Any:
        """What another door than GraphQL's answers this role's person."""
        return self._posted(role, path, body)

    def until(self, role: str, query: str, holds: Callable[[Any], bool], **variables: Any) -> Any:
        """The first answer that holds: what the worker does by itself takes it a moment."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds(seen := self.ask(role, query, **variables)):
            assert time.monotonic() < end, seen
            time.sleep(LOOK_AGAIN_SECONDS)
        return seen

    def now(self) -> str:
        """The moment as a phone tells it."""
        return datetime.now(UTC).isoformat(timespec="milliseconds")

    def _posted(self, role: str, path: str, body: dict[str, Any]) -> Any:
        door = self._doors.get(role) or self._signed_in(role)
        self._doors[role] = door
        answer = door.post(path, json=body)
        if answer.status_code == UNAUTHENTICATED:
            self._doors.pop(role).close()  # Access tokens live ten minutes.
            return self._posted(role, path, body)
        return answer.json()

    def _signed_in(self, role: str) -> httpx.Client:
        login = self.logins[role]
        headers = {"x-lotline": "1", "origin": self.url}
        door = httpx.Client(base_url=self.url, headers=headers, timeout=ANSWERED_SECONDS_MAX)
        body = {"user": login["user"], "password": login["password"]}
        token = door.post("/auth/sign-in", json=body).json()["accessToken"]
        door.headers["authorization"] = f"Bearer {token}"
        return door


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    if not (PWA / "dist/index.html").exists():
        subprocess.run(["npm", "run", "--silent", "build"], cwd=PWA, check=True)  # noqa: S607 - the setup puts it on the path
    with reachable_folder() as folder:
        command = [sys.executable, "-m", "backend.cli", "demo", "--json", "--small", "--port", "0"]
        with subprocess.Popen(  # noqa: S603 - our own command
            [*command, "--data", str(folder / "demo")], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                facts = json.loads(next(line for line in process.stdout if line.startswith("{")))
                logins = {login["role"]: login for login in facts["logins"]}
                yield Demo(facts["url"], facts["database"], logins)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(STOPPED_SECONDS_MAX)


def walk(demo: Demo, script: str, seconds_max: int, **given: Any) -> dict[str, Any]:
    """What a browser script of pwa/tools reports at its end; fails with what it wrote when it does not get there."""
    told = json.dumps({"url": demo.url, "logins": demo.logins, **given})
    walked = subprocess.run(  # noqa: S603 - our own script
        ["node", str(PWA / "tools" / script), told],  # noqa: S607 - as npm
        cwd=PWA, capture_output=True, text=True, timeout=seconds_max, check=False,
    )  # fmt: skip
    assert walked.returncode == 0, walked.stdout + walked.stderr
    reported: dict[str, Any] = json.loads(walked.stdout.strip().splitlines()[-1])
    return reported
