"""Check digits and check characters: the arithmetic that tells a slip from a code."""

# GS1 General Specifications 7.9.5: the character set, the weights and the alphabet of the check pair.
_SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_PAIR_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_ZERO = 48  # the code of "0"
_HIBC_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
_HOUSE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"


def mod_10(digits: str) -> str:
    """The GS1 check digit after `digits` (ASCII digits only). GS1 General Specifications 7.9.1."""
    codes = digits.encode("ascii")
    tripled, single = codes[::-2], codes[-2::-2]
    total = 3 * sum(tripled) + sum(single) - _ZERO * (3 * len(tripled) + len(single))
    return str(-total % 10)


def ends_in_mod_10(digits: str) -> bool:
    return mod_10(digits[:-1]) == digits[-1]


def ends_in_pair(value: str) -> bool:
    """Whether the last two characters are the GS1 check pair of a model number (GMN, MUDI)."""
    body, pair = value[:-2], value[-2:]
    if not body or len(body) > len(_PRIMES):
        return False
    places = [_SET_82.find(letter) for letter in reversed(body)]
    if min(places) < 0:
        return False
    total = sum(place * prime for place, prime in zip(places, _PRIMES, strict=False)) % 1021
    return pair == _PAIR_ALPHABET[total >> 5] + _PAIR_ALPHABET[total & 31]


def mod_43(text: str) -> str | None:
    """The HIBC check character after `text`; None when a letter is foreign to Code 39. ANSI/HIBC 2.6, 2.2."""
    places = [_HIBC_ALPHABET.find(letter) for letter in text]
    return None if min(places, default=-1) < 0 else _HIBC_ALPHABET[sum(places) % 43]


def mod_37(text: str) -> str | None:
    """The check character of our own labels, as in ISO/IEC 7064 MOD 37-2; None for a foreign letter.

    The hyphen counts as 36, so a hyphen that moved is noticed too. Every wrong letter and every swap of two
    neighbours changes the result. The result may be "*" (36), as in the standard.
    """
    total = 0
    for letter in text:
        place = _HOUSE_ALPHABET.find(letter)
        if place < 0:
            return None
        total = (total + place) * 2 % 37
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"[(1 - total) % 37]


def is_iban(value: str) -> bool:
    """ISO 13616: two letters, two digits, and a remainder of 1 after moving them to the end."""
    if len(value) <= 10 or not (
        value.isascii() and value.isalnum() and value[:2].isalpha() and value[2:4].isdigit()
    ):
        return False
    if value != value.upper():
        return False
    return int("".join(str(int(letter, 36)) for letter in value[4:] + value[:4])) % 97 == 1
