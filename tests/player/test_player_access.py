"""The page for everybody: by keyboard, at any size, in any colours, in any direction."""

from __future__ import annotations

import pytest
from playing import HARBOUR, PANELS, SIZES, SMALLEST_TARGET, Opener, axe, go, heard, state
from playwright.sync_api import expect
from publications import player_page

from narrate.publish.output import Publication

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_violation(voyage: Publication, opened: Opener, theme: str, size: str) -> None:
    width, height = SIZES[size]
    page = opened(player_page(voyage), width=width, height=height)
    page.evaluate("theme => document.querySelector(`[value=${theme}]`).click()", theme)
    go(page, HARBOUR, heard(voyage, HARBOUR)[3].start_ms + 200)
    found = axe(page)
    for panel in PANELS if size in ("320 px", "desktop") else ():
        page.evaluate("panel => narrate.panels.open(panel)", panel)
        found += axe(page)
        page.keyboard.press("Escape")

    assert found == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_runs_out_of_the_window_and_every_target_is_large_enough(
    voyage: Publication, opened: Opener, size: str
) -> None:
    width, height = SIZES[size]
    page = opened(player_page(voyage), width=width, height=height)
    page.keyboard.press("b")
    small: list[str] = []
    for panel in ("", *PANELS):
        if panel:
            page.evaluate("panel => narrate.panels.open(panel)", panel)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for control in page.locator("button:visible, select:visible, input:visible").all():
            box = control.bounding_box()
            assert box
            if min(box["width"], box["height"]) < SMALLEST_TARGET:
                small.append(f"{control.inner_html()} {box}")
        page.keyboard.press("Escape")

    assert small == []


def test_the_keyboard_alone_reaches_every_control(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    go(page, HARBOUR, 0)
    wanted = page.evaluate("""() => [...document.querySelectorAll(
      'body > :not(dialog) :is(button, select, input), .skip')]
      .filter((e) => e.checkVisibility() && !e.disabled)
      .map((e) => e.id || e.dataset.opens || e.className)""")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    met = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        met.add(
            page.evaluate("(e => e.id || e.dataset.opens || e.className)(document.activeElement)")
        )

    assert set(wanted) <= met
    assert any(name.startswith("s") and name[1:].isdigit() for name in met)


def test_nothing_in_focus_lies_under_a_bar(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage), width=640, height=400)
    go(page, HARBOUR, 0)
    page.evaluate("narrate.text.focus(0)")
    hidden = []
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(500)
        hidden += page.evaluate("""() => {
          const box = document.activeElement.getClientRects()[0];
          const top = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
          return document.activeElement.contains(top) ? [] : [document.activeElement.textContent];
        }""")

    assert hidden == []


def test_panels_work_by_keyboard_and_give_the_focus_back(
    voyage: Publication, opened: Opener
) -> None:
    page = opened(player_page(voyage))
    page.focus("[data-opens=contents]")
    page.keyboard.press("Enter")
    expect(page.locator("#contents")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#contents")).to_be_hidden()
    expect(page.locator("[data-opens=contents]")).to_be_focused()

    page.keyboard.press("c")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article h2")).to_have_text("The Island")
    expect(page.locator("#s0")).to_be_focused()


def test_single_keys_work_and_can_be_switched_off(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    go(page, HARBOUR, 0)
    page.keyboard.press("k")
    page.wait_for_function("narrate.sound.playing")
    page.keyboard.press("+")
    page.keyboard.press("k")
    page.wait_for_function("!narrate.sound.playing")
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("+")
    page.wait_for_timeout(300)

    assert not state(page)["playing"]
    assert page.evaluate("narrate.sound.speed") == 1.1
    page.reload()
    page.wait_for_selector(".s[aria-current]")
    assert not page.is_checked("#keys-on")


def test_who_wants_less_motion_gets_no_gliding(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage), width=390, height=600, reduced_motion="reduce")
    go(page, HARBOUR, 0)
    places = page.evaluate("""async () => {
      await narrate.text.focus(9);
      const first = scrollY;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return [first, scrollY];
    }""")

    assert places[0] == places[1] > 0


def test_the_mark_is_no_mere_colour(voyage: Publication, opened: Opener) -> None:
    page = opened(player_page(voyage))
    one = heard(voyage, HARBOUR)[1]
    go(page, HARBOUR, one.words[2].start_ms + 20)
    style = page.evaluate("""() => [
      getComputedStyle(document.querySelector('.s[aria-current]')).textDecorationLine,
      getComputedStyle(document.querySelector('.w.now')).outlineStyle]""")

    assert style == ["underline", "solid"]


def test_a_book_that_runs_from_right_to_left_is_shown_so(
    hebrew: Publication, opened: Opener
) -> None:
    page = opened(player_page(hebrew), width=390, height=844)
    go(page, 1, heard(hebrew, 1)[1].start_ms + 10)
    box, first = (page.locator(s).bounding_box() for s in ("article", "#s1"))

    assert page.get_attribute("article", "dir") == "rtl"
    assert box
    assert first
    assert abs(first["x"] + first["width"] - box["x"] - box["width"]) < 12
    assert axe(page) == []
