"""Voices are fetched from a server on this machine, with its faults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from stands import Handler, standing

from narrate.errors import FetchFailed, UnknownVoice
from narrate.voices.fetching import Offers, Parcel, fetch
from narrate.voices.hibari import Hibari
from narrate.voices.piper import Piper

LICENCES = ("Apache-2.0", "CC0-1.0 (recordings)", "CC-BY-4.0 (recordings)")

MODEL = bytes(range(256)) * 1000


@dataclass
class Shelf:
    """A server's files by path, and those that it breaks off in the middle of."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    logins: list[str | None] = field(default_factory=list)


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    state = Shelf()

    class Shelved(Handler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            state.logins.append(self.headers["Authorization"])
            body = state.files.get(self.path)
            self.send_response(404 if body is None else 200)
            body = body or b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            half = len(body) // 2 if self.path in state.broken else len(body)
            self.wfile.write(body[:half])

    with standing(Shelved) as state.url:
        yield state


def parcel(shelf: Shelf, folder: Path, name: str, content: bytes = MODEL) -> Parcel:
    shelf.files[f"/{name}"] = content
    digest = hashlib.sha256(content).hexdigest()
    return Parcel(f"{shelf.url}/{name}", folder / name, len(content), "sha256", digest)


def test_what_is_fetched_is_byte_for_byte_what_was_asked_for(shelf: Shelf, tmp_path: Path) -> None:
    came: list[int] = []

    fetch([parcel(shelf, tmp_path / "new", "a.onnx")], came.append)

    assert (tmp_path / "new" / "a.onnx").read_bytes() == MODEL
    assert sum(came) == len(MODEL)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.onnx"]


def test_a_download_that_breaks_off_is_told_and_leaves_nothing(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.broken.add("/a.onnx")

    with pytest.raises(FetchFailed, match=r"broke off after 128,000 of 256,000 bytes"):
        fetch([parcel(shelf, tmp_path, "a.onnx")])

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", [MODEL[:-1] + b"!", MODEL + b"!", MODEL * 20])
def test_a_wrong_file_is_told_and_leaves_nothing(
    shelf: Shelf, tmp_path: Path, wrong: bytes
) -> None:
    asked = parcel(shelf, tmp_path, "a.onnx")
    shelf.files["/a.onnx"] = wrong

    with pytest.raises(FetchFailed, match="not the file that narrate knows"):
        fetch([asked])

    assert list(tmp_path.iterdir()) == []


def test_where_one_file_of_a_voice_fails_none_is_kept(shelf: Shelf, tmp_path: Path) -> None:
    first, second = parcel(shelf, tmp_path, "a.json", b"{}"), parcel(shelf, tmp_path, "a.onnx")
    del shelf.files["/a.onnx"]

    with pytest.raises(FetchFailed, match=r"a\.onnx.*404"):
        fetch([first, second])

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_stays_where_a_new_one_cannot_be_had(
    shelf: Shelf, tmp_path: Path
) -> None:
    (tmp_path / "a.onnx").write_bytes(b"old")
    shelf.broken.add("/a.onnx")

    with pytest.raises(FetchFailed):
        fetch([parcel(shelf, tmp_path, "a.onnx")])

    assert (tmp_path / "a.onnx").read_bytes() == b"old"


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="online"):
        fetch([Parcel("http://127.0.0.1:9/a", tmp_path / "a", 1, "sha256", "0")])


def test_a_login_goes_to_the_server_and_into_no_message(shelf: Shelf, tmp_path: Path) -> None:
    whole, gone = (parcel(shelf, tmp_path, name) for name in ("a.onnx", "b.onnx"))
    del shelf.files["/b.onnx"]
    login = {one: one.url.replace("http://", "http://ada:s3cret@") for one in (whole, gone)}

    fetch([replace(whole, url=login[whole])])
    with pytest.raises(FetchFailed, match=r"b\.onnx.*404") as missing:
        fetch([replace(gone, url=login[gone])])
    with pytest.raises(FetchFailed, match="not the file") as wrong:
        fetch([replace(whole, url=login[whole], digest="0")])

    assert shelf.logins == ["Basic YWRhOnMzY3JldA=="] * 3
    assert not any(secret in str(one.value) for one in (missing, wrong) for secret in ("s3", "ada"))


def test_only_http_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="no http address"):
        fetch([Parcel("file:///etc/passwd", tmp_path / "a", 1, "sha256", "0")])


def test_a_folder_that_cannot_be_made_is_the_callers_to_tell(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OSError):
        fetch([parcel(shelf, tmp_path / "file", "a")])


@pytest.mark.parametrize("engine", [Hibari, Piper])
def test_every_voice_on_offer_says_what_it_is_and_what_to_fetch(engine: Offers) -> None:
    for voice in engine.offered():
        parcels = engine.parcels(voice.id)

        assert voice.get == "" if voice.installed else f"narrate voices --get {voice.id}"
        assert voice.licence in LICENCES
        assert voice.installed or sum(parcel.size for parcel in parcels) == voice.size
        assert all(
            len(bytes.fromhex(p.digest)) == hashlib.new(p.algorithm).digest_size for p in parcels
        )
        assert parcels[-1].target.suffix == ".onnx"
        assert len({parcel.target for parcel in parcels}) == len(parcels)


def test_a_language_that_the_bundled_voice_does_not_speak_has_one_voice_on_offer() -> None:
    languages = [voice.languages[0] for voice in Piper.offered()]

    assert len(set(languages)) == len(languages) >= 10
    assert not any(language.startswith("en") for language in languages)


@pytest.mark.parametrize("engine", [Hibari, Piper])
def test_no_other_voice_can_be_fetched(engine: Offers) -> None:
    with pytest.raises(UnknownVoice):
        engine.parcels("nobody")
