from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.publish.names import safe_name

CASES = {
    "The Commune of Paris": "The Commune of Paris",
    "Émile, ou De l’éducation (1762)!": "Émile, ou De l’éducation (1762)!",
    "Emma & Co; a=b #1 100% [x] {y} ~ $ 'z'": "Emma & Co; a=b #1 100% [x] {y} ~ $ 'z'",
    "第一章 😀": "第一章 😀",
    "שלום עולם": "שלום עולם",
    "نامه‌ها": "نامه‌ها",
    "👨‍👩‍👧": "👨‍👩‍👧",
    "Frankenstein; Or, The Modern Prometheus": "Frankenstein; Or, The Modern Prometheus",
    "Capital: Volume 1": "Capital - Volume 1",
    "AC/DC": "AC - DC",
    "..\\..\\etc": "etc",
    "../../etc/passwd": "etc - passwd",
    "What Is to Be Done?": "What Is to Be Done",
    'Say "yes" <now> *': "Say yes now",
    "-rf": "rf",
    "--help": "help",
    ".hidden": "hidden",
    "The End...": "The End",
    "trailing ": "trailing",
    "two\nlines\tand  more": "two lines and more",
    "evil\u202egpj.exe": "evilgpj.exe",
    "nul\0l": "null",
    "CON": "_CON",
    "con.txt": "_con.txt",
    "Lpt1": "_Lpt1",
    "COM¹": "_COM¹",
    "Conrad": "Conrad",
    "COM10": "COM10",
    "": "Untitled",
    " . ": "Untitled",
    "///": "Untitled",
    "\u200d": "Untitled",
    "\ud800": "Untitled",
}


@pytest.mark.parametrize(("title", "name"), CASES.items())
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert safe_name(title) == name


@given(st.text(max_size=400))
def test_every_name_is_one_plain_file_on_every_system(title: str) -> None:
    name = safe_name(title)

    assert 1 <= len(name.encode("utf-8")) <= 200
    assert not set(name) & set('/\\:|<>"?*')
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in name)
    assert name[0] not in "-. " and name[-1] not in ". "
    assert PureWindowsPath(name).name == name
    assert safe_name(name) == name


@pytest.mark.parametrize("title", ["x" * 500, "é" * 500, "e\u0301\u0302" * 200, "👨‍👩‍👧" * 100])
def test_a_long_title_is_cut_at_a_whole_character(title: str) -> None:
    name = safe_name(title)

    assert 190 <= len(name.encode()) <= 200
    assert unicodedata.normalize("NFC", title).startswith(name)
