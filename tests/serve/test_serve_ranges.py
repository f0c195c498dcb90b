from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.serve.ranges import MOST_RANGES, Unsatisfiable, wanted

CONTENT = bytes(range(100))


def parts(header: str) -> list[bytes]:
    return [CONTENT[span.start : span.stop] for span in wanted(header, len(CONTENT))]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-9", [CONTENT[:10]]),
        ("bytes=90-", [CONTENT[90:]]),
        ("bytes=-10", [CONTENT[90:]]),
        ("bytes=-1000", [CONTENT]),
        ("bytes=95-1000", [CONTENT[95:]]),
        ("bytes=0-0", [CONTENT[:1]]),
        ("Bytes = 0-0 , 5-6", [CONTENT[:1], CONTENT[5:7]]),
        ("bytes=5-6,0-1", [CONTENT[5:7], CONTENT[:2]]),
        ("bytes=0-1,,-1", [CONTENT[:2], CONTENT[99:]]),
        ("bytes=0-1,200-", [CONTENT[:2]]),
    ],
)
def test_what_is_asked_for_is_given(header: str, expected: list[bytes]) -> None:
    assert parts(header) == expected


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5-3",
        "bytes=a-b",
        "bytes=1-2-3",
        "items=0-1",
        "bytes=0x0-5",
        "bytes=+1-2",
        "bytes=0-,0-",
        "bytes=" + ",".join(["0-0"] * (MOST_RANGES + 1)),
        "bytes=" + "9" * 40 + "-",
    ],
)
def test_what_makes_no_sense_is_ignored(header: str) -> None:
    assert parts(header) == []


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=200-300,100-"])
def test_what_is_not_there_cannot_be_met(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, len(CONTENT))


def test_of_nothing_there_is_no_part() -> None:
    with pytest.raises(Unsatisfiable):
        wanted("bytes=0-", 0)


@given(st.text(max_size=40), st.integers(0, 10**12))
def test_a_range_never_leaves_the_file(text: str, size: int) -> None:
    try:
        found = wanted(f"bytes={text}", size)
    except Unsatisfiable:
        return

    assert all(0 <= span.start < span.stop <= size for span in found)
    assert sum(map(len, found)) <= size
