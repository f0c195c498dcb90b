"""The form of a script file, shared by its writer and its reader.

In:  text.
Out: text that can be told from the form's own marks, and back.

Sentences stand on lines of their own. In them a backslash makes the next
character plain; braces are always written with one, so that only narrate's own
marks have bare braces.
"""

from __future__ import annotations

import json
import re

from narrate.model import BlockKind

VERSION = "script 1"
FENCE = "---"
SCENE = "***"

PREFIXES = {
    BlockKind.QUOTATION: "> ",
    BlockKind.VERSE: "| ",
    BlockKind.ITEM: "- ",
}
"""What each line of a paragraph of this kind begins with."""

STANZA = "|"
"""A line by itself: the line of verse after it begins a stanza."""

JOINED = " \\"
"""At the end of a line: the sentence goes on in the next line without a pause."""

SILENT = " {silent}"
"""After a chapter's title: it names the chapter and is not read."""

COMMENT = re.compile(r"<!-- (?P<name>[a-z-]+)(?: (?P<value>.*))? -->")
HEADING = re.compile(r"(?P<level>#{1,6}) (?P<text>.*)")
ATTRIBUTES = re.compile(r" \{(?P<values>(?:voice|lang)=[^{}]*)\}$")
"""After a sentence: who says it, in which language."""

_SAID = (
    r"\[(?P<text>(?:[^\[\]\\]|\\.)*)\]"
    r'\{say=(?P<say>"(?:[^"\\]|\\.)*")(?: ipa=(?P<ipa>"(?:[^"\\]|\\.)*"))?\}'
)
SAY = re.compile(_SAID)
"""Words with a reading of their own: ``[Thames]{say="temz" ipa="tɛmz"}``."""

PART = re.compile(
    r"\[(?P<part>(?:[^\[\]\\]|\\.|"
    + re.sub(r"\?P<\w+>", "?:", _SAID)
    + r")*)\]\{(?P<values>(?:voice|lang)=[^{}]*)\}"
)
"""Words of a sentence with a voice or language of their own: ``[Come in.]{voice=joe}``."""

OWN_RULE = "script"
"""The rule's name of a reading that stands in a script file."""

_ESCAPED = re.compile(r"[\\{}]")
_BEGINNING = re.compile(r"#{1,6} |> |\|(?: |$)|- |<!--|---|\*\*\*")


def escape(text: str) -> str:
    """Text in the middle of a line."""
    return _ESCAPED.sub(r"\\\g<0>", " ".join(text.splitlines()))


def escape_beginning(line: str) -> str:
    """A line whose beginning is text and not a mark."""
    return "\\" + line if _BEGINNING.match(line) else line


def unescape(text: str) -> str:
    """What ``escape`` and ``escape_beginning`` were given."""
    return re.sub(r"\\(.)", r"\1", text)


def quoted(text: str) -> str:
    """A JSON string that cannot end a comment."""
    return json.dumps(text, ensure_ascii=False).replace(">", "\\u003e")
