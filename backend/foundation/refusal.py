"""An expected "no". Raised by a rule, spoken to the user as a member of a GraphQL union, never parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

Words = Mapping[str, tuple[str, str]]
"""What codes are called, in Chinese and in English."""


@dataclass
class Refusal(Exception):
    """The base of every expected "no"; its fields are the facts that the sentence names.

    `zh` and `en` are the sentences, with the field names in braces: what was refused, by which rule, and what
    to do next. `words` are those of fields that hold codes; a code without words is said as it is. `final` tells the recorder whether a replay of the same command must give the same answer;
    waiting for an attachment, a rate limit or a time-out are not final.
    """

    zh: ClassVar[str]
    en: ClassVar[str]
    words: ClassVar[Mapping[str, Words]] = {}
    final: ClassVar[bool] = True

    def say(self, language: str) -> str:
        """The sentence in `language` ("en", anything else is Simplified Chinese)."""
        english = language == "en"
        said = {name: self._worded(name, fact, english) for name, fact in self.facts().items()}
        return (self.en if english else self.zh).format_map(said)

    def facts(self) -> dict[str, Any]:
        """The fields by name, as they were given."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _worded(self, name: str, fact: Any, english: bool) -> Any:
        words = self.words.get(name)
        return fact if words is None or fact not in words else words[fact][english]

    def __str__(self) -> str:
        return self.say("en")
