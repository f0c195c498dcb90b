"""The engine against a stand-in that speaks the same protocol on this machine."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from stands import Handler, serving, streamed_wav

from narrate.cache import key_of
from narrate.errors import BadScript, EngineFailed, UnknownVoice
from narrate.render.billing import bill
from narrate.render.jobs import Line, SpeakJob, speak
from narrate.voices import openai
from narrate.voices.cast import Cast, Speaker
from narrate.voices.choose import choose
from narrate.voices.engine import Utterance
from narrate.voices.openai import OpenAI
from narrate.voices.silent import Silent
from narrate.voices.speaking import say


@dataclass
class Stand:
    """What the server was asked, and what it answers before it speaks."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    body: bytes | None = None
    excuse: Callable[[dict[str, str]], bytes] = lambda _: b'{"error": "not now"}'
    wait: Callable[[], object] = lambda: None


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    state = Stand()

    class Refusing(Handler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.asked.append({"path": self.path, **request})
            state.headers.append(dict(self.headers))
            state.wait()
            status, extra = state.refusals.pop(0) if state.refusals else (200, {})
            body = state.excuse(dict(self.headers)) if status != 200 else state.body
            answer = streamed_wav(request) if body is None else body
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    monkeypatch.setenv("A_KEY", "s3cret")
    monkeypatch.setattr(openai, "FIRST_WAIT", 0.01)
    with serving(Refusing) as state.url:
        settings = tmp_path / "engines.toml"
        settings.write_text(
            f'[openai]\nbase_url = "{state.url}"\nmodel = "m1"\nvoices = ["high", "low"]\n'
            'languages = ["en"]\nsample_rate = 8000\nkey = "A_KEY"\n',
            "utf-8",
        )
        monkeypatch.setenv("NARRATE_ENGINES", str(settings))
        yield state


def test_a_text_is_one_request_and_the_answer_its_sound(stand: Stand) -> None:
    clip = say(OpenAI(), Utterance("one “two”", "low", speed=2.0))

    expected = Silent().speak(Utterance("one “two”", "low", speed=2.0))
    assert np.array_equal(clip.samples, expected.samples)
    assert stand.asked == [
        {
            "path": "/v1/audio/speech",
            "model": "m1",
            "input": "one “two”",
            "voice": "low",
            "speed": 2.0,
            "response_format": "wav",
        }
    ]
    assert stand.headers[0]["Authorization"] == "Bearer s3cret"


def test_without_a_key_none_is_sent(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("A_KEY")

    say(OpenAI(), Utterance("one", "low"))

    assert "Authorization" not in stand.headers[0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(stand: Stand, status: int) -> None:
    stand.refusals += [(status, {}), (status, {"Retry-After": "0"})]

    assert say(OpenAI(), Utterance("one", "low")).frames > 0
    assert len(stand.asked) == 3


def test_a_server_that_stays_busy_is_given_up(stand: Stand) -> None:
    stand.refusals += [(503, {})] * 9

    with pytest.raises(EngineFailed, match=r"answered 503: .*not now"):
        say(OpenAI(), Utterance("one", "low"))

    assert len(stand.asked) == openai.TRIES


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refusal_that_will_not_pass_is_told_at_once(stand: Stand, status: int) -> None:
    stand.refusals += [(status, {})]

    with pytest.raises(EngineFailed, match=f"answered {status}") as failed:
        say(OpenAI(), Utterance("one", "low"))

    assert len(stand.asked) == 1
    assert "s3cret" not in str(failed.value)


def echoed(headers: dict[str, str]) -> bytes:
    """What a careless server says to a wrong key: the key, which goes beyond what is told."""
    return f"{'x' * 150} {headers['Authorization']}".encode()


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_key_that_a_server_repeats_is_not_told(
    stand: Stand, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sk-" + "5ecret" * 20
    monkeypatch.setenv("A_KEY", key)
    stand.refusals += [(status, {})] * openai.TRIES
    stand.excuse = echoed

    with pytest.raises(EngineFailed, match=f"answered {status}: .*xxx") as failed:
        say(OpenAI(), Utterance("one", "low"))

    assert "5ecret" not in str(failed.value)


def test_a_key_in_what_should_be_sound_is_not_told(stand: Stand) -> None:
    stand.body = b"no sound for the key s3cret, nor for Bearer abcdef"

    with pytest.raises(EngineFailed, match=r"no sound for the key \[hidden\]") as failed:
        say(OpenAI(), Utterance("one", "low"))

    assert "abcdef" not in str(failed.value)


def test_a_login_in_the_address_goes_to_the_server_and_into_no_message(
    stand: Stand, tmp_path: Path
) -> None:
    settings = tmp_path / "engines.toml"
    address = stand.url.replace("http://", "http://ada:pass%40word@")
    settings.write_text(settings.read_text("utf-8").replace(stand.url, address), "utf-8")
    stand.refusals += [(200, {}), (400, {})]
    stand.excuse = echoed

    say(OpenAI(), Utterance("one", "low"))
    with pytest.raises(EngineFailed, match="answered 400") as failed:
        say(OpenAI(), Utterance("two", "low"))

    basic = b64encode(b"ada:pass@word").decode()
    assert [one["Authorization"] for one in stand.headers] == [f"Basic {basic}"] * 2
    assert not any(secret in str(failed.value) for secret in ("word", "ada", basic))


@pytest.mark.parametrize(
    "line",
    [
        'base_url = "htp://ada:s3cret@h/v1"',
        'base_url = "ada:s3cret@h/v1"',
        'base_url = "http://ada:s3/cret@h/v1"',
        'base_url = ["http://ada:s3cret@h/v1"]',
        'base_url = "http://h/v1"\nvoices = ["http://ada:s3cret@h/v1", 1]',
    ],
)
def test_a_login_in_settings_that_do_not_parse_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (tmp_path / "engines.toml").write_text(f"[openai]\n{line}\n")
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))

    with pytest.raises(BadScript) as failed:
        OpenAI()

    assert "s3" not in str(failed.value)


def test_the_key_is_not_carried_to_another_server(stand: Stand) -> None:
    stand.refusals += [(302, {"Location": f"{stand.url}/elsewhere"})]

    with pytest.raises(EngineFailed, match="answered 302"):
        say(OpenAI(), Utterance("one", "low"))

    assert len(stand.asked) == 1


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>"])
def test_an_answer_that_is_no_sound_is_an_error(stand: Stand, body: bytes) -> None:
    stand.body = body

    with pytest.raises(EngineFailed, match="no sound file"):
        say(OpenAI(), Utterance("one", "low"))


def test_silence_from_a_server_is_an_error(stand: Stand) -> None:
    stand.body = streamed_wav({"input": "", "voice": "low", "speed": 1.0}) + bytes(20000)

    with pytest.raises(EngineFailed, match="s of sound for 3 letters"):
        say(OpenAI(), Utterance("one", "low"))


def test_a_server_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "engines.toml").write_text('[openai]\nbase_url = "http://127.0.0.1:9/v1"\n')
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))
    monkeypatch.setattr(openai, "FIRST_WAIT", 0.01)

    with pytest.raises(EngineFailed, match="does not answer"):
        say(OpenAI(), Utterance("one", "alloy"))


@pytest.mark.parametrize(
    ("url", "offline"),
    [("http://localhost:8880/v1", True), ("https://api.example.com/v1", False)],
)
def test_a_voice_of_another_machine_is_not_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, offline: bool
) -> None:
    (tmp_path / "engines.toml").write_text(f'[openai]\nbase_url = "{url}"\n')
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))

    assert [v.offline for v in OpenAI().voices()] == [offline]


def test_an_address_that_is_no_web_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "engines.toml").write_text('[openai]\nbase_url = "file:///etc"\n')
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "engines.toml"))

    with pytest.raises(BadScript, match="no http address"):
        OpenAI()


def test_without_a_table_there_are_no_voices_and_no_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATE_ENGINES", str(tmp_path / "none.toml"))

    assert OpenAI().voices() == ()


def test_settings_that_are_missing_are_told_with_the_file_where_they_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "engines.toml"
    monkeypatch.setenv("NARRATE_ENGINES", str(file))

    for engine in ("openai", "command"):
        with pytest.raises(UnknownVoice) as missing:
            choose(engine, "", "en")
        assert str(file) in str(missing.value)


def test_a_server_is_asked_for_several_texts_at_once(stand: Stand, tmp_path: Path) -> None:
    lines = tuple(Line(f"{n:064x}", Utterance(f"text {n}", "low")) for n in range(9))
    waiting = Barrier(3, timeout=20)
    stand.wait = lambda: waiting.wait() if len(stand.asked) <= 9 else None

    spoken = speak(SpeakJob("openai", tmp_path / "cache", lines))

    assert [(one.clips, one.made) for one in spoken] == [(9, 9)]
    assert sorted(asked["input"] for asked in stand.asked) == [f"text {n}" for n in range(9)]


def test_what_goes_over_the_network_is_told_before_it_goes(tmp_path: Path) -> None:
    far = Speaker("openai", "1", "alloy", 24000, offline=False, price=15.0)
    texts = ("One two.", "One two.", "Three.")
    lines = [Line(key_of(text), Utterance(text, "alloy")) for text in texts]

    (told,) = bill(lines, Cast(far), tmp_path)

    assert "14 characters in 2 requests" in told
    assert "0.00 by your price" in told
    assert bill(lines, Cast(replace(far, offline=True)), tmp_path) == []
