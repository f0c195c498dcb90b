import tomllib
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from narrate.text import heteronyms
from narrate.text.heteronyms import rules
from narrate.text.lexicon import Entry, Lexicon
from narrate.text.readings import Readings

CASES = Path(__file__).parent / "cases" / "heteronyms.tsv"
FOLDER = Path(rules.__file__).parent


def cases() -> list[tuple[str, str, str]]:
    lines = CASES.read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]  # type: ignore[misc]


def sound_of_marked(marked: str) -> str:
    before, word, after = marked.split("*")
    found = heteronyms.rewrites(before + word + after)
    return next((r.ipa for r in found if r.start == len(before)), "")


@pytest.mark.parametrize(("sentence", "wanted", "other"), cases())
def test_a_rule_that_speaks_is_right(sentence: str, wanted: str, other: str) -> None:
    ipa = sound_of_marked(sentence)

    assert not ipa or Levenshtein.distance(ipa, wanted) < Levenshtein.distance(ipa, other)


def test_rules_speak_in_most_cases() -> None:
    assert sum(bool(sound_of_marked(sentence)) for sentence, *_ in cases()) >= 0.8 * len(cases())


def test_every_word_of_the_table_has_a_case() -> None:
    known = {sentence.split("*")[1].lower() for sentence, *_ in cases()}

    assert {word for word, *_ in rules._rows("words.tsv")} <= known


@pytest.mark.parametrize(("word", "ipa"), [*rules._rows("verbs.tsv")])
def test_a_verb_is_told_from_its_noun(word: str, ipa: str) -> None:
    assert sound_of_marked(f"They would not *{word}* it.") == ipa
    assert sound_of_marked(f"The *{word}* was spoken of.") == ""


def test_every_context_is_used_by_a_rule() -> None:
    contexts = tomllib.loads((FOLDER / "contexts.toml").read_text("utf-8"))
    where = [row[-1] for row in rules._rows("words.tsv")]
    where += contexts["verbs"]["where"]
    where += [one for row in contexts["speech"] for one in row["where"]]
    used = {word.lstrip("!") for one in where for word in one.split()}

    assert set(contexts["contexts"]) <= used


@pytest.mark.parametrize(
    "sentence",
    ["Well-*read* men came.", "The *wind*’s edge.", "A *lead*-grey sky.", "Plain words."],
)
def test_compounds_and_possessives_are_left_to_the_voice(sentence: str) -> None:
    assert heteronyms.rewrites(sentence.replace("*", "")) == ()


def test_the_written_word_stays_and_only_its_sound_is_given() -> None:
    [rewrite] = heteronyms.rewrites("A pipe of lead.")

    assert (rewrite.spoken, rewrite.rule, rewrite.ipa) == ("lead", "heteronym", "ˈlɛd")


def test_the_lexicon_goes_before_the_rules() -> None:
    readings = Readings(Lexicon((Entry("lead", ipa="x"),)))

    assert [r.rule for r in readings.rewrites("A pipe of lead.", "en")] == ["lexicon"]


@pytest.mark.parametrize("language", ["fr", "de", "nl"])
def test_no_other_language_is_touched(language: str) -> None:
    assert Readings().rewrites("A pipe of lead.", language) == ()


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("He would *read* it.", "verb"),
        ("She had often *read* it.", "verb past"),
        ("He *read* it.", "verb past"),
        ("They *read* it every day.", "verb"),
        ("It was a good *read*.", "noun"),
        ("Blah *read* blah.", ""),
    ],
)
def test_parts_of_speech_are_told_where_neighbours_tell(sentence: str, part: str) -> None:
    before, word, after = sentence.split("*")

    assert heteronyms.part_of(before + word + after, len(before), len(before + word)) == part


def test_an_entry_for_a_part_of_speech_holds_only_there() -> None:
    lexicon = Lexicon((Entry("read", "redd", part="verb past"), Entry("read", "reed")))
    readings = Readings(lexicon)

    heard = [
        readings.rewrites(text, "en")[0].spoken
        for text in ("He had read it.", "He would read it.", "Read by all.")
    ]

    assert heard == ["redd", "reed", "reed"]
