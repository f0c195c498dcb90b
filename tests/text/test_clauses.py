"""Where a sentence that is too long is cut."""

import pytest

from narrate.text.clauses import cut


def pieces(text: str, longest: int, language: str = "en") -> list[str]:
    return [text[a:b] for a, b in cut(text, 0, len(text), longest, language)]


def test_a_semicolon_is_better_than_a_comma() -> None:
    text = "He went home, as he always did; she stayed where she was, all alone."

    assert pieces(text, 45) == [
        "He went home, as he always did;",
        "she stayed where she was, all alone.",
    ]


def test_a_comma_before_a_conjunction_is_better_than_another() -> None:
    text = "They bought apples, pears, plums, and after that they walked, tired, to the old mill."

    assert pieces(text, 60)[1].startswith("and after that")


def test_a_name_and_a_number_stay_whole() -> None:
    text = "the man whom everybody called John Ronald Reuel Tolkien paid 12 000 pounds for it"

    cuts = [piece.split()[-1] + "|" for piece in pieces(text, 50)[:-1]]

    assert not {"John|", "Ronald|", "Reuel|", "12|"} & set(cuts)


def test_a_closing_quotation_mark_is_never_parted_from_its_words() -> None:
    text = "« " + "mot " * 30 + "! » dit-il"

    assert all(not piece.startswith(("»", "!")) for piece in pieces(text, 40, "fr"))


def test_a_long_word_is_cut_when_there_is_no_other_way() -> None:
    assert pieces("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_pieces_are_about_even() -> None:
    text = ", ".join(["a clause of some words"] * 20) + "."

    lengths = [len(piece) for piece in pieces(text, 400)]

    assert len(lengths) == 2
    assert max(lengths) - min(lengths) < 60


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 character, not 0"):
        cut("text", 0, 4, 0)
