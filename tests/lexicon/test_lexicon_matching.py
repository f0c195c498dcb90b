from itertools import pairwise

import pytest
from counting import lines_run
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Rewrite, apply_rewrites
from narrate.text.lexicon import Entry, Lexicon, joined
from narrate.text.readings import Readings


def said(text: str, *entries: Entry, language: str = "en") -> str:
    return apply_rewrites(text, Lexicon(entries).rewrites(text, language))


def as_x(words: str, **bound: str) -> Entry:
    return Entry(words, "x", **bound)


@pytest.mark.parametrize(
    ("words", "text", "heard"),
    [
        ("Thames", "The Thames, at last: Thames.", "The x, at last: x."),
        ("Thames", "Thameside and thames", "Thameside and thames"),
        ("Thames", "THE THAMES", "THE x"),
        ("lead", "Lead LEAD lead leads", "x x x leads"),
        ("US", "US and us and Us", "x and us and Us"),
        ("New York", "New  York, NEW YORK, Newyork", "x, x, Newyork"),
        ("New York", "New-York", "New-York"),
        ("Jean-Luc", "Jean-Luc and Jean Luc", "x and Jean Luc"),
        ("can", "I can't but can", "I can't but x"),
        ("Hôtel", "l’Hôtel, l'Ho\u0302tel", "l’x, l'x"),
        ("O'Brien", "O’Brien and O'Brien", "x and x"),
        ("St.", "St. Ives. Main St.", "x Ives. Main x."),
        ("C#", "in C# only", "in x only"),
    ],
)
def test_an_entry_holds_for_whole_words_in_its_capitals(words: str, text: str, heard: str) -> None:
    assert said(text, as_x(words)) == heard


def test_the_longest_phrase_wins() -> None:
    entries = (Entry("New", "1"), Entry("New York", "2"), Entry("New York Times", "3"))

    assert said("New York Times, New York, New", *entries) == "3, 2, 1"


def test_a_longer_phrase_that_fails_leaves_its_words_to_shorter_ones() -> None:
    assert said("New York", Entry("new York Times", "3"), Entry("York", "4")) == "New 4"


def test_an_entry_of_one_language_holds_in_that_language_and_its_regions() -> None:
    entry = as_x("Goethe", language="de")

    assert said("Goethe", entry, language="de-AT") == "x"
    assert said("Goethe", entry, language="en") == "Goethe"


def test_an_entry_for_the_language_goes_before_one_for_any() -> None:
    entries = (Entry("Paris", "any"), Entry("Paris", "french", language="fr"))

    assert said("Paris", *entries, language="fr") == "french"
    assert said("Paris", *entries, language="en") == "any"


def test_of_joined_lexicons_the_first_goes_first() -> None:
    lexicon = joined([Lexicon((Entry("a", "1"),)), Lexicon((Entry("a", "2"), Entry("b", "3")))])

    assert apply_rewrites("a b", lexicon.rewrites("a b", "en")) == "1 3"


@pytest.mark.parametrize(
    ("ipa", "possessive"),
    [("tɛmz", "tɛmzɪz"), ("kɪt", "kɪts"), ("ˈmɑːɹk", "ˈmɑːɹks"), ("bɛn", "bɛnz")],
)
def test_ipa_grows_by_the_possessive_as_it_sounds(ipa: str, possessive: str) -> None:
    [rewrite] = Lexicon((Entry("Name", ipa=ipa),)).rewrites("Name’s hat", "en")

    assert (rewrite.start, rewrite.end, rewrite.spoken, rewrite.ipa) == (0, 6, "Name’s", possessive)


def test_a_respelling_in_syllables_gives_phonemes_with_its_stress() -> None:
    [rewrite] = Lexicon((Entry("Kropotkin", "kro-POT-kin"),)).rewrites("Kropotkin", "en")

    assert (rewrite.spoken, rewrite.ipa) == ("kro-pot-kin", "kroʊˈpɒtkɪn")


def test_a_respelling_in_plain_words_is_read_as_it_stands() -> None:
    assert Entry("Beauchamp", "Beecham").sound == ("Beecham", "")


@given(st.text(alphabet="ab -.'’AB\n", max_size=30))
def test_rewrites_never_overlap_and_only_cover_the_words_of_entries(text: str) -> None:
    entries = (Entry("a", "1"), Entry("A b", "2"), Entry("ab", "3"), Entry("b.", "4"))

    rewrites = Lexicon(entries).rewrites(text, "en")

    assert all(one.end <= two.start for one, two in pairwise(rewrites))
    known = {entry.words.lower().rstrip(".") for entry in entries}
    covered = (" ".join(text[r.start : r.end].lower().split()).rstrip(".") for r in rewrites)
    assert all(words.removesuffix("'s").removesuffix("’s") in known for words in covered)


def test_ten_thousand_entries_cost_no_more_than_ten() -> None:
    text = "The quick brown fox jumps over the lazy dog. " * 20

    def lines(entries: int) -> int:
        lexicon = Lexicon(tuple(Entry(f"The name{n}", "x") for n in range(entries)))
        lexicon.rewrites("warm", "en")
        return lines_run(lambda: lexicon.rewrites(text, "en"))

    assert lines(10_000) == lines(10) > 0


def test_the_lexicon_overrides_what_the_rules_find_under_it() -> None:
    readings = Readings(Lexicon((Entry("Louis XVI", "lou-EE SEHZ"),)))

    assert (
        apply_rewrites("Louis XVI", readings.rewrites("Louis XVI", "en")) == "lou-EE SEHZ".lower()
    )


def test_what_is_left_of_a_rules_span_is_read_by_the_rules_again() -> None:
    text = "It was March 18, 1871."
    readings = Readings(Lexicon((Entry("March", "martch"),)))

    heard = apply_rewrites(text, readings.rewrites(text, "en"))

    assert heard == "It was martch eighteen, eighteen seventy-one."


def test_the_source_is_heard_where_the_user_says_nothing() -> None:
    user, source = Lexicon((Entry("a", "user"),)), Lexicon((Entry("a", "no"), Entry("c", "book")))
    placed = (Rewrite(2, 3, "placed", "phonemes"),)

    rewrites = Readings(user, source).rewrites("a b c", "en", placed=placed)

    assert apply_rewrites("a b c", rewrites) == "user placed book"


@pytest.mark.parametrize("bad", [{"words": " "}, {"words": "a", "respelling": ""}])
def test_an_entry_refuses_to_say_nothing(bad: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        Entry(**{"respelling": "x"} | bad)
