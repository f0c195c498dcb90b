from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.mpeg_rates import SAMPLE_RATES, bit_rates
from narrate.check.rules import presets as audited_presets
from narrate.editing.credits import wordings
from narrate.errors import UsageError
from narrate.registry import names
from narrate.render.mastering import Mastering, facts, preset, presets


def test_there_is_an_audit_for_every_preset_and_none_besides() -> None:
    assert set(presets()) == set(audited_presets())


@pytest.mark.parametrize("name", presets())
def test_every_row_of_the_table_makes_sense(name: str) -> None:
    row = preset(name)

    assert row.credits in wordings()
    assert set(row.outputs) <= set(names("outputs"))
    assert row.source
    for stereo in (False, True):
        row.mastering(stereo=stereo).check(24_000)


def test_the_default_preset_is_what_mastering_is_by_itself() -> None:
    assert preset("default").mastering() == Mastering()


def test_figures_of_the_user_stand_above_those_of_the_preset() -> None:
    made = preset("acx").mastering(stereo=True, ceiling_dbtp=-6.0, head_s=None)

    assert (made.ceiling_dbtp, made.head_s, made.channels) == (-6.0, 0.6, 2)
    assert made.bit_rate == 192_000


def test_an_unknown_preset_is_one_line_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="default, acx, librivox, podcast"):
        preset("audible")


@pytest.mark.parametrize(
    "wrong",
    [
        {"channels": 3},
        {"loudness_lufs": 1.0},
        {"ceiling_dbtp": 0.5},
        {"tone_dbfs": 3.0},
        {"head_s": -1.0},
        {"bit_rate": -1},
        {"longest_min": 0.0},
    ],
)
def test_nonsense_is_refused_at_birth(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        Mastering(**wrong)  # type: ignore[arg-type]


@given(st.integers(4000, 96_000))
def test_a_voice_of_any_rate_gets_a_usual_one_that_holds_all_of_it(voice_rate: int) -> None:
    rate = Mastering().rate_for(voice_rate)

    assert rate in SAMPLE_RATES
    assert rate >= min(voice_rate, SAMPLE_RATES[-1])
    assert Mastering().rate_for(rate) == rate


@pytest.mark.parametrize("rate", SAMPLE_RATES)
def test_bit_rates_that_mp3_lacks_are_refused_before_any_work(rate: int) -> None:
    for bits in bit_rates(rate):
        Mastering(sample_rate=rate, bit_rate=bits).check(24_000)
    with pytest.raises(UsageError, match="--bit-rate 100"):
        Mastering(sample_rate=rate, bit_rate=100_000).check(24_000)


def test_a_rate_that_nothing_plays_is_refused() -> None:
    with pytest.raises(UsageError, match="--sample-rate 12345"):
        Mastering(sample_rate=12_345).check(24_000)


def test_two_channels_of_one_voice_are_three_decibels_louder() -> None:
    assert Mastering(loudness_lufs=-16, channels=2).channel_lufs == pytest.approx(-19.01, abs=0.01)
    assert Mastering(loudness_lufs=-16).channel_lufs == -16


def test_all_that_shapes_the_sound_is_in_the_key() -> None:
    shaping = {field.name for field in fields(Mastering)} - {"longest_min"}

    assert set(facts(Mastering())) == shaping
