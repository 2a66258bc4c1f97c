"""Old payloads of offline commands: each feature keeps the steps from the versions that its released apps sent."""

from collections.abc import Callable, Mapping

from offline.upgrades import Upgrade

_STEPS: dict[tuple[str, int], Upgrade] = {}


def upgrades(name: str, version: int) -> Callable[[Upgrade], Upgrade]:
    """Registers the decorated pure function as the step from `version` of that command's input to the next.

    The input is JSON as the phone sealed it (names as in GraphQL). A step is kept for ever, with its fixtures.
    """

    def register(step: Upgrade) -> Upgrade:
        if (name, version) in _STEPS:
            raise ValueError(f"{name} is upgraded from version {version} twice")
        _STEPS[name, version] = step
        return step

    return register


def all_upgrades() -> Mapping[tuple[str, int], Upgrade]:
    """Every registered step by command name and the version it starts from."""
    return dict(_STEPS)
