"""What may be searched for, and how much is shown. Pure."""

from typing import Final

from backend.foundation.text import cleaned, search_pattern

FOUND_MAX: Final = 5
"""Of each kind; whoever wants more narrows the text or opens the list of that kind."""
SEARCH_CHARACTERS_MAX: Final = 60


def pattern_of(text: str) -> str:
    """`text` as a LIKE pattern for search keys and numbers.

    Raises TextEmpty, TextTooLong, TextNotPrintable.
    """
    return search_pattern(cleaned(text, characters_max=SEARCH_CHARACTERS_MAX))
