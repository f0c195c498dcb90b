from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate.errors import BookNotFound
from narrate.serve.paths import Redirection, find, media_type
from narrate.serve.root import root_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "feed"
    (root / "sub dir").mkdir(parents=True)
    for name in ("index.html", "a.mp3", "a.json", "sub dir/index.html", ".hidden", "ünï.txt"):
        (root / name).write_text(name)
    return root


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/", "index.html"),
        ("/a.mp3", "a.mp3"),
        ("//a.mp3", "a.mp3"),
        ("/a.mp3?x=1#y", "a.mp3"),
        ("/%61.mp3", "a.mp3"),
        ("/sub%20dir/", "sub dir/index.html"),
        ("/%C3%BCn%C3%AF.txt", "ünï.txt"),
        ("http://localhost:8000/a.mp3", "a.mp3"),
    ],
)
def test_an_address_leads_to_its_file(target: str, name: str, root: Path) -> None:
    if target.startswith("//"):
        assert find(root, target) in (root / "index.html", root / name)
    else:
        assert find(root, target) == root / name


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/sub%20dir/../../secret.txt",
        "/..%2fsecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/.hidden",
        "/C:/secret.txt",
        "/a.mp3%00.html",
        "/a.mp3/",
        "/%ff",
        "/nothing",
        "*",
        "file:///etc/passwd",
    ],
)
def test_tricks_lead_nowhere(target: str, root: Path) -> None:
    assert find(root, target) is None


def test_a_link_out_of_the_folder_leads_nowhere(root: Path) -> None:
    (root / "link.txt").symlink_to(root.parent / "secret.txt")

    assert find(root, "/link.txt") is None


def test_a_folder_without_a_slash_is_redirected_on_this_server(root: Path) -> None:
    assert find(root, "/sub%20dir") == Redirection("/sub%20dir/")
    assert find(root, "//evil.example/sub%20dir") == Redirection("/sub%20dir/")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["..", ".", "/", "%2e", "%2f", "a", "\\", "%00", "é"]), max_size=9))
def test_no_target_leaves_the_folder(root: Path, pieces: list[str]) -> None:
    found = find(root, "/" + "".join(pieces))

    assert not isinstance(found, Path) or found.resolve().is_relative_to(root.resolve())


def test_types_are_those_that_players_want(root: Path) -> None:
    assert media_type(root / "a.mp3") == "audio/mpeg"
    assert media_type(root / "a.json") == "application/json+chapters; charset=utf-8"
    assert media_type(root / "b.json") == "application/json; charset=utf-8"
    assert media_type(root / "a.unknown") == "application/octet-stream"


def test_a_folder_without_feed_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BookNotFound, match=r"narrate feed .* --url"):
        root_of(tmp_path)
