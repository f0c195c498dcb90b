from __future__ import annotations

from pathlib import Path

import pytest
from feeding import COMMUNE, NOW, make_book, publish
from PIL import Image

from narrate.errors import BookNotFound, EditedByHand, OutputBusy, UsageError
from narrate.publish.cover import LARGEST, SMALLEST
from narrate.publish.feed import Wish, publish_feed
from narrate.publish.feed.artwork import artwork
from narrate.publish.feed.settings import settings_of

RENAMED = (("New name", COMMUNE[0][1]), *COMMUNE[1:])


def picture(path: Path, size: tuple[int, int], mode: str = "RGB") -> Path:
    Image.new(mode, size, 1).save(path)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("name", ["feed.xml", "index.html", "cover.jpg"])
def test_what_a_person_changed_is_not_overwritten(name: str, tmp_path: Path) -> None:
    place = publish(make_book(tmp_path)).file.parent
    (place / name).write_bytes(b"mine")
    make_book(tmp_path, RENAMED)
    before = contents(tmp_path)

    with pytest.raises(EditedByHand, match=rf"{name}.* not as narrate wrote it"):
        publish_feed(tmp_path, Wish(), NOW)

    assert contents(tmp_path) == before


def test_it_is_overwritten_when_asked(tmp_path: Path) -> None:
    place = publish(make_book(tmp_path)).file.parent
    right = (place / "feed.xml").read_bytes()
    (place / "feed.xml").write_bytes(b"mine")

    publish_feed(tmp_path, Wish(overwrite=True), NOW)

    assert (place / "feed.xml").read_bytes() == right


def test_a_file_that_was_there_before_narrate_is_not_overwritten(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    (book / "feed").mkdir()
    (book / "feed" / "index.html").write_text("my page")

    with pytest.raises(EditedByHand, match=r"index\.html"):
        publish(book)


def test_files_of_a_person_beside_the_feed_stay(tmp_path: Path) -> None:
    place = publish(make_book(tmp_path)).file.parent
    (place / "about.html").write_text("about me")

    publish_feed(make_book(tmp_path, COMMUNE[:2]), Wish(), NOW)

    assert (place / "about.html").read_text() == "about me"


def test_a_removed_file_is_written_again(tmp_path: Path) -> None:
    place = publish(make_book(tmp_path)).file.parent
    sound = next(place.glob("*.mp3"))
    before = sound.read_bytes()
    sound.unlink()

    publish_feed(tmp_path, Wish(), NOW)

    assert sound.read_bytes() == before


def test_the_first_feed_needs_an_address(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="add --url https://"):
        publish_feed(make_book(tmp_path), Wish(), NOW)


@pytest.mark.parametrize(
    "choice",
    [
        {"url": "example.org/a"},
        {"url": "ftp://example.org/a"},
        {"url": "https://"},
        {"url": "https://ann@example.org/"},
        {"url": "https://example.org/?a=b"},
        {"url": "https://exa mple.org/"},
        {"url": "https://example.org:99999/"},
        {"category": "Literature"},
        {"category": "Arts > Drama"},
        {"email": "ann"},
        {"episodes": "part"},
        {"episodes": "0m"},
        {"license": "my own terms"},
        {"every": "week"},
        {"every": "moon", "start": "2027-01-04T06:00+01:00"},
        {"start": "soon"},
        {"until": "later"},
    ],
)
def test_a_choice_that_cannot_be_used_is_told_in_one_line(choice: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="--") as caught:
        settings_of({"url": "https://example.org/"}, choice)

    assert "\n" not in str(caught.value)


def test_a_folder_without_a_book_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BookNotFound, match="Make it first: narrate BOOK"):
        publish(tmp_path)


def test_a_book_that_is_being_made_is_left_alone(tmp_path: Path) -> None:
    from filelock import FileLock

    book = make_book(tmp_path)
    with FileLock(book / ".lock"), pytest.raises(OutputBusy):
        publish(book)


@pytest.mark.parametrize(
    ("size", "words"), [((1399, 1400), "1399 x 1400"), ((10, 10), "10 x 10 pixels")]
)
def test_a_picture_too_small_is_refused(size: tuple[int, int], words: str, tmp_path: Path) -> None:
    book = make_book(tmp_path / "book")
    image = picture(tmp_path / "small.png", size)

    with pytest.raises(UsageError, match=words):
        publish_feed(book, Wish({"url": "https://example.org/"}, image=image), NOW)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book")
    (tmp_path / "text.png").write_text("no picture")

    for name in ("text.png", "nothing.png"):
        with pytest.raises(UsageError, match=f"--image .*{name}"):
            publish_feed(book, Wish({"url": "https://x.org/"}, image=tmp_path / name), NOW)


@pytest.mark.parametrize(
    ("mode", "size"),
    [(mode, (20, 30)) for mode in ("L", "RGB", "RGBA", "P", "CMYK", "1", "LA")]
    + [("RGB", (1600, 2400)), ("RGB", (3100, 3100))],
)
def test_any_cover_becomes_fit(mode: str, size: tuple[int, int], tmp_path: Path) -> None:
    name = "cover.jpg" if mode == "CMYK" else "cover.png"
    data = picture(tmp_path / name, size, mode).read_bytes()

    (tmp_path / "fit.jpg").write_bytes(artwork(data, "Emma", ()))

    with Image.open(tmp_path / "fit.jpg") as fit:
        assert (fit.format, fit.mode) == ("JPEG", "RGB")
        assert fit.width == fit.height and SMALLEST <= fit.width <= LARGEST


def test_a_fit_cover_is_left_as_it_is(tmp_path: Path) -> None:
    data = picture(tmp_path / "a.jpg", (1500, 1500)).read_bytes()

    assert artwork(data, "Emma", ()) == data


def test_a_book_without_a_cover_gets_a_fit_one(tmp_path: Path) -> None:
    (tmp_path / "fit.jpg").write_bytes(artwork(b"", "Emma & <b>", ("Jane",)))

    with Image.open(tmp_path / "fit.jpg") as fit:
        assert (fit.format, fit.mode) == ("JPEG", "RGB")
        assert fit.width == fit.height and SMALLEST <= fit.width <= LARGEST


def test_a_picture_given_once_stays(tmp_path: Path) -> None:
    book = make_book(tmp_path / "book")
    image = picture(tmp_path / "own.jpg", (1500, 1500))
    publish_feed(book, Wish({"url": "https://example.org/"}, image=image), NOW)
    image.unlink()

    again = publish_feed(book, Wish(), NOW)

    assert not again.changed
