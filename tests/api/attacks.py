"""Documents that cost much to answer, to validate or to parse, each with the code that refuses it."""


def fragments(levels: int, wide: int, selection: str) -> str:
    """Spread `wide` times on each of `levels` levels: wide^levels fields when unfolded."""
    written = "{ order { ...f0 } } "
    for level in range(levels):
        spreads = " ".join(selection.format(n=n, next=level + 1) for n in range(wide))
        written += f"fragment f{level} on Order {{ {spreads} }} "
    return written + f"fragment f{levels} on Order {{ id }}"


def nested(wide: int, levels: int) -> str:
    """The same field `wide` times, and in each of them again, on each of `levels` levels."""
    return ("same{" + nested(wide, levels - 1) + "} ") * wide if levels else "id"


ATTACKS = {
    "fragments 8^6 with aliases": (fragments(6, 8, "a{n}: same {{ ...f{next} }}"), "DOCUMENT_TOO_EXPENSIVE"),
    "fragments 8^6 without": (fragments(6, 8, "same {{ ...f{next} }}"), "DOCUMENT_TOO_EXPENSIVE"),
    "fragments 8^8 through lists": (fragments(8, 8, "a{n}: kids {{ ...f{next} }}"), "DOCUMENT_TOO_EXPENSIVE"),
    "fragment chain": (fragments(80, 1, "...f{next}"), "DOCUMENT_TOO_DEEP"),
    "fragment that spreads itself": ("{order{...a}} fragment a on Order{...b} fragment b on Order{...a}", "FRAGMENTS_CIRCULAR"),
    "unused fragment that spreads itself": ("{order{id}} fragment a on Order{same{...a}}", "FRAGMENTS_CIRCULAR"),
    "default pages in pages": ("{orders{items{lines{items{order{lines{items{id}}}}}}}}", "DOCUMENT_TOO_EXPENSIVE"),
    "lists in lists": ("{order{kids{kids{kids{kids{kids{id}}}}}}}", "DOCUMENT_TOO_EXPENSIVE"),
    "a page of pages": ("{orders(first:100){items{lines(first:100){items{id}}}}}", "DOCUMENT_TOO_EXPENSIVE"),
    "a page of 1000": ("{orders(first:1000){items{id}}}", "PAGE_TOO_LARGE"),
    "a page of minus one": ("{orders(first:-1){items{id}}}", "PAGE_TOO_LARGE"),
    "a page of 10^4000": ("{orders(first:1" + "0" * 4000 + "){items{id}}}", "PAGE_TOO_LARGE"),
    "values in 5 × 5 × 100": ("{orders(first:100){items{kids{" + "".join(f"a{n}:name " for n in range(300)) + "}}}}", "DOCUMENT_TOO_EXPENSIVE"),
    "aliases": ("{" + "".join(f"a{n}:order{{kids{{kids{{id}}}}}} " for n in range(80)) + "}", "DOCUMENT_TOO_EXPENSIVE"),
    "aliases beyond the tokens": ("{" + "".join(f"a{n}:order{{id}} " for n in range(400)) + "}", "DOCUMENT_TOO_LONG"),
    "directives": ("{order{id " + "@skip(if:false)" * 100 + "}}", "TOO_MANY_DIRECTIVES"),
    "unknown directives": ("{order{id " + "@a" * 300 + "}}", "TOO_MANY_DIRECTIVES"),
    "directives on the operation": ("query " + "@a" * 300 + "{order{id}}", "TOO_MANY_DIRECTIVES"),
    "one directive on each of 200 fields": ("{order{" + "id @a " * 200 + "}}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same field 400 times": ("{order{" + "id " * 400 + "}}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same field with a selection": ("{" + "order{id} " * 200 + "}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same two levels": ("{" + "order{same{id}} " * 120 + "}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same field ten times in itself": ("{order{" + ("same{" + "same{id} " * 10 + "} ") * 10 + "}}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same field three times on four levels": ("{order{" + nested(3, 4) + "}}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same field twice on seven levels": ("{order{" + nested(2, 7) + "}}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same field in inline fragments": ("{order{" + "...{id} " * 90 + "id " * 10 + "}}", "DOCUMENT_TOO_EXPENSIVE"),
    "the same field in wide fragments": ("{order{...a ...b ...c ...d ...e}}" + "".join(f"fragment {n} on Order{{same{{" + "".join(f"k{i}:id " for i in range(35)) + "}}" for n in "abcde"), "DOCUMENT_TOO_EXPENSIVE"),
    "fragments side by side": ("{order{" + "".join(f"...f{n} " for n in range(100)) + "}}" + "".join(f"fragment f{n} on Order{{id}}" for n in range(100)), "DOCUMENT_TOO_EXPENSIVE"),
    "inline fragments side by side": ("{order{" + "...{id}" * 150 + "}}", "DOCUMENT_TOO_EXPENSIVE"),
    "inline fragments inside each other": ("{order{" + "...{" * 60 + "id" + "}" * 60 + "}}", "DOCUMENT_TOO_DEEP"),
    "depth": ("{order{" + "same{" * 10 + "id" + "}" * 12, "DOCUMENT_TOO_DEEP"),
    "depth beyond the parser": ("{" + "order{" * 20_000, "DOCUMENT_TOO_LONG"),
    "depth within the document's length": ("{" + "a{" * 490 + "b" + "}" * 491, "DOCUMENT_TOO_DEEP"),
    "lists in an argument": ("{order(id:" + "[" * 400 + "]" * 400 + "){id}}", "DOCUMENT_TOO_DEEP"),
    "lists in a variable's type": ("query($a:" + "[" * 400 + "Int" + "]" * 400 + "){order{id}}", "DOCUMENT_TOO_DEEP"),
    "__typename": ("{" + "__typename " * 900 + "}", "DOCUMENT_TOO_EXPENSIVE"),
    "__typename with aliases": ("{" + "".join(f"a{n}:__typename " for n in range(333)) + "}", "DOCUMENT_TOO_LONG"),
    "unknown fields": ("{" + "".join(f"x{n} " for n in range(900)) + "}", "DOCUMENT_NOT_VALID"),
    "unused variables": ("query(" + "".join(f"$x{n}:Int " for n in range(200)) + "){order{id}}", "DOCUMENT_NOT_VALID"),
    "unknown fragments": ("{" + "".join(f"...x{n} " for n in range(60)) + "}", "DOCUMENT_NOT_VALID"),
    "many operations": ("".join(f"query q{n}{{order{{id}}}}" for n in range(100)), "ONE_OPERATION_ONLY"),
    "no operation": ("fragment a on Order{id}", "ONE_OPERATION_ONLY"),
    "a schema": ("type Query { a: Int }", "ONE_OPERATION_ONLY"),
    "two mutations": ("mutation{a:move(lot:\"1\") b:move(lot:\"2\")}", "ONE_OPERATION_ONLY"),
    "mutations in fragments": ("mutation{...a ...b} fragment a on Mutation{x:move(lot:\"1\")} fragment b on Mutation{...c} fragment c on Mutation{y:move(lot:\"2\")}", "ONE_OPERATION_ONLY"),
    "a hundred mutations": ("mutation{" + "".join(f"a{n}:move(lot:\"{n}\") " for n in range(100)) + "}", "ONE_OPERATION_ONLY"),
    "introspection": ("{__schema{types{name}}}", "INTROSPECTION_OFF"),
    "introspection in a fragment": ("{...a} fragment a on Query{__type(name:\"Order\"){name}}", "INTROSPECTION_OFF"),
    "a long string": ("{echo(text:\"" + "x" * 100_000 + "\")}", "DOCUMENT_TOO_LONG"),
    "comments": ("#\n" * 10_000 + "{order{id}}", "DOCUMENT_NOT_VALID"),
    "NUL as it is": ("{echo(text:\"a\\u0000\")}", "TEXT_NOT_PRINTABLE"),
    "NUL in braces": ("{echo(text:\"a\\u{0}\")}", "TEXT_NOT_PRINTABLE"),
    "nothing": ("", "DOCUMENT_NOT_VALID"),
    "an open brace": ("{", "DOCUMENT_NOT_VALID"),
    "defer": ("{order{... @defer{id}}}", "DOCUMENT_NOT_VALID"),
}  # fmt: skip
