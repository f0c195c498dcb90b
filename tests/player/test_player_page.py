"""The page in a real browser, opened from the disk."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from playing import HARBOUR, Opener, go, heard, sounding, state
from playwright.sync_api import expect
from publications import player_page, publication

from narrate.publish.output import Publication
from narrate.publish.player.output import OUTPUT

pytestmark = pytest.mark.slow


def test_it_opens_from_the_disk_and_asks_for_nothing_from_elsewhere(
    voyage: Publication, opened: Opener
) -> None:
    page = opened(player_page(voyage))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector(".s[aria-current]")
    go(page, HARBOUR, 500, play=True)

    assert asked
    assert all(url.startswith(voyage.folder.as_uri()) for url in asked)
    expect(page.locator("h1")).to_have_text("A Voyage & <Other> Tales")
    expect(page.locator("article h2")).to_have_text("The Harbour")
    expect(page.locator("article li")).to_have_count(3)


@pytest.mark.parametrize("speed", [1, 2])
def test_the_marked_sentence_is_the_one_that_sounds(
    voyage: Publication, opened: Opener, speed: float
) -> None:
    page = opened(player_page(voyage))
    page.evaluate("speed => narrate.sound.setSpeed(speed)", speed)
    chance = random.Random(speed)
    times = {number: heard(voyage, number) for number in (1, 2)}
    wrong = []
    for _ in range(20):
        chapter = chance.choice((1, 2))
        go(page, chapter, chance.uniform(0, times[chapter][-1].end_ms - 1500), play=True)
        for pause in (150, 350):
            page.wait_for_timeout(pause)
            now = state(page)
            near = {sounding(times[chapter], now["ms"] + off) for off in (-60 * speed, 0)}
            if now["sentence"] not in near:
                wrong.append((now, near))

    assert wrong == []


def test_what_sounds_begins_when_its_sentence_is_marked(
    voyage: Publication, opened: Opener
) -> None:
    """The page of one file lets its sound be measured; a page of files does not."""
    single = replace(voyage, wishes={"single": "yes"})
    (path,) = OUTPUT.write(single).files
    page = opened(path)
    page.evaluate("""() => {
      const context = new AudioContext();
      const meter = context.createAnalyser();
      meter.fftSize = 512;
      const source = context.createMediaElementSource(heard);
      source.connect(meter).connect(context.destination);
      window.level = () => {
        const values = new Float32Array(meter.fftSize);
        meter.getFloatTimeDomainData(values);
        return Math.max(...values.map(Math.abs));
      };
    }""")
    late = []
    for one in random.Random(5).sample(heard(voyage, HARBOUR)[1:], 6):
        go(page, HARBOUR, one.start_ms - 120, play=True)
        times = page.evaluate(
            """text => new Promise((resolve) => {
          const found = {};
          const look = () => {
            const now = performance.now();
            if (document.querySelector('.s[aria-current]').textContent === text) found.mark ??= now;
            if (level() > 0.05) found.sound ??= now;
            if (found.mark && found.sound) resolve(found.mark - found.sound);
            else requestAnimationFrame(look);
          };
          look();
        })""",
            one.text,
        )
        late.append(round(times))

    assert max(map(abs, late)) < 150, late


def test_the_marked_word_is_the_one_that_sounds(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    wrong = []
    for one in heard(voyage, HARBOUR):
        word = one.words[len(one.words) // 2]
        go(page, HARBOUR, (word.start_ms + word.end_ms) / 2)
        page.wait_for_function(
            "text => document.querySelector('.s[aria-current]').textContent === text", arg=one.text
        )
        marked = state(page)["word"]
        if marked != one.text[word.start : word.end]:
            wrong.append((marked, one.text[word.start : word.end]))

    assert wrong == []


def test_a_click_and_enter_play_a_sentence(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    go(page, HARBOUR, 0)
    page.click("text=Nobody on the quay")
    page.wait_for_function("narrate.sound.playing")

    assert state(page)["sentence"].startswith("Nobody on the quay")

    page.evaluate("narrate.text.focus(1)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.querySelector('.s[aria-current]').textContent.startsWith('Nobody')"
    )


def test_search_finds_words_in_every_chapter_whatever_their_accents(
    voyage: Publication, opened: Opener
) -> None:
    page = opened(player_page(voyage))
    page.keyboard.press("/")
    page.keyboard.type("CAFE is")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("Found in 1 sentence.")
    page.keyboard.press("Control+A")
    page.keyboard.type("goat")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("Found in 3 sentences.")
    expect(page.locator("#results mark").first).to_have_text("goat")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_hidden()
    page.wait_for_function(
        "document.querySelector('.s[aria-current]').textContent.startsWith('The island had')"
    )


def test_place_bookmarks_and_looks_survive_a_reload(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    third = heard(voyage, 2)[2]
    go(page, 2, third.start_ms + 300)
    page.click("#mark")
    page.evaluate("document.querySelector('[name=size]').value = 200")
    page.dispatch_event("[name=size]", "input", {"bubbles": True})
    page.reload()
    page.wait_for_selector(".s[aria-current]")

    assert state(page)["chapter"] == 2
    assert abs(state(page)["ms"] - third.start_ms - 300) < 50
    assert state(page)["sentence"] == third.text
    assert page.input_value("[name=size]") == "200"
    page.keyboard.press("m")
    expect(page.locator("#marks li")).to_have_count(1)
    page.click("#marks .drop")
    expect(page.locator("#no-bookmarks")).to_be_visible()


def test_a_book_made_anew_goes_on_at_the_sentence_where_it_was_left(
    voyage: Publication, opened: Opener
) -> None:
    page = opened(player_page(voyage))
    go(page, 2, 100)
    page.evaluate(
        """() => narrate.keep('place', { chapter: 2, ms: 100, made: 'old', number: 3 })"""
    )
    page.evaluate("narrate.keep = () => {}")
    page.reload()
    page.wait_for_selector(".s[aria-current]")

    assert state(page)["sentence"] == heard(voyage, 2)[3].text


def test_speed_keeps_the_pitch_and_goes_on_into_the_next_chapter(
    voyage: Publication, opened: Opener
) -> None:
    page = opened(player_page(voyage))
    page.select_option("#speed", "2")
    go(page, 2, heard(voyage, 2)[-1].end_ms, play=True)
    page.wait_for_function(
        "narrate.sound.chapter === 3 && narrate.sound.playing && heard.currentTime > 0"
    )

    assert page.evaluate("[heard.playbackRate, heard.preservesPitch]") == [2, True]


def test_the_sleep_timer_stops_playing(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    page.clock.install()
    go(page, HARBOUR, 0, play=True)
    page.select_option("#sleep", "5")
    page.clock.run_for(298_000)

    assert state(page)["playing"]
    page.clock.run_for(4_000)
    page.wait_for_function("!narrate.sound.playing")
    assert page.evaluate("heard.volume") == 1
    assert page.input_value("#sleep") == "0"


def test_playing_can_stop_at_the_end_of_the_chapter(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    page.select_option("#sleep", "chapter")
    go(page, 2, heard(voyage, 2)[-1].end_ms, play=True)
    page.wait_for_function("narrate.sound.chapter === 3")
    page.wait_for_timeout(300)

    assert not state(page)["playing"]
    assert page.input_value("#sleep") == "0"


def test_the_device_is_told_what_plays(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    go(page, HARBOUR, 0, play=True)
    told = page.evaluate("""() => { const m = navigator.mediaSession.metadata;
      return [m.title, m.artist, m.album]; }""")

    assert told == ["The Harbour", "Zoë Quill", "A Voyage & <Other> Tales"]
    page.wait_for_function("navigator.mediaSession.playbackState === 'playing'")


def test_the_very_end_of_a_chapter_can_be_sought(hebrew: Publication, opened: Opener) -> None:
    page = opened(player_page(hebrew))
    go(page, 1, 0)
    page.focus("#seek")
    page.keyboard.press("End")
    page.evaluate("narrate.sound.seek(1e9)")
    page.evaluate("narrate.sound.play()")
    page.wait_for_function("narrate.sound.chapter === 2 && heard.currentTime > 0")

    assert page.inner_text("#status") == ""


def test_skips_go_over_the_borders_of_chapters(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    go(page, 2, 1000)
    page.click("#time-back")
    page.wait_for_function("narrate.sound.chapter === 1")
    length = page.evaluate("narrate.book.chapters[1].ms")

    assert abs(state(page)["ms"] - (length - 14_000)) < 100
    page.click("#time-on")
    page.wait_for_function("narrate.sound.chapter === 2")
    page.click("#sentence-on")
    page.click("#chapter-back")
    page.wait_for_function("narrate.sound.ms() < 10")


def test_the_text_follows_the_reading_until_the_reader_scrolls_away(
    voyage: Publication, opened: Opener
) -> None:
    page = opened(player_page(voyage), width=390, height=600)
    last = heard(voyage, HARBOUR)[-1]
    go(page, HARBOUR, last.start_ms + 100)
    page.wait_for_timeout(800)
    expect(page.locator(".s[aria-current]")).to_be_in_viewport()
    page.mouse.move(200, 200)
    page.mouse.wheel(0, -3000)
    expect(page.locator("#back")).to_be_visible()
    page.wait_for_timeout(400)
    page.click("#back")
    expect(page.locator(".s[aria-current]")).to_be_in_viewport()
    expect(page.locator("#back")).to_be_hidden()


def test_a_missing_sound_is_told(tmp_path: Path, opened: Opener) -> None:
    book = publication(Path(__file__).parent / "books" / "hebrew.md", tmp_path)
    OUTPUT.write(book)
    (book.folder / "player" / "sound" / "0003.mp3").unlink()
    page = opened(player_page(book))
    page.evaluate("narrate.sound.go(2, 0)")

    expect(page.locator("#status")).to_contain_text("sound/0003.mp3 cannot be played")


def test_one_file_holds_everything(voyage: Publication, opened: Opener, tmp_path: Path) -> None:
    single = replace(voyage, folder=tmp_path, wishes={"single": "yes"})
    (path,) = OUTPUT.write(single).files
    page = opened(path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    one = heard(voyage, 2)[1]
    go(page, 2, one.start_ms + 50, play=True)
    page.wait_for_function("heard.currentTime > 0.1")

    assert state(page)["sentence"] == one.text
    assert [url for url in asked if not url.startswith("blob:")] == []
