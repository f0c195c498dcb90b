"""JSON that is written in pieces is the JSON that would be written whole."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

from books import AWKWARD, bare_script
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import BlockKind, Chapter, Paragraph, Sentence, Span
from narrate.publish.layout import Rows, laid_out
from narrate.publish.manifest import read_outline, write_book_json
from narrate.sound import Packed, Recording, Section

RATE = 24_000

TEXT = st.text(max_size=4)
SIMPLE = st.none() | st.booleans() | st.integers() | TEXT
OBJECTS = st.recursive(
    st.dictionaries(TEXT, SIMPLE | st.lists(st.integers())),
    lambda inner: st.dictionaries(TEXT, inner | st.lists(inner)),
    max_leaves=8,
)


def whole(value: Any, indent: str = "") -> str:
    """The layout, said once more in the plainest way: a line for each innermost object."""

    def holds_objects(one: Any) -> bool:
        return isinstance(one, dict) or (isinstance(one, list) and any(map(holds_objects, one)))

    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list) or not any(map(holds_objects, inner)):
        return json.dumps(value, ensure_ascii=False)
    names = [f"{json.dumps(name)}: " for name in value] if isinstance(value, dict) else [""] * 99
    rows = [f"{indent} {n}{whole(one, indent + ' ')}" for n, one in zip(names, inner, strict=False)]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    return f"{begin}\n" + ",\n".join(rows) + f"\n{indent}{end}"


def streamed(value: Any) -> Any:
    """The same value with every list of objects made while it is written."""
    if isinstance(value, dict):
        return {name: streamed(one) for name, one in value.items()}
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return Rows(len(value), (streamed(one) for one in value))
    return value


@settings(max_examples=50)
@given(OBJECTS)
def test_a_list_that_is_made_while_it_is_written_reads_as_if_it_had_been_whole(
    content: dict[str, Any],
) -> None:
    assert "".join(laid_out(streamed(content))) == "".join(laid_out(content)) == whole(content)


def paragraph(*texts: str) -> Paragraph:
    spans = (Span(0, 0, 5), Span(1, 2, 3))
    return Paragraph(BlockKind.PARAGRAPH, tuple(Sentence(text, source=spans) for text in texts))


def section(title: str, sentences: int) -> Section:
    word = (100, 900, 0, 3, True)
    return Section(title, RATE, Packed((n, 100, 900, [word] * n) for n in range(sentences)), {})


def test_book_json_is_byte_for_byte_its_content_laid_out_whole(tmp_path: Path) -> None:
    texts = ["One.", "“Zwei” \\ <2>", "三", "\ud800"]
    chapters = tuple(Chapter(title, (paragraph(*texts),)) for title in AWKWARD)
    script = bare_script(chapters=chapters, opening=(paragraph("Now: The Ferry."),))
    sections = (section("", 1), *(section(title, len(texts)) for title in AWKWARD))
    recording = Recording(RATE, sections, "silent", "joe", -19.0)

    outline = write_book_json(tmp_path, script, recording, (), (), {"facts": {"gain_db": 1.5}})

    content = json.loads((tmp_path / "book.json").read_text("utf-8"))
    assert (tmp_path / "book.json").read_text("utf-8") == whole(content) + "\n"
    assert [len(one["sentences"]) for one in content["chapters"]] == [len(texts)] * len(AWKWARD)
    assert content["chapters"][1]["sentences"][1]["words"] == [["“Zw", 2004, 2038]]
    silent = [chapter | {"sentences": []} for chapter in content["chapters"]]
    assert outline == content | {"opening": [], "chapters": silent, "closing": []}
    assert read_outline(tmp_path) == outline


def test_no_more_of_book_json_is_in_memory_than_a_sentence_at_a_time(tmp_path: Path) -> None:
    words = [(n, n + 1, 0, 4, True) for n in range(40)]
    sections = (Section("", RATE, Packed((n, 0, 40, words) for n in range(40)), {}),) * 20
    chapters = (Chapter("I", (paragraph(*["Said. " * 10] * 40),)),) * 20
    recording = Recording(RATE, sections, "silent", "joe", -19.0)
    script = bare_script(chapters=chapters)

    tracemalloc.start()
    write_book_json(tmp_path, script, recording, (), (), {})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < (tmp_path / "book.json").stat().st_size / 4
