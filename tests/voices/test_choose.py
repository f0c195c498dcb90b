from __future__ import annotations

import subprocess
import sys

import pytest

from narrate.errors import NoVoiceForLanguage, UnknownEngine, UnknownVoice
from narrate.voices.choose import choose, engines_for, speaks
from narrate.voices.engine import Voice


@pytest.mark.parametrize("language", ["en", "en-GB", "eng", "en_US", ""])
def test_english_is_read_by_hibari(language: str) -> None:
    choice = choose("auto", "", language)

    assert (choice.engine.name, choice.voice.id) == ("hibari", "heart")
    assert choice.why.startswith("Heart") and choice.why.endswith(".")


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("fr", "fr-fr"),
        ("fre", "fr-fr"),
        ("fr-CH", "fr-ch"),
        ("de-AT", "de"),
        ("pt-BR", "pt-br"),
        ("pt-PT", "pt"),
        ("es", "es"),
        ("es-MX", "es-419"),
        ("no", "nb"),
        ("zh", "cmn"),
        ("zh-Hant-TW", "cmn"),
        ("zh-HK", "yue"),
        ("sr-Latn", "sr"),
        ("la", "la"),
    ],
)
def test_another_language_is_read_by_pyttsx3_in_its_region(language: str, voice: str) -> None:
    choice = choose("auto", "", language)

    assert (choice.engine.name, choice.voice.id) == ("pyttsx3", voice)


@pytest.mark.parametrize(("language", "voice"), [("en", "en-us"), ("en-GB", "en-gb")])
def test_pyttsx3_reads_english_when_asked(language: str, voice: str) -> None:
    assert choose("pyttsx3", "", language).voice.id == voice


def test_a_named_voice_brings_its_engine() -> None:
    assert choose("auto", "heart", "en").engine.name == "hibari"
    assert choose("auto", "fr-fr", "en").engine.name == "pyttsx3"


def test_a_variant_is_a_voice_of_its_own() -> None:
    assert choose("pyttsx3", "en-us+f3", "en").voice.id == "en-us+f3"


def test_an_unknown_engine_is_told_with_the_names_that_exist() -> None:
    with pytest.raises(UnknownEngine, match=r"'hibary'.*auto, .*hibari.*pyttsx3"):
        choose("hibary", "", "en")


@pytest.mark.parametrize(
    ("engine", "voice", "hint"),
    [
        ("hibari", "hart", "heart"),
        ("auto", "hart", "heart"),
        ("pyttsx3", "en-uk", "en-us"),
        ("pyttsx3", "en-us+f33", r"en-us\+f3"),
        ("hibari", "emma", "narrate voices --get emma"),
    ],
)
def test_an_unknown_voice_is_told_with_a_way_on(engine: str, voice: str, hint: str) -> None:
    with pytest.raises(UnknownVoice, match=hint):
        choose(engine, voice, "en")


@pytest.mark.parametrize(("engine", "language"), [("auto", "xx"), ("hibari", "fr")])
def test_a_language_that_nothing_speaks_is_an_error(engine: str, language: str) -> None:
    with pytest.raises(NoVoiceForLanguage, match=f"'{language}'"):
        choose(engine, "", language)


@pytest.mark.parametrize(
    ("tags", "language", "expected"),
    [
        (("mul",), "xx", True),
        (("es",), "ca", False),
        (("nb",), "nn", True),
        (("sr",), "sr-Latn", True),
        (("en-us",), "not a tag!", False),
    ],
)
def test_a_voice_speaks_its_language_and_no_neighbour(
    tags: tuple[str, ...], language: str, expected: bool
) -> None:
    assert speaks(Voice("v", "V", tags, 8000, "MIT"), language) is expected


def test_listing_and_choosing_load_no_engine() -> None:
    program = """
import sys
from narrate import registry
from narrate.voices.choose import choose, make
for name in ("hibari", "pyttsx3", "silent"):
    make(name).voices()
for language in ("en", "fr"):
    choose("auto", "", language)
heavy = {"onnxruntime", "hibari", "pyttsx3", "scipy", "soundfile"}
print(sorted(heavy & set(sys.modules)))
"""

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


@pytest.mark.parametrize("voice", ["pyttsx3:en-gb", "silent:low"])
def test_a_voice_may_be_named_with_its_engine(voice: str) -> None:
    choice = choose("auto", voice, "en")

    assert f"{choice.engine.name}:{choice.voice.id}" == voice


def test_a_part_of_a_name_that_no_other_voice_has_will_do() -> None:
    assert choose("auto", "Scotland", "en").voice.id == "en-gb-scotland"


def test_a_part_that_several_voices_have_is_not_guessed_at() -> None:
    with pytest.raises(UnknownVoice):
        choose("auto", "gb", "en")


def test_a_voice_that_is_not_here_is_told_with_how_to_get_it() -> None:
    with pytest.raises(UnknownVoice, match="narrate voices --get emma"):
        choose("auto", "emma", "en")


@pytest.mark.parametrize(
    ("engine", "voices", "names"),
    [
        ("silent", [], {"silent"}),
        ("auto", ["", "heart"], {"hibari", "pyttsx3"}),
        ("silent", ["", "pyttsx3:en-gb", "no engine:en-gb"], {"silent", "pyttsx3"}),
    ],
)
def test_the_engines_that_may_be_chosen_are_known_before_the_language(
    engine: str, voices: list[str], names: set[str]
) -> None:
    found = engines_for(engine, voices)

    assert names <= found
    assert "no engine" not in found
    assert engine == "auto" or found == names
