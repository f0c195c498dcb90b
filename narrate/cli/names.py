"""List the words that nobody knows, as lines of a lexicon file."""

from __future__ import annotations

from collections.abc import Iterator

from narrate.cli.wording import counted
from narrate.editing.unknown import Unknown, unknown_words
from narrate.model import Script
from narrate.text.lexicon import Entry
from narrate.text.lexicon_form import line_of
from narrate.voices.choose import Choice
from narrate.voices.engine import Utterance, phonemes_of


def names(script: Script, choice: Choice) -> Iterator[str]:
    """A line for each unknown word, the most frequent first: how the voice says it, how often."""
    own = script.language.replace("_", "-").split("-")[0].lower()
    for unknown in unknown_words(script):
        language = "" if unknown.language == own else unknown.language
        times = "once" if unknown.count == 1 else f"{unknown.count} times"
        yield f"{line_of(_entry(unknown, language, choice))}  # {times}"


def _entry(unknown: Unknown, language: str, choice: Choice) -> Entry:
    """How the narrator says a word; where the voice cannot tell, the word itself."""
    ipa = ""
    if not language:
        utterance = Utterance(unknown.word, choice.voice.id, unknown.language)
        ipa = " ".join(told.ipa for told in phonemes_of(choice.engine, utterance))
    return Entry(unknown.word, "" if ipa else unknown.word, ipa, language)


def hint(script: Script) -> tuple[str, ...]:
    """A line that says how many words nobody knows; none where all are known."""
    count = len(unknown_words(script))
    if not count:
        return ()
    words = counted(count, "word")
    return (f"{words} that no word list knows: `narrate plan --names` lists them.",)
