"""The small faces: everyday signs are drawn with them, rare ones still with the whole face, and nothing depends on them."""

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from backend.engines.print_templates.faces import everyday_signs, use_small_faces

DRAW = """
import sys
from backend.engines.print_templates.drawing import pdf
from backend.engines.print_templates.rules import Column, Sheet, Table, sheet_html
sheet = Sheet(title="随货同行单", issuer="试链生物", number="DN-1", head=(("收货人", sys.argv[1]),),
    tables=(Table(columns=(Column("批号", "code"),), rows=(("LOT-1",),)),))
sys.stdout.buffer.write(pdf(sheet_html(sheet)))
"""


def faces_in(drawn: bytes) -> set[str]:
    """The faces that a PDF holds signs of; they are named in one of its packed streams."""
    said = b"".join(
        zlib.decompressobj().decompress(stream)
        for stream in re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\nendstream", drawn, re.DOTALL)
    )
    return {name.decode() for name in re.findall(rb"/FontName ?/[A-Z]{6}\+([\w-]+)", said)}


def drawn_with(receiver: str, home: Path, **settings: str) -> bytes:
    """A sheet as a drawer draws it whose user has this home."""
    process = subprocess.run(  # noqa: S603 - our own words.
        [sys.executable, "-c", DRAW, receiver],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(Path.cwd())} | settings,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    return process.stdout


def test_a_rare_character_is_drawn_with_the_whole_face_and_all_else_with_the_small_ones(tmp_path: Path):
    plain, rare = drawn_with("周敏", tmp_path), drawn_with("周㛃", tmp_path)

    assert faces_in(plain) == {"Lotline-Sans", "Lotline-Mono"}
    assert faces_in(rare) == {"Lotline-Sans", "Lotline-Mono", "Noto-Sans-CJK-SC"}
    assert len(plain) < 100_000
    (folder,) = (tmp_path / ".cache" / "lotline").iterdir()
    assert sorted(file.name for file in folder.iterdir()) == ["fonts.conf", "mono.otf", "sans.otf"]
    assert folder.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_kept_sheets_are_drawn_with_the_whole_faces(tmp_path: Path):
    (tmp_path / "file").touch()

    drawn = drawn_with("周敏", tmp_path, XDG_CACHE_HOME=str(tmp_path / "file"))

    assert faces_in(drawn) == {"Noto-Sans-CJK-SC", "Noto-Sans-Mono-CJK-SC"}


def test_who_says_where_fonts_are_is_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("FONTCONFIG_FILE", "/theirs")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    use_small_faces()

    assert os.environ["FONTCONFIG_FILE"] == "/theirs"
    assert list(tmp_path.iterdir()) == []


def test_what_a_delivery_note_is_written_with_is_everyday():
    words = "随货同行单 注册证号／备案凭证号（℃）−20～8 α-β μ ≥ — · “” ④ 2 件 + 3 盒 氘 酶 ®"

    assert {sign for sign in words if ord(sign) not in everyday_signs()} == set()
