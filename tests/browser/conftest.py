"""The real thing for browser journeys: `lotline demo` on a small company, with the built pages."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.reachable import reachable_folder

ROOT = Path(__file__).parents[2]
PWA = ROOT / "pwa"
STOPPED_SECONDS_MAX = 30


@dataclass(frozen=True)
class Demo:
    """A running demo company, and who can sign in to it."""

    url: str
    logins: dict[str, dict[str, str]]

    def ask(self, role: str, query: str, **variables: Any) -> Any:
        """The data of a GraphQL answer to this role's person, signed in for the one question."""
        login = self.logins[role]
        headers = {"x-lotline": "1", "origin": self.url}
        with httpx.Client(base_url=self.url, headers=headers, timeout=20) as client:
            body = {"user": login["user"], "password": login["password"]}
            token = client.post("/auth/sign-in", json=body).json()["accessToken"]
            answer = client.post(
                "/graphql",
                json={"query": query, "variables": variables},
                headers={"authorization": f"Bearer {token}"},
            ).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


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
                yield Demo(facts["url"], logins)
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
