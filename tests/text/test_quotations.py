from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.text.quotations import speech


def said(text: str, language: str = "en") -> list[str]:
    return [text[start:end].strip() for start, end in speech([text], language)[0]]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "“Hello!” she cried, “come in.”", ["“Hello!”", "“come in.”"]),
        ("en", '"Hello!" she cried, "come in."', ['"Hello!"', '"come in."']),
        ("en", "‘I don’t know the boys’ names,’ he said.", ["‘I don’t know the boys’ names,’"]),
        ("en", "'I don't know, 'tis late,' he said.", ["'I don't know, 'tis late,'"]),
        ("en", "‘A “wise” man’, she said, ‘he was.’", ["‘A “wise” man’", "‘he was.’"]),
        ("en", "“He said ‘no,’ and left,” she said.", ["“He said ‘no,’ and left,”"]),
        ("en", "He said “Yes.”", ["“Yes.”"]),
        ("de", "„Hallo“, sagte er. „Komm herein.“", ["„Hallo“", "„Komm herein.“"]),
        ("de", "»Nein!« rief sie.", ["»Nein!«"]),
        ("fr", "« Oui, répondit Paul, je viens. »", ["« Oui,", "je viens. »"]),
        ("fr", "— Bonjour, dit-elle. Entrez.", ["— Bonjour,", "Entrez."]),
        ("es", "—Hola —dijo ella—. Ven aquí.", ["—Hola", "Ven aquí."]),
        ("it", "— Ciao — disse Anna. — Entra.", ["— Ciao", "— Entra."]),
        ("pt", "— Olá — disse ela. — Entre.", ["— Olá", "— Entre."]),
        ("ru", "— Привет, — сказала она. — Заходи.", ["— Привет,", "— Заходи."]),
        ("ru", "— Я знаю: жизнь — это сон.", ["— Я знаю: жизнь — это сон."]),
        ("ru", "Она сказала: «Да, иду».", ["«Да, иду»"]),
        ("pl", "– Cześć – powiedziała Anna. – Wejdź.", ["– Cześć", "– Wejdź."]),
        ("sv", "”Hej”, sade hon.", ["”Hej”"]),
        ("ja", "「行こう。」と彼は言った。", ["「行こう。」"]),
    ],
)
def test_speech_is_found_by_the_marks_of_its_language(
    language: str, text: str, wanted: list[str]
) -> None:
    assert said(text, language) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “experts” were there.",
        "He had read “The Raven” twice.",
        "“Experts” were called, and came.",
        "They sat in the “Golden Lion”.",
        "The boys' house wasn't the dogs' own.",
        "It was 6' 2\" long — and nothing else.",
    ],
)
def test_words_that_are_quoted_and_not_said_are_narration(text: str) -> None:
    assert said(text) == []


def whole(paragraphs: list[str], language: str = "en") -> list[bool]:
    spans = speech(paragraphs, language)
    return [own == [(0, len(p))] for own, p in zip(spans, paragraphs, strict=True)]


def test_a_speech_goes_on_where_the_next_paragraph_opens_it_again() -> None:
    assert whole(["“I came.", "“I saw.", "“I left.”", "He left."]) == [True, True, True, False]


def test_a_speech_goes_on_where_a_later_paragraph_closes_it() -> None:
    assert whole(['"I came.', "I saw.", 'I left."', "He left."]) == [True, True, True, False]


def test_a_mark_that_nobody_closes_ends_with_its_paragraph() -> None:
    assert whole(["“I came and saw.", "He left.", "“Yes!”"]) == [True, False, True]


def test_a_speech_does_not_go_on_past_a_break() -> None:
    assert whole(["“I came.", "", "I left,” he said."])[2] is False


@given(
    st.lists(st.text(alphabet="ab ,.!?'’‘“”\"«»„—–-\u00a0", max_size=40), max_size=4),
    st.sampled_from(["en", "de", "fr", "es", "ru", "pl", "sv", "xx"]),
)
def test_spans_lie_in_their_paragraph_in_order_and_apart(paragraphs: list[str], tag: str) -> None:
    found = speech(paragraphs, tag)

    assert len(found) == len(paragraphs)
    for text, spans in zip(paragraphs, found, strict=True):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
