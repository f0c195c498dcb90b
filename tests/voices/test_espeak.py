from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import wave
from pathlib import Path
from threading import Thread
from typing import Any

import espeakng_loader
import numpy as np
import pytest

from narrate.errors import EngineFailed
from narrate.voices import espeak_driver
from narrate.voices.engine import Pronunciation, Utterance
from narrate.voices.espeak import KILLED_BY_NUMBERS, Espeak, Speech
from narrate.voices.espeak_driver import identifier, languages, variants
from narrate.voices.pyttsx3 import SLOWEST, Pyttsx3
from narrate.voices.speaking import say

TEXT = "It was the best of times, it was the worst of times."


def speech(text: str, voice: str = "en-us", rate: int = 175) -> Speech:
    path = identifier(voice)
    with Espeak() as espeak:
        return espeak.speak(text, path, rate)


def digest(text: str) -> str:
    return hashlib.sha256(speech(text).samples.tobytes()).hexdigest()


@pytest.fixture
def pyttsx3_engine() -> Any:
    import pyttsx3

    engine = pyttsx3.init(espeak_driver.install())
    for name, value in (("voice", "en-us"), ("rate", 175), ("phonemes", False)):
        engine.setProperty(name, value)  # pyttsx3 hands out one engine for the whole process
    return engine


def test_the_bundled_library_is_used_even_where_the_system_has_one(tmp_path: Path) -> None:
    elsewhere = tmp_path / "libespeak-ng.so.1"
    shutil.copy(espeakng_loader.get_library_path(), elsewhere)
    program = f"""
import ctypes
ctypes.CDLL({str(elsewhere)!r}, mode=ctypes.RTLD_GLOBAL)
from narrate.voices.espeak import Espeak
with Espeak() as espeak:
    print(espeak.file)
    print(len(espeak.speak("word", "gmw/en-US", 175).samples) > 2000)
"""
    environment = {
        "LD_LIBRARY_PATH": str(tmp_path),
        "LD_PRELOAD": str(elsewhere),
        "ESPEAK_DATA_PATH": str(tmp_path),
    }

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )

    file, spoke = ran.stdout.split()
    assert Path(file).samefile(espeakng_loader.get_library_path())
    assert spoke == "True"


def test_a_package_that_keeps_the_library_loaded_changes_no_sample() -> None:
    program = f"""
import ctypes, hashlib, espeakng_loader
kept = ctypes.CDLL(espeakng_loader.get_library_path())
from narrate.voices.espeak import Espeak
for text in ({TEXT!r}, "Who goes there?", {TEXT!r}):
    with Espeak() as espeak:
        print(hashlib.sha256(espeak.speak(text, "gmw/en-US", 175).samples.tobytes()).hexdigest())
"""

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert ran.stdout.split() == [digest(TEXT), digest("Who goes there?"), digest(TEXT)], ran.stderr


def test_the_same_sentence_is_the_same_samples_whatever_was_said_before() -> None:
    first = digest(TEXT)
    others = [digest(text) for text in ("Who's there?", "A whispering sea — hush!", TEXT[:20])]

    assert digest(TEXT) == first
    assert len({first, *others}) == 4


def test_threads_take_turns() -> None:
    alone = digest(TEXT)
    found: list[str] = []
    threads = [Thread(target=lambda: found.append(digest(TEXT))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [alone] * 4


@pytest.mark.parametrize(
    ("voice", "text"),
    [
        ("en-us", "She said café naïve — twice, 😀 perhaps."),
        ("fr-fr", "L’été déjà fini, où êtes-vous donc ?"),
        ("ru", "Все счастливые семьи похожи друг на друга."),
    ],
)
def test_a_word_event_stands_on_the_letters_of_its_word(voice: str, text: str) -> None:
    events = speech(text, voice).words

    places = [event.place for event in events]
    assert places == sorted(places)
    on_letters = [place for place in places if text[place].isalnum()]
    assert len(on_letters) >= len(text.split()) - 2
    assert not any(text[place - 1].isalnum() for place in on_letters if place)
    last = max(i for i, c in enumerate(text) if c == " " and any(map(str.isalnum, text[i:]))) + 1
    assert places[-1] == last


def test_a_word_event_stands_where_the_sound_begins_after_a_pause() -> None:
    words = speech("Stop. Go on. Stop.", "en-us")

    go = next(event.frame for event in words.words if event.place == 6)
    before = np.abs(words.samples[go - 1100 : go - 220]).max()
    after = np.abs(words.samples[go : go + 2200]).max()
    assert before < after / 20


def test_there_is_a_voice_for_each_language_with_a_dictionary_and_names_are_unique() -> None:
    data = Path(espeakng_loader.get_data_path())
    files = {str(p.relative_to(data / "lang")) for p in data.glob("lang/**/*") if p.is_file()}

    listed = [voice.identifier for voice in languages().values()]

    assert len(listed) == len(set(listed))
    mute = {name.rpartition("/")[2] for name in files - set(listed)}
    assert mute == {n for n in mute if not (data / f"{n}_dict").exists()}
    assert len(mute) < 5


@pytest.mark.parametrize("voice", ["en-us", "en-us+f3", "fr-fr", "cmn", "yue-latn-jyutping", "pt"])
def test_a_voice_is_heard_by_its_name(voice: str) -> None:
    assert len(speech("Maria", voice).samples) > 4000


@pytest.mark.slow
@pytest.mark.parametrize("name", languages())
def test_every_language_can_be_heard(name: str) -> None:
    numbers = "" if identifier(name) in KILLED_BY_NUMBERS else " 12"

    assert len(speech("Maria" + numbers, name).samples) > 1000


@pytest.mark.slow
@pytest.mark.parametrize("name", variants())
def test_every_variant_can_be_heard(name: str) -> None:
    assert len(speech("Maria 12", f"en-us+{name}").samples) > 1000


@pytest.mark.parametrize("voice", ["xx", "en-us+nobody", "en-us+", "", "gmw/en-US", "+f3"])
def test_a_voice_that_does_not_exist_is_refused_and_not_replaced(voice: str) -> None:
    with pytest.raises(ValueError, match="no voice"):
        identifier(voice)


def test_a_variant_changes_the_sound() -> None:
    plain, variant = speech(TEXT).samples, speech(TEXT, "en-us+f3").samples

    assert not np.array_equal(plain[:20000], variant[:20000])


def test_control_characters_neither_end_the_text_nor_command_the_library() -> None:
    spaced = speech("one two three").samples

    assert np.array_equal(speech("one\0two\x01three").samples, spaced)


def test_pyttsx3_writes_every_queued_file_completely(pyttsx3_engine: Any, tmp_path: Path) -> None:
    texts = ["One.", "Two and a half.", TEXT, "Four.", "Five hundred and fifty-five."]
    for number, text in enumerate(texts):
        pyttsx3_engine.save_to_file(text, str(tmp_path / f"{number}.wav"))

    pyttsx3_engine.runAndWait()

    for number, text in enumerate(texts):
        with wave.open(str(tmp_path / f"{number}.wav")) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            assert file.getnframes() == len(speech(text).samples)


def test_pyttsx3_says_when_words_are_heard(pyttsx3_engine: Any, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    token = pyttsx3_engine.connect(
        "started-word", lambda name, location, length: heard.append((name, location, length))
    )

    pyttsx3_engine.save_to_file("Good evening, friends.", str(tmp_path / "x.wav"))
    pyttsx3_engine.runAndWait()
    pyttsx3_engine.disconnect(token)

    assert heard == [("Good", 0, 4), ("evening", 5, 7), ("friends", 14, 7)]


def test_pyttsx3_is_told_of_errors(pyttsx3_engine: Any, tmp_path: Path) -> None:
    errors: list[Exception] = []
    token = pyttsx3_engine.connect("error", lambda name, exception: errors.append(exception))

    pyttsx3_engine.setProperty("voice", "nobody")
    pyttsx3_engine.setProperty("pace", 3)
    pyttsx3_engine.say("aloud")
    pyttsx3_engine.save_to_file("word", str(tmp_path / "no" / "such" / "folder.wav"))
    pyttsx3_engine.runAndWait()
    pyttsx3_engine.disconnect(token)

    kinds = [type(error) for error in errors]
    assert kinds == [ValueError, KeyError, NotImplementedError, FileNotFoundError]


def test_the_engine_refuses_a_voice_that_does_not_exist() -> None:
    with pytest.raises(EngineFailed, match="'en-us\\+nobody'"):
        Pyttsx3().speak(Utterance("word", "en-us+nobody"))


def test_the_engine_works_on_after_a_failure() -> None:
    engine = Pyttsx3()
    with pytest.raises(EngineFailed):
        engine.speak(Utterance("word", "nobody"))

    assert engine.speak(Utterance("word", "en-us")).frames > 2000


@pytest.mark.parametrize("voice", ["ru", "cmn", "fr-fr"])
@pytest.mark.parametrize("speed", [0.5, 1.5, 3.0])
def test_the_speed_is_right_in_every_language(voice: str, speed: float) -> None:
    text = {
        "ru": "Все счастливые семьи похожи друг на друга.",
        "cmn": "道可道，非常道。名可名，非常名。",
        "fr-fr": "Longtemps, je me suis couché de bonne heure.",
    }[voice]
    engine = Pyttsx3()

    normal, other = (engine.speak(Utterance(text, voice, speed=s)).seconds for s in (1.0, speed))

    assert normal / other == pytest.approx(speed, rel=0.08)


def test_a_speed_below_what_espeak_can_is_refused() -> None:
    with pytest.raises(EngineFailed, match=f"no slower than speed {SLOWEST}"):
        Pyttsx3().speak(Utterance("word", "en-us", speed=0.3))


def test_a_pronunciation_changes_its_word_and_times_keep_to_the_text() -> None:
    text = "The quay was [[long]]."
    said = (Pronunciation(4, 8, "kweɪ"),)

    plain = say(Pyttsx3(), Utterance(text, "en-us"))
    other = say(Pyttsx3(), Utterance(text, "en-us", pronunciations=said))

    assert plain.frames != other.frames
    spans = [(w.text_start, w.text_end) for w in other.words]
    assert spans == [(0, 3), (4, 8), (9, 12), (15, 19)]
    assert all(w.exact for w in other.words)


def test_a_pronunciation_that_is_the_usual_one_changes_nothing() -> None:
    said = (Pronunciation(4, 8, "kˈiː"),)

    plain = say(Pyttsx3(), Utterance("The quay was long.", "en-us"))
    other = say(Pyttsx3(), Utterance("The quay was long.", "en-us", pronunciations=said))

    assert np.array_equal(plain.samples, other.samples)


@pytest.mark.parametrize("text", ["1871", "0", "Aluu 1,000,000.", "٣ aluu"])
def test_a_number_that_would_kill_the_process_is_refused_in_one_line(text: str) -> None:
    engine = Pyttsx3()

    with pytest.raises(EngineFailed, match=r"^[^\n]*'kl'[^\n]*numbers[^\n]*words[^\n]*$"):
        engine.speak(Utterance(text, "kl", "kl"))

    assert engine.speak(Utterance("Aluu nunarsuaq.", "kl", "kl")).seconds > 0.3


@pytest.mark.slow
def test_no_other_language_is_killed_by_numbers() -> None:
    program = """
import sys
from narrate.voices.espeak import Espeak
for text in ("1871", "0", "1,000,000", "3.14", "-5", "12 %"):
    with Espeak() as espeak:
        espeak.speak(text, sys.argv[1], 400)
"""
    known = {voice.identifier for voice in languages().values()} - KILLED_BY_NUMBERS

    killed = [
        voice
        for voice in sorted(known)
        if subprocess.run([sys.executable, "-c", program, voice], capture_output=True).returncode
    ]

    assert killed == []
