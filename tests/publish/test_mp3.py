from __future__ import annotations

import struct
from pathlib import Path

import pytest
from books import bare_script, publication
from sounds import recording

from narrate.audio.join import Mark
from narrate.publish import mp3
from narrate.publish.id3 import write_id3
from narrate.publish.tags import Tags


def test_the_tag_is_version_3_with_one_ordered_table(tmp_path: Path) -> None:
    (file,) = mp3.write(
        publication(bare_script(), recording(tmp_path, ["One", "Two"]), tmp_path)
    ).files

    content = file.read_bytes()
    assert content[:5] == b"ID3\x03\x00"
    assert content.count(b"CTOC") == 1
    table = content.index(b"CTOC") + 10
    assert content[table : table + 16] == b"toc\0" + bytes([3, 2]) + b"chp0\0chp1\0"
    chapter = content.index(b"CHAP") + 10 + len("chp0\0")
    assert struct.unpack(">4I", content[chapter : chapter + 16])[2:] == (0xFFFFFFFF,) * 2


def test_chapters_stand_in_the_order_of_time_whatever_their_size(tmp_path: Path) -> None:
    titles = ["long " * 40, "x", "middling " * 9, "y"]

    (file,) = mp3.write(publication(bare_script(), recording(tmp_path, titles), tmp_path)).files

    content = file.read_bytes()
    places = [content.index(b"CHAP\0"), *(content.index(b"chp%d\0" % n, 200) for n in range(4))]
    frames = [at for at in range(len(content) - 4) if content[at : at + 4] == b"CHAP"]
    starts = [struct.unpack(">I", content[at + 15 : at + 19])[0] for at in frames]
    assert len(starts) == 4
    assert starts == sorted(starts)
    assert places[0] == frames[0]


def test_more_than_255_marks_are_refused(tmp_path: Path) -> None:
    marks = [Mark(str(number), number, number + 1) for number in range(256)]

    with pytest.raises(ValueError, match="255 chapters at most, not 256"):
        write_id3(tmp_path / "x.mp3", Tags("a", "b", "c", "d"), marks)
