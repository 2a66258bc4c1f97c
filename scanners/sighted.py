"""What was read of a photo so far, and what of it is believed in the end."""

from dataclasses import dataclass, field, replace

from scanners.engines import AS_IT_IS, SECONDING_ONLY, Code

_BARS = frozenset({"Codabar", "Code128", "Code39", "Code93", "EAN13", "EAN8", "ITF", "UPCE"})
_BARS_BESIDE_SIDE = 1_000


@dataclass(slots=True)
class Sighted:
    """By its text and format what is certain, by its text what one weak engine says."""

    certain: dict[tuple[str, str], Code] = field(default_factory=dict)
    doubtful: dict[str, Code] = field(default_factory=dict)

    def take(self, read: Code) -> None:
        code = agreed(read, self.doubtful)
        text = _same(code)
        if not code.confirmed:
            if code.engine == "zxing" or code.format not in SECONDING_ONLY:
                self.doubtful.setdefault(text, code)
        elif code.engine != "zbar" or all(
            _as_zbar_has_it(text) != _as_zbar_has_it(other) for other, _ in self.certain
        ):
            self.doubtful.pop(text, None)
            self.certain.setdefault((text, code.format), code)

    def codes(self) -> tuple[Code, ...]:
        """The certain ones, and beside them only those doubtful ones that zxing saw in the picture as it is."""
        whole = [code for code in self.doubtful.values() if not code.may_be_a_part]
        if not self.certain:
            return tuple(whole) or _longest(list(self.doubtful.values()))
        texts = {text for text, _ in self.certain}
        return (
            *self.certain.values(),
            *(code for code in whole if _is_as_it_is(code) and _same(code) not in texts),
        )

    def enough(self, longest: int) -> bool:
        """Something is certain; but beside bars are often more bars, some smaller: two on a book, three on a box."""
        bars_only = all(format in _BARS for _, format in self.certain)
        return bool(self.certain) and not (bars_only and longest <= _BARS_BESIDE_SIDE)

    def awaits_the_other_engine(self) -> bool:
        return any(_is_as_it_is(code) and not code.may_be_a_part for code in self.doubtful.values())


def agreed(code: Code, doubtful: dict[str, Code]) -> Code:
    """The code, confirmed if the other engine has seen the same text before; named as zxing names it."""
    before = doubtful.get(_same(code))
    if code.confirmed or before is None or before.engine == code.engine:
        return code
    by_zxing = before if before.engine == "zxing" else code
    # Both engines stop at the same bar when they see only a part.
    return code if by_zxing.format == "ITF" and by_zxing.may_be_a_part else replace(by_zxing, confirmed=True)


def _is_as_it_is(code: Code) -> bool:
    return code.engine == "zxing" and code.stage in AS_IT_IS


def _longest(parts: list[Code]) -> tuple[Code, ...]:
    return tuple(code for code in parts if sum(code.text in other.text for other in parts) == 1)


def _same(code: Code) -> str:
    """By what two engines' readings of one code are known as one: zbar may leave the leading FNC1 on."""
    return code.text.strip("\x1d")


def _as_zbar_has_it(text: str) -> str:
    """Without the eighth bit: zbar does not follow FNC4 of Code 128 and gives é as i."""
    return "".join(chr(ord(sign) & 0x7F) for sign in text)
