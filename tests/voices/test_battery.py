"""One battery for every installed engine: what any text may do to any voice."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import stands

from narrate import registry
from narrate.errors import EngineFailed, MissingExtra
from narrate.model import WORD
from narrate.sound import Clip
from narrate.voices.choose import choose, make
from narrate.voices.engine import Engine, Utterance, Voice
from narrate.voices.speaking import say

SENTENCE = "The old man walked slowly down the road, towards the sea."
OTHERS = ("Who goes there?", "It was the best of times, it was the worst of times.", "No.")


@pytest.fixture(scope="module", autouse=True)
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Servers on this machine, for the engines that speak over the network.

    What the file of settings that NARRATE_ENGINES names has, such as a program for
    ``command`` or the weights of ``kokoro``, stays.
    """
    settings = tmp_path_factory.mktemp("settings") / "engines.toml"
    named = os.environ.get("NARRATE_ENGINES")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        usual = Path(named).read_text("utf-8") if named else ""
        if "[openai]" not in usual:
            usual += stands.settings_for_openai(stack.enter_context(stands.openai()))
        settings.write_text(usual, "utf-8")
        patch.setenv("NARRATE_ENGINES", str(settings))
        if find_spec("edge_tts") is not None:
            service = stack.enter_context(stands.edge())
            patch.setattr("edge_tts.communicate.WSS_URL", service)
        yield


@cache
def engine(name: str) -> Engine:
    try:
        return make(name)
    except MissingExtra as missing:
        pytest.skip(str(missing))


def voice(name: str) -> Voice:
    try:
        found = [v for v in engine(name).voices() if v.installed]
    except EngineFailed as failed:
        pytest.skip(str(failed))
    if not found:
        pytest.skip(f"{name} has no voice here")
    return choose(name, "", "en").voice


def spoken(name: str, text: str, speed: float = 1.0) -> Clip:
    return say(engine(name), Utterance(text, voice(name).id, speed=speed))


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


every_engine = pytest.mark.parametrize("name", registry.names("engines"))


@every_engine
def test_a_sentence_is_heard_at_the_declared_rate(name: str) -> None:
    clip = spoken(name, SENTENCE)

    assert clip.sample_rate == voice(name).sample_rate
    assert 1.0 < clip.seconds < 8.0
    assert np.abs(clip.samples).max() > 1000


@every_engine
def test_the_engine_declares_what_the_cache_and_the_cutter_need(name: str) -> None:
    declared = engine(name)

    assert declared.name == name
    assert declared.version
    assert 50 <= declared.max_characters <= 5000


@every_engine
def test_ids_of_voices_are_unique_and_every_voice_has_a_language(name: str) -> None:
    voices = engine(name).voices()

    assert len({v.id for v in voices}) == len(voices)
    assert all(v.languages and v.licence and v.sample_rate >= 8000 for v in voices)
    assert all(v.installed or v.get for v in voices)


@every_engine
@pytest.mark.parametrize("text", ["", "   ", "...", "—?!", "“ ”", "🎉😀", "\0", "* * *"])
def test_text_without_a_word_is_an_empty_clip(name: str, text: str) -> None:
    assert spoken(name, text).frames == 0


@every_engine
@pytest.mark.parametrize("text", ["one\0two", "\ufeffone\x07 two", "one 😀 two", "one\udc80 two"])
def test_signs_that_no_voice_can_say_do_not_stop_the_words_around_them(
    name: str, text: str
) -> None:
    clip = spoken(name, text)

    assert clip.seconds > 0.1


@every_engine
@pytest.mark.parametrize(
    "text",
    [
        "In 1871 there were 3,000 men.",
        "3.14",
        "½ of £5",
        "IV",
        "a",
        "I.",
        "O'Brien's well-to-do ex.",
    ],
)
def test_numbers_and_short_words_are_heard(name: str, text: str) -> None:
    assert spoken(name, text).seconds > 0.01


@every_engine
@pytest.mark.parametrize(
    "text", ["Привет, мир.", "北京", "שלום", "مرحبا", "पुस्तक", "λόγος", "ตัวอย่าง", "한국어"]
)
def test_another_script_is_heard_or_refused_but_never_dropped(name: str, text: str) -> None:
    try:
        clip = spoken(name, text)
    except EngineFailed as refusal:
        assert text[:3] in str(refusal)
    else:
        assert clip.seconds > 0.03


@every_engine
def test_three_thousand_characters_are_all_heard(name: str) -> None:
    text = (SENTENCE + " ") * (3000 // len(SENTENCE))

    whole, one = spoken(name, text), spoken(name, SENTENCE)

    assert whole.seconds > 0.85 * one.seconds * text.count(SENTENCE)
    assert whole.seconds < 1.5 * one.seconds * text.count(SENTENCE)


@every_engine
def test_a_text_of_one_endless_word_is_heard(name: str) -> None:
    clip = spoken(name, "la" * 1000)

    assert clip.seconds > 10


@every_engine
@pytest.mark.parametrize("speed", [0.75, 1.5, 2.0])
def test_speed_changes_the_duration_by_the_asked_ratio(name: str, speed: float) -> None:
    normal, other = spoken(name, SENTENCE), spoken(name, SENTENCE, speed)

    assert normal.seconds / other.seconds == pytest.approx(speed, rel=0.1)


@every_engine
def test_the_same_sentence_is_the_same_bytes_whatever_was_said_before(name: str) -> None:
    if not engine(name).repeatable:
        pytest.skip("not declared repeatable")
    first = spoken(name, SENTENCE).samples.tobytes()
    for text in OTHERS:
        spoken(name, text)

    again = spoken(name, SENTENCE).samples.tobytes()

    assert again == first


@every_engine
def test_another_process_gives_the_same_bytes(name: str) -> None:
    if not engine(name).repeatable:
        pytest.skip("not declared repeatable")
    here = hashlib.sha256(spoken(name, SENTENCE).samples.tobytes()).hexdigest()
    program = f"""
import hashlib
from narrate.voices.choose import make
from narrate.voices.engine import Utterance
from narrate.voices.speaking import say
clip = say(make({name!r}), Utterance({SENTENCE!r}, {voice(name).id!r}))
print(hashlib.sha256(clip.samples.tobytes()).hexdigest())
"""

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (ran.stderr, ran.stdout.strip()) == ("", here)


@every_engine
def test_word_times_follow_the_words_of_the_text(name: str) -> None:
    clip = spoken(name, SENTENCE)
    if not clip.words:
        pytest.skip("the engine knows no word times")

    spans = [(w.text_start, w.text_end) for w in clip.words]

    assert spans == [m.span() for m in WORD.finditer(SENTENCE)]
    assert all(w.start < w.end for w in clip.words)
    assert all(a.end <= b.start for a, b in pairwise(clip.words))
    assert clip.words[-1].end <= clip.frames


@every_engine
def test_the_first_word_begins_at_once_and_the_end_is_trimmed(name: str) -> None:
    clip = spoken(name, SENTENCE)

    loud = np.flatnonzero(np.abs(clip.samples) > np.abs(clip.samples).max() / 20)

    assert loud[0] / clip.sample_rate < 0.2
    assert (clip.frames - loud[-1]) / clip.sample_rate < 0.3


@every_engine
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
@pytest.mark.parametrize("sentences", [15, pytest.param(1000, marks=pytest.mark.slow)])
def test_memory_does_not_grow_with_the_number_of_sentences(name: str, sentences: int) -> None:
    texts = [f"{SENTENCE[: 20 + i % 37]} number {i}." for i in range(sentences)]
    for text in sorted(texts, key=len)[-10:]:
        spoken(name, text)
    before = resident_megabytes()

    for text in texts:
        spoken(name, text)

    assert resident_megabytes() - before < 50
