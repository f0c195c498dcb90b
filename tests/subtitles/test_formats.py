"""WebVTT, SubRip and LRC, read back by another program where there is one."""

import re
from fractions import Fraction
from pathlib import Path

import av
import pytest

from narrate.publish.subtitles.captions import Caption, Line
from narrate.publish.subtitles.formats import FORMATS, About, lrc, subrip, webvtt

ABOUT = About("Emma & Co", "Jane --> A", "Works", "en", 61_230)
AWKWARD = [
    Caption((Line("“Emma & Co”", 1000, ((0, 1000), (6, 1400))), Line("<b> -->", 1800)), 1000, 2500),
    Caption((Line("[sic] {\\an8}", 3_600_000),), 3_600_000, 3_601_500, "fr"),
]


def read_back(path: Path) -> list[tuple[float, float, str]]:
    """Start and end in seconds, and text, as FFmpeg's demuxer gives them."""
    with av.open(str(path)) as container:
        stream = container.streams.subtitles[0]
        base = stream.time_base or Fraction(1, 1000)
        return [
            (float(p.pts * base), float((p.pts + (p.duration or 0)) * base), bytes(p).decode())
            for p in container.demux(stream)
            if p.size and p.pts is not None
        ]


@pytest.mark.parametrize("ending", ["vtt", "srt"])
def test_another_program_reads_the_same_times(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"book.{ending}"
    path.write_text(FORMATS[ending](AWKWARD, ABOUT), "utf-8", newline="")

    assert [times[:2] for times in read_back(path)] == [(1.0, 2.5), (3600.0, 3601.5)]


def test_webvtt_escapes_markup_and_times_the_words_that_are_known() -> None:
    text = webvtt(AWKWARD, ABOUT)

    assert text.startswith("WEBVTT\n\nNOTE Emma & Co Jane -> A\n\n")
    assert (
        "00:00:01.000 --> 00:00:02.500\n“Emma <00:00:01.400>&amp; Co”\n&lt;b&gt; --&gt;\n" in text
    )
    assert "<lang fr>[sic] {\\an8}</lang>" in text
    assert text.count("-->") == len(AWKWARD)


def test_word_times_of_webvtt_ascend_inside_their_cue() -> None:
    words = ((0, 1000), (4, 1200), (8, 1200), (12, 1900), (16, 2500))
    text = webvtt([Caption((Line("one two two thr fou", 1000, words),), 1000, 2500)], ABOUT)

    assert re.findall(r"<([\d:.]+)>", text) == ["00:00:01.200", "00:00:01.900"]


def test_subrip_numbers_its_cues_and_keeps_foreign_markup_apart() -> None:
    text = subrip(AWKWARD, ABOUT)

    assert text.startswith("1\r\n00:00:01,000 --> 00:00:02,500\r\n“Emma & Co”\r\n")
    assert "\r\n\r\n2\r\n01:00:00,000 --> 01:00:01,500\r\n" in text
    assert "<b>" not in text
    assert "{\\an8}" not in text
    assert text.count("-->") == len(AWKWARD)


def test_lrc_has_a_time_before_each_line_and_an_empty_one_before_a_silence() -> None:
    lines = lrc(AWKWARD, ABOUT).splitlines()

    assert lines[:5] == [
        "[ti:Emma & Co]",
        "[ar:Jane --> A]",
        "[al:Works]",
        "[la:en]",
        "[length:01:01]",
    ]
    assert lines[5:8] == ["[00:01.00]“Emma & Co”", "[00:01.80]<b> -->", "[00:02.50]"]
    assert lines[8] == "[60:00.00]\u2060[sic] {\\an8}"


def test_every_line_of_text_can_be_seen_whole_in_every_format() -> None:
    for text_of in FORMATS.values():
        text = text_of(AWKWARD, ABOUT).replace("\u2060", "")
        assert "sic] {\\an8}" in text


@pytest.mark.parametrize("ending", FORMATS)
def test_captions_may_come_one_by_one(ending: str) -> None:
    assert FORMATS[ending](iter(AWKWARD), ABOUT) == FORMATS[ending](AWKWARD, ABOUT)
