"""The engine against a stand-in that answers as the service of Microsoft Edge does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import stands
from click.testing import CliRunner

from narrate.cli.voices import command as voices
from narrate.errors import EngineFailed
from narrate.voices.edge import Edge
from narrate.voices.engine import Utterance
from narrate.voices.speaking import say

edge_tts = pytest.importorskip("edge_tts.communicate", reason="edge-tts is not here")

EMMA = "en-US-EmmaMultilingualNeural"


@pytest.fixture(scope="module")
def service() -> Iterator[None]:
    with stands.edge() as address, pytest.MonkeyPatch.context() as patch:
        patch.setattr(edge_tts, "WSS_URL", address)
        yield


@pytest.mark.usefixtures("service")
def test_a_text_comes_back_as_sound_with_the_times_of_its_words() -> None:
    clip = say(Edge(), Utterance("one two & three", EMMA))

    assert clip.sample_rate == 24000
    assert 0.2 < clip.seconds < 0.6
    assert [(w.text_start, w.text_end, w.exact) for w in clip.words] == [
        (0, 3, True),
        (4, 7, True),
        (10, 15, True),
    ]


@pytest.mark.usefixtures("service")
def test_an_answer_that_breaks_off_is_not_taken_for_the_whole() -> None:
    with pytest.raises(EngineFailed, match="broke off"):
        Edge().speak(Utterance("the line was unplugged by someone", EMMA))


@pytest.mark.usefixtures("service")
def test_a_speed_is_asked_for_as_the_service_takes_it() -> None:
    normal, slow = (say(Edge(), Utterance("one two three", EMMA, speed=s)) for s in (1.0, 0.8))

    assert slow.seconds / normal.seconds == pytest.approx(1.25, rel=0.1)


@pytest.mark.usefixtures("service")
def test_a_thread_with_a_loop_of_its_own_can_ask_too() -> None:
    async def asked() -> float:
        return say(Edge(), Utterance("one two", EMMA)).seconds

    assert asyncio.run(asked()) > 0.1


def test_the_page_of_samples_asks_no_service_that_was_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Edge, "speak", lambda *_: pytest.fail("asked"))

    done = CliRunner().invoke(voices, ["--language", "he", "--demo", str(tmp_path / "a.html")])

    assert done.exit_code == 0, done.output


def test_without_the_service_it_is_told_that_it_needs_a_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(edge_tts, "WSS_URL", "ws://127.0.0.1:9/?TrustedClientToken=0")

    with pytest.raises(EngineFailed, match="needs a network"):
        Edge().speak(Utterance("one", EMMA))


def test_every_voice_says_that_it_is_not_offline() -> None:
    voices = Edge().voices()

    assert len(voices) > 50
    assert not any(voice.offline for voice in voices)
    assert {voice.sex for voice in voices} == {"female", "male"}
