"""No key, password or login is told: not in any engine's message, nor anywhere near it."""

from __future__ import annotations

import pytest

from narrate.hiding import hidden, parted

KEY = 'sk-1/2 3"4'


@pytest.mark.parametrize(
    ("url", "address", "login"),
    [
        ("http://localhost:8880/v1", "http://localhost:8880/v1", ""),
        ("https://ada:s3cret@h.example/v1", "https://h.example/v1", "ada:s3cret"),
        ("http://ada:p%40ss@h:80", "http://h:80", "ada:p@ss"),
        ("http://ada@[::1]:80/v1?x=1", "http://[::1]:80/v1?x=1", "ada"),
    ],
)
def test_an_address_is_parted_from_its_login(url: str, address: str, login: str) -> None:
    assert parted(url) == (address, login)


@pytest.mark.parametrize(
    "url", ["ada:s3cret@h", "ftp://ada:s3cret@h", "http://ada:s3/cret@h", "http://a:s3#c@h:x", "//"]
)
def test_what_is_no_address_is_told_without_its_login(url: str) -> None:
    with pytest.raises(ValueError, match="no http address") as error:
        parted(url)

    assert "s3" not in str(error.value)


@pytest.mark.parametrize(
    "words",
    [
        f"wrong key {KEY}!",
        "wrong key sk-1%2F2%203%224!",
        'wrong key "sk-1/2 3\\"4"!',
        "wrong Authorization: Bearer c29tZXRoaW5n!",
        "wrong basic YWRhOnMzY3JldA==!",
        "wrong http://ada:s3cret@h/v1!",
    ],
)
def test_words_are_told_without_what_is_secret(words: str) -> None:
    told = hidden(words, KEY, "")

    assert told.startswith("wrong ")
    assert told.endswith("!")
    assert not any(secret in told for secret in ("1/2", "1%2F2", "c29", "YWR", "s3cret"))


def test_a_key_that_is_none_changes_no_words() -> None:
    assert hidden("an axe", "x", "") == "an axe"
