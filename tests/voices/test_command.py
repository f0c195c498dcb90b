from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from narrate.errors import BadScript, EngineFailed
from narrate.voices.choose import choose
from narrate.voices.command import Command
from narrate.voices.engine import Utterance
from narrate.voices.silent import Silent, frames_of
from narrate.voices.speaking import say

PROGRAM = """
import sys, wave
from narrate.voices.engine import Utterance
from narrate.voices.silent import Silent
output, speed, *words = sys.argv[1:]
text = words[0] if words else sys.stdin.read()
clip = Silent().speak(Utterance(text, "high", speed=float(speed)))
with wave.open(sys.stdout.buffer if output == "-" else output, "wb") as file:
    file.setparams((1, 2, clip.sample_rate, clip.frames, "NONE", ""))
    file.writeframes(clip.samples.tobytes())
"""

Described = Callable[..., Command]


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Described:
    """Write engines.toml with one voice, and make the engine."""

    def make(*run: str, **more: object) -> Command:
        row = {"run": run, "sample_rate": 8000, **more}
        lines = ["[command.mine]", *(f"{k} = {json.dumps(v)}" for k, v in row.items())]
        (tmp_path / "engines.toml").write_text("\n".join(lines), "utf-8")
        monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))
        return Command()

    return make


@pytest.fixture
def program(tmp_path: Path) -> str:
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    return str(tmp_path / "program.py")


@pytest.mark.parametrize("output", ["{output}", "-"])
@pytest.mark.parametrize("words", [("{text}",), ()])
def test_text_goes_in_and_sound_comes_out_by_argument_or_by_pipe(
    described: Described, program: str, output: str, words: tuple[str, ...]
) -> None:
    engine = described(sys.executable, program, output, "{speed}", *words)

    clip = say(engine, Utterance("one two, café", "mine", speed=2.0))

    expected = Silent().speak(Utterance("one two, café", "high", speed=2.0))
    assert np.array_equal(clip.samples, expected.samples)


@pytest.mark.parametrize(
    "text", ["$(touch x); `touch x` | one", "--one", "{output} one", "'\" one\\"]
)
def test_a_text_is_one_argument_whatever_it_holds(
    described: Described, program: str, text: str
) -> None:
    engine = described(sys.executable, program, "{output}", "{speed}", "{text}")

    assert say(engine, Utterance(text, "mine")).frames == frames_of(len(text))


def test_sound_at_another_rate_is_resampled_to_the_declared_one(
    described: Described, program: str
) -> None:
    engine = described(sys.executable, program, "{output}", "{speed}", "{text}", sample_rate=24000)

    clip = say(engine, Utterance("one two", "mine"))

    assert clip.sample_rate == 24000
    assert clip.frames == pytest.approx(3 * frames_of(7), abs=240)


def test_the_bundled_espeak_can_be_such_a_program(described: Described, tmp_path: Path) -> None:
    script = tmp_path / "espeak.py"
    script.write_text(
        "import sys, pyttsx3\n"
        "from narrate.voices import espeak_driver\n"
        "engine = pyttsx3.init(espeak_driver.install())\n"
        "engine.setProperty('rate', int(sys.argv[1]))\n"
        "engine.save_to_file(sys.argv[3], sys.argv[2])\n"
        "engine.runAndWait()\n",
        "utf-8",
    )
    engine = described(
        sys.executable, str(script), "{rate}", "{output}", "{text}", sample_rate=22050
    )

    normal, fast = (
        say(engine, Utterance("Hello there, friend.", "mine", speed=s)).seconds for s in (1.0, 1.5)
    )

    assert 0.8 < normal < 2.0
    assert fast < 0.8 * normal


@pytest.mark.parametrize(
    ("run", "why"),
    [
        (("no-such-program-here", "{text}"), "cannot be run: No such file"),
        ((sys.executable, "-c", "raise SystemExit('out of breath')"), "status 1: out of breath"),
        ((sys.executable, "-c", "", "{output}"), "wrote no sound file"),
        ((sys.executable, "-c", "print('hello')"), "no sound file"),
    ],
)
def test_a_program_that_fails_is_told_in_one_line(
    described: Described, run: tuple[str, ...], why: str
) -> None:
    with pytest.raises(EngineFailed, match=why) as failed:
        say(described(*run), Utterance("word", "mine"))

    assert "\n" not in str(failed.value)


def test_a_program_that_hangs_is_stopped(described: Described) -> None:
    engine = described(sys.executable, "-c", "import time; time.sleep(60)", timeout=1)

    with pytest.raises(EngineFailed, match="more than 1 s"):
        say(engine, Utterance("word", "mine"))


def test_a_speed_that_the_template_cannot_pass_on_is_refused(described: Described) -> None:
    with pytest.raises(EngineFailed, match=r"neither \{speed\} nor \{rate\}"):
        say(described("program", "{text}"), Utterance("word", "mine", speed=1.5))


def test_a_changed_template_is_another_version(described: Described) -> None:
    versions = {described("a").version, described("b").version, described("a").version}

    assert len(versions) == 2


def test_a_voice_is_chosen_by_its_languages(described: Described) -> None:
    described("a", languages=["cy"])

    assert choose("command", "", "cy").voice.id == "mine"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[command", "engines.toml"),
        ("[command.mine]", "command.mine.*run"),
        ("[command.mine]\nrun = 'espeak {text}'", "run as list"),
        ("[command.mine]\nrun = ['a', 1]", "list of strings"),
        ("[command]\nmine = 3", "command.mine.*run"),
        ("command = 3", r"table \[command\]"),
        ("[command.mine]\nrun = ['a']\ntimeout = 'long'", "timeout as int, not 'long'"),
    ],
)
def test_settings_that_make_no_sense_are_told_with_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, where: str
) -> None:
    (tmp_path / "engines.toml").write_text(text, "utf-8")
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))

    with pytest.raises(BadScript, match=where):
        Command()


def test_without_settings_there_are_no_voices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "none.toml"))

    assert Command().voices() == ()
