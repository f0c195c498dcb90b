"""Drawn covers: every script, every length, colours that can be read."""

from collections import Counter
from io import BytesIO

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from narrate.publish.cover import cover_image
from narrate.publish.cover_drawing import CONTRAST, contrast, draw, is_right_to_left, palette
from narrate.publish.cover_fonts import FOLDER, fonts_of, paths, width, writable
from narrate.publish.cover_text import fit, wrap

BOX = {"wide": 840.0, "high": 500.0, "largest": 200.0, "smallest": 36.0, "leading": 1.18}

TITLES = {
    "Latin": "Emma",
    "Greek": "Ὀδύσσεια",
    "Cyrillic": "Преступление и наказание",
    "Armenian": "Սամվել",
    "Georgian": "ვეფხისტყაოსანი",
    "Hebrew": "בראשית",
    "Arabic": "ألف ليلة وليلة",
    "Persian": "بوف کور",
    "Devanagari": "महाभारत",
    "Bengali": "গীতাঞ্জলি",
    "Tamil": "திருக்குறள்",
    "Telugu": "మహాభారతం",
    "Kannada": "ಮಂಕುತಿಮ್ಮನ ಕಗ್ಗ",
    "Malayalam": "ചെമ്മീൻ",
    "Gujarati": "સત્યના પ્રયોગો",
    "Punjabi": "ਪਿੰਜਰ",
    "Sinhala": "ගම්පෙරළිය",
    "Thai": "สี่แผ่นดิน",
    "Lao": "ສັງສິນໄຊ",
    "Khmer": "ទុំទាវ",
    "Burmese": "မြန်မာ",
    "Amharic": "ፍቅር እስከ መቃብር",
    "Japanese": "吾輩は猫である",
    "Chinese": "红楼梦",
    "Traditional": "紅樓夢",
    "Korean": "홍길동전",
    "Vietnamese": "Truyện Kiều",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_the_bundled_fonts_write_titles_of_many_scripts(title: str) -> None:
    assert writable(title) == title


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
def test_a_drawn_title_differs_from_every_other_and_from_none(title: str) -> None:
    ground = np.asarray(draw("-", [], 120), np.int16)

    letters = np.asarray(draw(title, [], 120), np.int16)

    assert np.abs(letters - ground).max() > 60
    assert (letters.min(axis=2) > 200).sum() > 40


def test_what_no_font_has_is_written_in_latin_letters() -> None:
    assert writable("ᚠᚢᚦ") == "futh"


def test_pictures_and_what_cannot_be_seen_are_left_out() -> None:
    assert writable("A 🎉\u202e\u0007 B\n C") == "A B C"


def test_the_licence_stands_beside_the_fonts_and_every_font_is_under_it() -> None:
    licences = {TTFont(path, lazy=True)["name"].getDebugName(13) for path in paths()}

    assert all("SIL Open Font License" in licence for licence in licences)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text()


@given(st.binary(min_size=64, max_size=64))
def test_letters_stand_out_from_every_ground(seed: bytes) -> None:
    colours = palette(seed)

    grounds = (colours.top, colours.bottom, colours.ornament)
    assert all(contrast(colours.ink, ground) >= CONTRAST for ground in grounds)


def test_contrast_is_counted_as_wcag_does() -> None:
    grey = (119 / 255, 119 / 255, 119 / 255)

    assert contrast((1, 1, 1), (0, 0, 0)) == pytest.approx(21)
    assert contrast((1, 1, 1), grey) == pytest.approx(4.48, abs=0.01)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=300))
def test_lines_never_leave_the_box(text: str) -> None:
    fitted = fit(writable(text), **BOX)

    assert len(fitted.lines) * 1.18 * fitted.size <= BOX["high"] + 1e-6
    assert all(width(line) * fitted.size <= BOX["wide"] * 1.05 for line in fitted.lines)


@given(st.lists(st.sampled_from(["Emma", "and", "the", "Lighthouse", "of", "1871"]), max_size=30))
def test_no_word_is_lost_by_wrapping(words: list[str]) -> None:
    lines = wrap(" ".join(words), 12)

    assert Counter(" ".join(lines).split()) == Counter(words)


def test_a_short_title_is_large_enough_for_a_thumbnail() -> None:
    assert fit("Emma", **BOX).size == 200
    assert fit("The Mystery of Edwin Drood", **BOX).size > 100


def test_a_long_word_is_cut_rather_than_shrunk() -> None:
    fitted = fit("Donaudampfschifffahrtsgesellschaftskapitän", **BOX)

    assert fitted.size > 60
    assert fitted.lines[0].endswith("-")


def test_han_text_does_not_begin_a_line_with_a_closing_sign() -> None:
    lines = wrap("吾輩は猫である。名前はまだ無い。", 4)

    assert all(line[0] not in "。、" for line in lines)


def test_right_to_left_is_told_by_the_first_letter() -> None:
    assert is_right_to_left("1001 ליל")
    assert not is_right_to_left("A ליל")


def test_a_right_to_left_title_ends_on_the_left() -> None:
    sound, mark = (np.asarray(draw(text, [], 400).convert("L")) for text in ("אבג", "אבג!"))

    columns = np.flatnonzero((mark.astype(int) > 220).any(axis=0))
    plain = np.flatnonzero((sound.astype(int) > 220).any(axis=0))
    left, right = plain[0] - columns[0], columns[-1] - plain[-1]
    heights = (mark[:, columns[0] : columns[0] + 6].astype(int) > 220).sum(axis=0).max()
    assert left > 0 and right > 0
    assert (
        heights > (mark[:, columns[-1] - 6 : columns[-1]].astype(int) > 220).sum(axis=0).max() / 3
    )


def test_the_same_book_has_the_same_cover_and_another_has_another() -> None:
    one = cover_image("Emma", ["Jane Austen"], size=200)

    assert cover_image("Emma", ["Jane Austen"], size=200) == one
    assert cover_image("Persuasion", ["Jane Austen"], size=200) != one


def test_markup_in_a_title_is_text() -> None:
    image = Image.open(BytesIO(cover_image('<b>&amp; "Co"', ["]]>"], size=200)))

    assert image.size == (200, 200)


def test_only_the_fonts_that_are_needed_are_asked_for() -> None:
    assert [font.family for font in fonts_of("Emma")] == ["Noto Serif"]
