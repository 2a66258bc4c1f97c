"""The everyday signs of the Chinese faces, cut out once and kept, so that no sheet cuts them out of sixteen megabytes.

A PDF holds the signs it uses, cut from the face that drew them. Out of the whole face that takes half of the time of a
sheet and leaves a table of all its sixty thousand places in the file. What is not among the everyday signs is drawn
with the whole face: the style sheets name both, the small ones first. Without the whole face, or without a place to
keep the small ones, everything is drawn as before, only slower.
"""

import ctypes
import os
from ctypes import byref, c_char_p, c_uint, c_void_p
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from xml.sax.saxutils import escape

SANS: Final = '"Lotline Sans", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
"""The font families of running text, for style sheets."""
MONO: Final = '"Lotline Mono", "Lotline Sans", "Noto Sans Mono CJK SC", monospace'
"""The font families of codes: letters and digits of one width."""

_WHOLE: Final = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
"""Debian's fonts-noto-cjk, which the installation asks for."""
_FACES: Final = {"Lotline Sans": ("sans.otf", 2), "Lotline Mono": ("mono.otf", 7)}
"""File and place in the collection: the faces for simplified Chinese."""
_RECIPE: Final = b"1"
"""To be counted up when the signs or the faces change."""
_DESUBROUTINIZE: Final = 0x4
_RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x2010, 0x205E), (0x2070, 0x209C), (0x20AC, 0x20AC),
    (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x25FF),
    (0x3000, 0x303F), (0xFF00, 0xFFEF),
)  # fmt: skip
_CONFIG: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{faces}<dir>{folder}</dir></fontconfig>
"""
_FACE: Final = (
    '<match target="scan"><test name="file" compare="eq"><string>{file}</string></test>'
    '<edit name="family" mode="prepend"><string>{family}</string></edit></match>'
)


def use_small_faces() -> None:
    """Has this process draw with the small faces; to be called before anything loads a font."""
    if "FONTCONFIG_FILE" in os.environ:
        return  # Whoever says where fonts are has their reasons.
    try:
        config = _kept()
    except OSError:  # No such face, no library that cuts, or no place to write.
        return
    os.environ["FONTCONFIG_FILE"] = str(config)


def _kept() -> Path:
    """The configuration beside the small faces; both are made when they are not there. Raises OSError."""
    whole = _WHOLE.stat()
    made_from = f"{_WHOLE}\0{whole.st_size}\0{whole.st_mtime_ns}\0".encode() + _RECIPE
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "lotline"
    folder = cached / f"faces-{sha256(made_from).hexdigest()[:16]}"
    config = folder / "fonts.conf"
    if not config.exists():
        cached.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cached, ignore_cleanup_errors=True) as making:
            _make(Path(making), folder)
            try:
                Path(making).rename(folder)
            except OSError:
                if not config.exists():
                    raise  # Otherwise another drawer was first, and what it made is the same.
    return config


def _make(making: Path, folder: Path) -> None:
    rules = []
    for family, (name, place) in _FACES.items():
        (making / name).write_bytes(cut(_WHOLE, place, everyday_signs()))
        rules.append(_FACE.format(file=escape(str(folder / name)), family=family))
    (making / "fonts.conf").write_text(_CONFIG.format(faces="".join(rules), folder=escape(str(folder))))


@cache
def everyday_signs() -> frozenset[int]:
    """Latin and Greek letters, signs, and the 6,763 Chinese characters of GB/T 2312."""
    chinese = {
        ord(sign)
        for lead in range(0xB0, 0xF8)
        for sign in bytes(byte for trail in range(0xA1, 0xFF) for byte in (lead, trail)).decode(
            "gb2312", "ignore"
        )
    }
    return frozenset(chinese.union(*(range(first, last + 1) for first, last in _RANGES)))


def cut(whole: Path, place: int, signs: frozenset[int]) -> bytes:
    """A face of a collection with these signs only. Raises OSError when the face or the library cannot be read."""
    shaping, cutting = _libraries()
    read = shaping.hb_blob_create_from_file(os.fsencode(whole))
    face = shaping.hb_face_create(read, place)
    wanted = cutting.hb_subset_input_create_or_fail()
    kept = cutting.hb_subset_input_unicode_set(wanted)
    for sign in signs:
        shaping.hb_set_add(kept, sign)
    cutting.hb_subset_input_set_flags(wanted, _DESUBROUTINIZE)
    small = cutting.hb_subset_or_fail(face, wanted)
    if not small:
        raise OSError(f"{whole}: face {place} cannot be cut")
    blob = shaping.hb_face_reference_blob(small)
    length = c_uint()
    content = ctypes.string_at(shaping.hb_blob_get_data(blob, byref(length)), length.value)
    for end, what in (
        (shaping.hb_blob_destroy, blob), (shaping.hb_face_destroy, small), (shaping.hb_face_destroy, face),
        (shaping.hb_blob_destroy, read), (cutting.hb_subset_input_destroy, wanted),
    ):  # fmt: skip
        end(what)
    return content


def _libraries() -> tuple[Any, Any]:
    """HarfBuzz and its cutter, which the drawing itself needs too. Raises OSError."""
    shaping, cutting = ctypes.CDLL("libharfbuzz.so.0"), ctypes.CDLL("libharfbuzz-subset.so.0")
    for library, name, result, arguments in (
        (shaping, "hb_blob_create_from_file", c_void_p, (c_char_p,)),
        (shaping, "hb_face_create", c_void_p, (c_void_p, c_uint)),
        (shaping, "hb_set_add", None, (c_void_p, c_uint)),
        (shaping, "hb_face_reference_blob", c_void_p, (c_void_p,)),
        (shaping, "hb_blob_get_data", c_void_p, (c_void_p, c_void_p)),
        (shaping, "hb_blob_destroy", None, (c_void_p,)),
        (shaping, "hb_face_destroy", None, (c_void_p,)),
        (cutting, "hb_subset_input_create_or_fail", c_void_p, ()),
        (cutting, "hb_subset_input_unicode_set", c_void_p, (c_void_p,)),
        (cutting, "hb_subset_input_set_flags", None, (c_void_p, c_uint)),
        (cutting, "hb_subset_or_fail", c_void_p, (c_void_p, c_void_p)),
        (cutting, "hb_subset_input_destroy", None, (c_void_p,)),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return shaping, cutting
