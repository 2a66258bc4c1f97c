"""What a signature means, in words (21 CFR 11.50(a): printed name, time and meaning stand on every display)."""

from dataclasses import dataclass

_MEANINGS: "dict[str, Meaning]" = {}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning a person can sign with, such as outbound re-check; declared beside the command that asks for it."""

    name: str
    zh: str
    en: str

    def __post_init__(self) -> None:
        if self.name in _MEANINGS:
            raise ValueError(f"the meaning {self.name} is declared twice")
        _MEANINGS[self.name] = self


def meaning(name: str) -> Meaning | None:
    """The declared meaning of that name, if there is one."""
    return _MEANINGS.get(name)
