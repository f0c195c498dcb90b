"""The list of voices, fetching one, and the page of samples, as a user has them."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import soundfile
from click.testing import CliRunner, Result
from lxml import html
from playing import SCHEMES, SIZES, faults_of_page
from playwright.sync_api import Browser
from stands import standing

from narrate.cli.voices import command
from narrate.voices import hibari


def voices(*arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)])


def listed(*arguments: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(voices(*arguments, "--json").stdout)
    return found


def test_each_voice_is_told_with_all_that_one_chooses_by() -> None:
    (heart, *_) = listed("--engine", "hibari")

    assert {
        "engine": "hibari",
        "id": "heart",
        "languages": ["en-US"],
        "sex": "female",
        "sample_rate": 24000,
        "licence": "Apache-2.0",
        "offline": True,
        "installed": True,
    }.items() <= heart.items()


def test_a_voice_that_is_not_here_is_told_with_its_cure_and_its_size() -> None:
    out = voices("--engine", "hibari").stdout

    assert "installed" in out
    assert "not installed: narrate voices --get emma (8 MB)" in out


@pytest.mark.parametrize(
    ("arguments", "holds"),
    [
        (("--language", "fr"), lambda v: any(tag.startswith("fr") for tag in v["languages"])),
        (("--language", "en", "--sex", "male"), lambda v: v["sex"] == "male"),
        (("--language", "de", "--installed"), lambda v: v["installed"]),
        (("--offline", "--language", "es"), lambda v: v["offline"]),
        (("--engine", "silent"), lambda v: v["engine"] == "silent"),
    ],
)
def test_filters_leave_what_fits(arguments: tuple[str, ...], holds: Any) -> None:
    found = listed(*arguments)

    assert found
    assert all(map(holds, found))


def test_voices_that_speak_where_none_is_named_come_first() -> None:
    engines = [voice["engine"] for voice in listed("--installed")]

    assert engines[0] == "hibari"
    assert engines.index("pyttsx3") < engines.index("silent")


def test_where_no_voice_fits_it_is_told_and_json_is_an_empty_array() -> None:
    told = voices("--language", "tlh")

    assert (told.stdout, told.stderr.splitlines()[-1][:5]) == ("", "No vo")
    assert listed("--language", "tlh") == []


def test_engines_that_are_not_installed_are_told_in_one_line_and_not_in_json() -> None:
    told = voices("--language", "de")

    assert len(told.stderr.splitlines()) <= 1
    assert voices("--language", "de", "--json").stderr == ""


def test_voices_on_offer_are_listed_without_the_engine_that_speaks_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("narrate.voices.piper.find_spec", lambda name: None)

    (row,) = (row for row in listed("--language", "de") if row["id"] == "de_DE-thorsten-medium")

    assert row["get"].startswith("pip install 'narrate-audiobook[piper]', then narrate voices")


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that a server offers as the home of hibari's voices."""
    folder = tmp_path / "mirror"
    folder.mkdir()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(folder))
    settings = tmp_path / "engines.toml"
    monkeypatch.setenv("NARRATE_ENGINES", str(settings))
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "home"))
    with standing(handler) as address:
        settings.write_text(f'[hibari]\nurl = "{address}"\n')
        yield folder


def test_a_voice_is_fetched_by_its_name_and_is_installed_then(
    mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = b"a model"
    row = hibari._registry().VOICES["emma"]
    monkeypatch.setitem(row, "bytes", len(model))
    monkeypatch.setitem(row, "sha256", hashlib.sha256(model).hexdigest())
    (mirror / row["file"]).write_bytes(model)

    done = voices("--get", "emma")

    assert done.exit_code == 0, done.output
    assert (tmp_path / "home" / row["file"]).read_bytes() == model
    assert "emma" in {v["id"] for v in listed("--engine", "hibari", "--installed")}
    assert "here already" in voices("--get", "hibari:emma").output


def test_a_voice_that_nobody_offers_is_refused_with_those_that_are(mirror: Path) -> None:
    done = voices("--get", "nobody")

    assert "emma" in str(done.exception)


def test_a_voice_that_comes_with_its_engine_is_told_to_be_here(mirror: Path) -> None:
    done = voices("--get", "heart")

    assert "here already" in str(done.exception)


def test_the_page_has_a_sample_that_plays_for_each_voice(tmp_path: Path) -> None:
    target = tmp_path / "voices.html"

    done = voices("--engine", "silent", "--demo", target)

    assert done.exit_code == 0, done.output
    page = html.document_fromstring(target.read_text("utf-8"))
    samples = [audio for audio in page.iter("audio") if "controls" in audio.attrib]
    assert len(samples) == len(listed("--engine", "silent", "--installed"))
    for sample in samples:
        label = next(e for e in page.iter() if e.get("id") == sample.get("aria-labelledby"))
        assert "".join(map(str, label.itertext())).strip()
        sound = base64.b64decode(str(sample.get("src")).partition("base64,")[2])
        assert soundfile.info(BytesIO(sound)).duration > 0.5


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of samples of some voices."""
    target = tmp_path_factory.mktemp("samples") / "voices.html"
    voices("--language", "fr", "--demo", target)
    return target


@pytest.mark.slow
def test_the_page_plays_in_a_browser(samples: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(samples.as_uri())
    lengths = page.evaluate(
        """() => Promise.all([...document.querySelectorAll('audio')].map(a => new Promise(
             done => { a.onloadedmetadata = () => done(a.duration); a.preload = 'auto';
                       a.load(); })))"""
    )
    page.close()

    assert len(lengths) == 3 and all(length > 1 for length in lengths)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_use_the_page(
    samples: Path, browser: Browser, size: str, scheme: str
) -> None:
    assert faults_of_page(browser, samples, size, scheme) == []
