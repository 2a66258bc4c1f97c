"""An expected "no". Raised by a rule, spoken to the user as a member of a GraphQL union, never parsed."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass
class Refusal(Exception):
    """The base of every expected "no"; its fields are the facts that the sentence names.

    `zh` and `en` are the sentences, with the field names in braces: what was refused, by which rule, and what
    to do next. `final` tells the recorder whether a replay of the same command must give the same answer;
    waiting for an attachment, a rate limit or a time-out are not final.
    """

    zh: ClassVar[str]
    en: ClassVar[str]
    final: ClassVar[bool] = True

    def say(self, language: str) -> str:
        """The sentence in `language` ("en", anything else is Simplified Chinese)."""
        return (self.en if language == "en" else self.zh).format_map(self.facts())

    def facts(self) -> dict[str, Any]:
        """The fields by name, as they were given."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.say("en")
