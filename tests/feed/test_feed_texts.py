from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from feeding import AWKWARD, COMMUNE, NOW, make_book, publish
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from narrate.check.feed.cues import BadTranscript, parse_srt, parse_vtt
from narrate.publish.feed import Wish, publish_shelf
from narrate.publish.feed.plain import one_line
from narrate.publish.feed.transcript import Line, shown, subrip, webvtt

lines = st.lists(
    st.builds(
        lambda text, start, length: Line(text, start, start + length),
        st.text(max_size=40),
        st.integers(0, 10**8),
        st.integers(0, 10**4),
    ),
    max_size=12,
)


def expected(given_lines: list[Line]) -> list[tuple[str, float, float]]:
    kept = sorted(given_lines, key=lambda line: line.start_ms)
    return [
        (one_line(line.text), line.start_ms / 1000, line.end_ms / 1000)
        for line in kept
        if one_line(line.text) and line.end_ms > line.start_ms
    ]


@given(lines)
def test_any_text_and_time_comes_back_from_webvtt(given_lines: list[Line]) -> None:
    cues = parse_vtt(webvtt(shown(given_lines), "en").encode())

    found = [
        (
            cue.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
            cue.start_s,
            cue.end_s,
        )
        for cue in cues
    ]
    assert found == expected(given_lines)


@given(lines)
def test_any_short_text_and_time_comes_back_from_subrip(given_lines: list[Line]) -> None:
    short = [line._replace(text=line.text[:24]) for line in given_lines]

    cues = parse_srt(subrip(shown(short)).encode())

    assert [(cue.text, cue.start_s, cue.end_s) for cue in cues] == [
        (text.replace("-->", "->"), start, end) for text, start, end in expected(short)
    ]


@given(st.text(min_size=1, max_size=400), st.integers(0, 10**8), st.integers(1, 10**5))
def test_a_long_sentence_of_subrip_is_cut_into_cards_that_fill_its_time(
    text: str, start_ms: int, lasts_ms: int
) -> None:
    sentences = shown([Line(text, start_ms, start_ms + lasts_ms)])

    cards = parse_srt(subrip(sentences).encode())

    whole = "".join(sentence.text.replace("-->", "->") for sentence in sentences)
    assert "".join("".join(card.text.split()) for card in cards) == "".join(whole.split())
    assert all(len(line) <= 32 for card in cards for line in card.text.split("\n"))
    assert all(card.text.count("\n") < 2 for card in cards) or lasts_ms < len(whole)
    assert all(one.end_s == other.start_s for one, other in pairwise(cards))
    if cards:
        ends = (cards[0].start_s, cards[-1].end_s)
        assert ends == (start_ms / 1000, (start_ms + lasts_ms) / 1000)


def test_cards_of_sentences_that_overlap_ascend() -> None:
    long = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
    sentences = shown([Line(long, 0, 4000), Line("Meanwhile.", 500, 1000)])

    cards = parse_srt(subrip(sentences).encode())

    assert [card.start_s for card in cards] == sorted(card.start_s for card in cards)
    assert [card.text for card in cards][1] == "Meanwhile."


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"WEBVTTX\n\n00:00.000 --> 00:01.000\nA\n",
        b"WEBVTT\n\n00:00,000 --> 00:01,000\nA\n",
        b"WEBVTT\n\n00:01.000 --> 00:00.000\nA\n",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n\n",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\nA < B\n",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\nA & B\n",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n\xff\n",
    ],
)
def test_a_bad_transcript_does_not_parse(content: bytes) -> None:
    with pytest.raises(BadTranscript):
        parse_vtt(content)


def test_a_transcript_of_another_maker_parses() -> None:
    content = (
        "\ufeffWEBVTT - title\nKind: captions\n\nNOTE a remark\n\nSTYLE\n::cue {}\n\n"
        "id-1\n01:00:00.000 --> 01:00:01.500 align:start\n<v Ann>Hello &amp; bye</v>\nagain\n"
    )

    (cue,) = parse_vtt(content.encode())

    assert (cue.start_s, cue.text) == (3600.0, "<v Ann>Hello &amp; bye</v>\nagain")


def test_the_description_tells_the_first_lines_and_not_the_title_again(tmp_path: Path) -> None:
    published = publish(make_book(tmp_path, opening=()))

    assert published.feed.episodes[0].summary == " ".join(COMMUNE[0][1])


def test_the_page_names_every_episode_for_a_screen_reader(tmp_path: Path) -> None:
    place = publish(make_book(tmp_path, AWKWARD, language="he")).file.parent

    page = html.fromstring((place / "index.html").read_text("utf-8"))

    root = page.getroottree().getroot()
    assert (root.get("lang"), root.get("dir")) == ("he", "rtl")
    assert [int(h.tag[1]) for h in page.iter("h1", "h2", "h3")] == [1, 2, 3, 3, 3, 3]
    assert [h.text for h in page.iter("h3")] == [title for title, _ in AWKWARD]
    assert [a.get("aria-label") for a in page.iter("audio")] == [title for title, _ in AWKWARD]
    assert all(image.get("alt") is not None for image in page.iter("img"))
    assert all((place / a.get("src", "")).is_file() for a in page.iter("audio"))


def shelf(folder: Path) -> Path:
    make_book(folder / "א", AWKWARD, title="שלום & <b>")
    make_book(folder / "Emma 1", title="Emma")
    make_book(folder / "Emma 2", title="Emma")
    publish_shelf(folder, Wish({"url": "https://example.org/books"}), NOW)
    return folder / "feeds"


def test_a_shelf_gives_every_book_a_plain_folder_of_its_own(tmp_path: Path) -> None:
    place = shelf(tmp_path)

    names = sorted(path.name for path in place.iterdir() if path.is_dir())
    assert len(names) == 3 and {"emma", "emma-2"} < set(names)
    assert all(name.isascii() for name in names)


def test_a_shelf_is_listed_for_apps_and_people(tmp_path: Path) -> None:
    place = shelf(tmp_path)

    outlines = list(etree.parse(str(place / "feeds.opml")).iter("outline"))
    page = html.fromstring((place / "index.html").read_text("utf-8"))

    assert {o.get("text") for o in outlines} == {"שלום & <b>", "Emma"}
    for outline in outlines:
        url = outline.get("xmlUrl", "")
        assert url.startswith("https://example.org/books/")
        assert (place / url.removeprefix("https://example.org/books/")).is_file()
    assert all((place / a.get("href", "")).exists() for a in page.iterfind(".//h3/a"))
    assert all((place / image.get("src", "")).is_file() for image in page.iter("img"))


def test_a_shelf_made_again_keeps_its_folders_and_guids(tmp_path: Path) -> None:
    place = shelf(tmp_path)
    before = {str(path): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    make_book(tmp_path / "A new one", title="Emma")

    publish_shelf(tmp_path, Wish(), datetime(2028, 1, 1, tzinfo=UTC))

    after = {str(path): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    lists = {str(place / name) for name in ("feeds.opml", "index.html")}
    assert {name for name in before if before[name] != after[name]} == lists


def test_the_memory_is_not_in_the_folder_for_the_web(tmp_path: Path) -> None:
    place = publish(make_book(tmp_path)).file.parent

    assert json.loads((tmp_path / "feed.json").read_text("utf-8"))["format"] == 1
    assert not [path.name for path in place.iterdir() if path.name == "feed.json"]
    assert not [path.name for path in place.iterdir() if path.name.startswith(".")]
