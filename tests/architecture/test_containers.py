"""The Dockerfile and the compose file name only what is there; no engine runs here to find out."""

import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from backend.foundation.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").split()
SERVICES = {"postgres", "migrate", "web", "worker", "mosquitto", "proxy"}


def copied_from_here() -> Iterator[str]:
    """What is copied from the repository, not from an earlier stage."""
    for line in DOCKERFILE.splitlines():
        if line.startswith("COPY ") and "--from=" not in line:
            *sources, _ = shlex.split(line)[1:]
            yield from sources


def stages() -> list[str]:
    return re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE)


def test_everything_that_is_copied_from_here_is_here_and_not_ignored():
    copied = list(copied_from_here())

    assert {"backend", "pwa", "requirements.lock", "schema.graphql"} <= set(copied)
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert [path for path in copied if any(fnmatch(path, pattern) for pattern in IGNORED)] == []


def test_what_is_copied_between_stages_comes_from_a_stage_before_it():
    for line_number, line in enumerate(DOCKERFILE.splitlines()):
        for wanted in re.findall(r"--from=(\S+)", line):
            above = "\n".join(DOCKERFILE.splitlines()[:line_number])
            assert f" AS {wanted}\n" in above, line
    assert stages() == ["pages", "environment"]


def test_what_runs_is_nobody_privileged_and_answers_for_its_health():
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]

    assert re.search(r"useradd .*--uid 10001 lotline", last)
    assert re.findall(r"^USER (\S+)$", last, re.MULTILINE) == ["lotline"]
    assert "/health/ready" in last


def test_compose_runs_these_services_and_mounts_files_that_are_there():
    services = COMPOSE[COMPOSE.index("\nservices:\n") : COMPOSE.index("\nnetworks:\n")]
    mounted = re.findall(r"(\./\S+?):/", services)

    assert set(re.findall(r"^  (\w+):$", services, re.MULTILINE)) == SERVICES
    assert mounted == ["./docs/docker/roles.sh", "./docs/docker/Caddyfile"]
    assert [path for path in mounted if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("file", ["Dockerfile", "docker-compose.yml"])
def test_every_setting_that_is_given_is_one_that_the_house_reads(file):
    given = set(re.findall(r"^ +(?:ENV )?LOTLINE_(\w+)[:=]", (ROOT / file).read_text("utf-8"), re.MULTILINE))
    of_postgres = {"OWNER_PASSWORD", "APP_PASSWORD"}

    assert {name.lower() for name in given - of_postgres} <= set(Settings.model_fields)
    assert given
