from pathlib import Path

import numpy as np
import pytest
from sounds import measured

from narrate.audio import loudness
from narrate.audio.loudness import Histogram
from narrate.model import Sentence
from narrate.render.jobs import Spoken, together
from narrate.render.levels import MOST_DB, STEP_DB, at_rate, fitted, levels
from narrate.sound import Clip, WordTime
from narrate.voices.cast import cast_of
from narrate.voices.choose import choose

RATE = 24_000


def tone(seconds: float, level_db: float, rate: int = RATE, hertz: float = 500.0) -> Clip:
    at = np.arange(round(seconds * rate)) / rate
    sound = 32767 * 10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * at)
    words = (WordTime(0, len(at) // 2, 0, 3), WordTime(len(at) // 2, len(at), 4, 7))
    return Clip(sound.astype(np.int16), rate, words)


NARRATOR, SOFT, LOUD = ("", "n"), ("e", "soft"), ("e", "loud")


def spoken(speaker: tuple[str, str], level_db: float) -> Spoken:
    heard = loudness.measure(tone(2.0, level_db))
    return Spoken(speaker, 2.0, heard, clips=1, made=1)


def test_other_voices_are_raised_to_the_narrators_loudness() -> None:
    clips = [spoken(SOFT, -26), spoken(NARRATOR, -20), spoken(LOUD, -17)]

    assert levels(clips) == {SOFT: 6.0, NARRATOR: 0.0, LOUD: -3.0}


def test_levels_are_steps_that_a_small_edit_does_not_change() -> None:
    first, second = (levels([spoken(NARRATOR, db), spoken(SOFT, -26)]) for db in (-20.05, -19.95))

    assert first == second
    assert all(level % STEP_DB == 0 for level in first.values())


def test_a_level_is_kept_within_reason() -> None:
    silent = Spoken(LOUD, 1.0, Histogram(), clips=1, made=1)

    found = levels([spoken(NARRATOR, -10), spoken(SOFT, -60), silent])

    assert found == {NARRATOR: 0.0, SOFT: MOST_DB, LOUD: 0.0}


def test_where_the_narrator_says_nothing_all_are_as_loud_as_who_speaks_longest() -> None:
    clips = [spoken(SOFT, -30), spoken(LOUD, -20), spoken(LOUD, -20)]

    assert levels(together(clips)) == {SOFT: 10.0, LOUD: 0.0}


def test_clips_of_a_speaker_taken_together_are_as_loud_as_when_measured_one_by_one() -> None:
    clips = [spoken(NARRATOR, -20), spoken(SOFT, -30), spoken(NARRATOR, -26)]

    together_ = {one.speaker: one for one in together(clips)}

    assert together_.keys() == {NARRATOR, SOFT}
    assert together_[NARRATOR].loudness == loudness.merge([clips[0].loudness, clips[2].loudness])
    assert (together_[NARRATOR].seconds, together_[NARRATOR].clips) == (4.0, 2)
    assert list(together(together(clips))) == together(clips)


def test_a_histogram_rises_with_its_sound() -> None:
    raised = loudness.measure(tone(2.0, -30)).raised(6.0)

    assert raised.lufs == pytest.approx(loudness.measure(tone(2.0, -24)).lufs, abs=0.1)


def test_a_clip_of_another_rate_keeps_its_length_its_loudness_and_its_words() -> None:
    clip = tone(1.0, -20, rate=22_050)

    other = at_rate(clip, RATE)

    assert other.sample_rate == RATE
    assert other.seconds == pytest.approx(clip.seconds, abs=0.001)
    assert loudness.measure(other).lufs == pytest.approx(loudness.measure(clip).lufs, abs=0.1)
    assert [(w.start, w.end) for w in other.words] == [(0, 12_000), (12_000, 24_000)]


def test_a_clip_that_fits_is_left_alone() -> None:
    clip = tone(1.0, -20)

    assert fitted(clip, 0.0, RATE) is clip


def test_a_clip_is_made_louder_without_being_cut() -> None:
    clip = tone(1.0, -6)

    louder = fitted(clip, 9.0, RATE)

    assert 20_000 < np.abs(louder.samples.astype(int)).max() < 32_767


def test_the_narrator_says_what_the_narrators_voice_speaks() -> None:
    choice = choose("silent", "low", "en")

    cast = cast_of(choice, "silent", [Sentence("Oui.", language="fr"), Sentence("Yes.")])

    assert cast.others == {}
    assert cast.speaker(Sentence("Oui.", language="fr")).voice == "low"


def test_another_language_has_the_best_voice_at_hand() -> None:
    french = Sentence("Oui.", language="fr")

    cast = cast_of(choose("auto", "", "en"), "auto", [french, Sentence("Yes.")])

    assert cast.narrator.engine == "hibari"
    assert cast.speaker(french).voice.startswith("fr")
    assert cast.speaker(Sentence("Yes.")) == cast.narrator
    assert cast.voices == {("", "fr"): cast.speaker(french).voice}


def test_an_engine_that_was_asked_for_is_asked_first() -> None:
    english = Sentence("Yes.", language="en")

    named = cast_of(choose("pyttsx3", "", "de"), "pyttsx3", [english])
    free = cast_of(choose("auto", "", "de"), "auto", [english])

    assert named.speaker(english).engine == "pyttsx3"
    assert free.speaker(english).engine == "hibari"


def test_a_language_that_no_voice_speaks_is_the_narrators_and_told() -> None:
    cast = cast_of(choose("auto", "", "en"), "auto", [Sentence("x", language="akk")])

    assert cast.others == {}
    assert cast.messages == ("No installed voice speaks 'akk'; the narrator reads what is in it.",)


BOOK = """---
title: The Trip
lang: en
---

# One

It was a dark night and the wind was in the trees, as it had been for a week.

The old man said: [je ne sais pas ce que vous voulez dire, mon ami]{lang=fr}, and left.

Il faut que vous sachiez que je ne suis pas de votre avis, mon cher ami.

She waited until the morning came, and then she too went out and did not look back.

"I have been here for a week," he said, "and nobody has asked me what it is that I want."
"""


@pytest.mark.slow
def test_the_loudness_does_not_change_with_the_voice(tmp_path: Path) -> None:
    import json

    import soundfile
    from click.testing import CliRunner

    from narrate.cli.main import narrate

    book = tmp_path / "trip.md"
    book.write_text(BOOK, "utf-8")
    asked = ["make", str(book), "--to", "mp3", "-o", str(tmp_path / "out"), "--jobs", "1"]
    asked += ["--voice", "dialogue=en-gb"]

    done = CliRunner(env={"NARRATE_CACHE": str(tmp_path / "cache")}).invoke(narrate, asked)

    assert done.exit_code == 0, done.output
    folder = tmp_path / "out" / "The Trip"
    content = json.loads((folder / "book.json").read_text("utf-8"))
    samples, rate = soundfile.read(folder / "The Trip.mp3", dtype="int16")
    heard: dict[str, list[Histogram]] = {}
    for sentence in content["chapters"][0]["sentences"]:
        start, end = (round(sentence[name] * rate / 1000) for name in ("start_ms", "end_ms"))
        clip = Clip(np.ascontiguousarray(samples[start:end]), rate)
        heard.setdefault(sentence["voice"], []).append(measured(clip))
    lufs = {voice: loudness.merge(some).lufs for voice, some in heard.items()}
    assert set(lufs) == {"heart", "fr-fr", "en-gb"}
    assert max(lufs.values()) - min(lufs.values()) < 1.0
