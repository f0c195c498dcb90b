"""Which way a language is written, for every output that shows text."""

from __future__ import annotations

import pytest

from narrate.publish.direction import direction


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("uz", "ltr")]
    + [(f"en-{script}", "rtl") for script in ("Rohg", "Nkoo", "Adlm", "Syrc", "Thaa", "Mand")],
)
def test_a_language_runs_in_the_direction_of_its_script(language: str, wanted: str) -> None:
    assert direction(language) == wanted


@pytest.mark.parametrize("language", ["", "x", "not a tag"])
def test_a_language_that_is_not_known_runs_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"
