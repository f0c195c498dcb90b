"""The lexicon file that people write: one entry a line.

In:  text; entries.
Out: entries; text that gives the same entries again.
Does not know where files lie. A line is one of

    Kropotkin = kro-POT-kin             syllables, the stressed one in capitals
    Thames = /tɛmz/                     IPA between slashes
    Siobhan = shivawn /ʃɪˈvɔːn/         both: IPA where the voice takes it
    read [verb past] = /rɛd/            for a part of speech only
    Goethe [de] = /ˈɡøːtə/              for text in one language only
    # a comment, also after an entry

Of two lines for the same word, language and part of speech the later one holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from narrate.errors import BadScript
from narrate.languages import standard
from narrate.text.lexicon import PARTS, Entry, Lexicon

_COMMENT = re.compile(r"(?:^|\s)#(?:\s.*)?$")
_LEFT = re.compile(r"(?P<words>[^\[\]]*?)\s*(?:\[(?P<bound>[^\[\]]*)\])?")
_RIGHT = re.compile(r"(?P<respelling>[^/]*?)\s*(?:/(?P<ipa>[^/]*)/)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SIGNS = frozenset("ˈˌːˑ.'‿|-() \u0361\u035c")


def parse(text: str, name: str) -> Lexicon:
    """The lexicon of a text; ``name`` is what errors call it.

    Raises:
        BadScript: a line that is no entry; its number, what is wrong, what to write.
    """
    found: dict[tuple[str, str, str], Entry] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        bare = _COMMENT.sub("", line).strip()
        if not bare:
            continue
        try:
            entry = _entry(bare)
        except ValueError as error:
            raise BadScript(f"{name}, line {number}: {error}") from None
        found[entry.words, entry.language, entry.part] = entry
    return Lexicon(tuple(found.values()))


def _entry(line: str) -> Entry:
    left, equals, right = line.partition("=")
    if not equals:
        raise ValueError(f"{line[:60]!r} has no '='. Write: word = how it sounds.")
    word, sound = _LEFT.fullmatch(left.strip()), _RIGHT.fullmatch(right.strip())
    if not word:
        raise ValueError(f"{left.strip()[:60]!r}: one pair of brackets may stand, after the word.")
    if not sound:
        raise ValueError(f"{right.strip()[:60]!r}: IPA stands between two slashes, at the end.")
    language, part = _bound(word["bound"] or "")
    ipa = (sound["ipa"] or "").strip()
    _check_ipa(ipa)
    if not (ipa or sound["respelling"]):
        raise ValueError(f"{left.strip()[:60]!r} has nothing after the '='. Write how it sounds.")
    return Entry(word["words"], sound["respelling"], ipa, language, part)


def _bound(inside: str) -> tuple[str, str]:
    """The language and the part of speech between brackets."""
    first, *rest = inside.split() or [""]
    language = (standard(first) or first) if _LANGUAGE.fullmatch(first) else ""
    part = " ".join(rest if language else [first, *rest])
    if part and part not in PARTS:
        known = ", ".join(PARTS)
        raise ValueError(f"[{inside}] is no language such as de, and none of: {known}.")
    return language, part


def _check_ipa(ipa: str) -> None:
    for character in ipa:
        letter = unicodedata.category(character) in ("Ll", "Lo", "Lm", "Mn")
        if not (letter or character in _SIGNS):
            raise ValueError(f"{character!r} in /{ipa[:60]}/ is no sign of IPA.")


def write(entries: Iterable[Entry]) -> str:
    """The text of some entries, a line each."""
    return "".join(f"{line}\n" for line in map(line_of, entries))


def line_of(entry: Entry) -> str:
    """An entry as it stands in a file."""
    return " ".join(_parts(entry))


def _parts(entry: Entry) -> Iterator[str]:
    yield entry.words
    bound = " ".join(part for part in (entry.language, entry.part) if part)
    if bound:
        yield f"[{bound}]"
    yield "="
    if entry.respelling:
        yield entry.respelling
    if entry.ipa:
        yield f"/{entry.ipa}/"
