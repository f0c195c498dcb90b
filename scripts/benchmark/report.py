"""Tell what was measured: a table, a picture, a file.

In:  Results.
Out: lines of text, an SVG picture of the ratios, JSON.
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict

from lxml import etree

from benchmark.runs import Result
from benchmark.usage import Usage

_COLUMNS = (
    ("book", "{0.book}"),
    ("engine", "{0.engine}"),
    ("hours", "{0.hours:.2f}"),
    ("x limit", "{0.to_the_limit:.2f}"),
    ("naive x", "{0.to_naive:.1f}"),
    ("x real time", "{1:.0f}"),
    ("CPU s/h", "{2:.1f}"),
    ("voice", "{0.voice.cpu_s_per_hour:.1f}"),
    ("encoder", "{0.encoder.cpu_s_per_hour:.1f}"),
    ("naive", "{0.naive.cpu_s_per_hour:.1f}"),
    ("cores", "{3:.2f}"),
    ("MB", "{0.first.peak_mb:.0f}"),
    ("plan s", "{0.plan.wall_s:.1f}"),
    ("make s", "{0.first.wall_s:.1f}"),
    ("again s", "{0.again.wall_s:.1f}"),
    ("changed s", "{0.changed.wall_s:.1f}"),
)

EXPLAINED = """\
x limit    CPU of the whole by that of the engine's own package alone plus the encoder alone,
           on as many cores
naive x    CPU of a plain loop with pydub's += by narrate's, hour for hour
CPU s/h    CPU seconds an hour of the book: in all, the voice, the encoder, the naive way
cores      CPU time by wall time of the first make
MB         highest memory of all processes together
again      nothing changed;  changed: one sentence"""


def table(results: list[Result]) -> str:
    """A line a result, columns explained below."""
    rows = [[name for name, _ in _COLUMNS], *map(_cells, results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*lines, "", EXPLAINED])


def _cells(result: Result) -> list[str]:
    seconds = result.hours * 3600
    figures = (
        seconds / result.first.wall_s,
        result.first.cpu_s / result.hours,
        result.first.cpu_s / result.first.wall_s,
    )
    return [form.format(result, *figures) for _, form in _COLUMNS]


def as_json(results: list[Result]) -> str:
    """Every figure, the ratios, and what machine it was."""
    machine = {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "system": platform.system(),
    }
    found = [{**asdict(r), "to_the_limit": r.to_the_limit, "to_naive": r.to_naive} for r in results]
    for one in found:
        for usage in ("plan", "first", "again", "changed"):
            one[usage].pop("output")
    return json.dumps({"machine": machine, "results": found}, indent=1)


_ROW, _LEFT, _WIDE = 92, 150, 520
_CURVE = 24
"""Height of a curve of memory."""

_BARS = (("voice", "#33658a"), ("encoder", "#f6ae2d"), ("the rest", "#86bbd8"))


def picture(results: list[Result]) -> bytes:
    """Bars of CPU seconds an hour of sound, parts of narrate's above the naive way's."""
    most = max(max(r.first.cpu_s / r.hours, r.naive.cpu_s_per_hour) for r in results)
    height = _ROW * len(results) + 40
    svg = etree.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_LEFT + _WIDE + 80} {height}",
        role="img",
    )
    _text(svg, "title", "CPU seconds an hour of sound, and memory while it was made")
    for number, result in enumerate(results):
        top = _ROW * number + 8
        _text(svg, "text", f"{result.book}, {result.engine}", x=8, y=top + 22)
        at = float(_LEFT)
        voice, encoder = result.voice.cpu_s_per_hour, result.encoder.cpu_s_per_hour
        whole = result.first.cpu_s / result.hours
        parts = (voice, encoder, max(whole - voice - encoder, 0.0))
        for (_, colour), value in zip(_BARS, parts, strict=True):
            at += _bar(svg, at, top, value * _WIDE / most, colour)
        _text(svg, "text", f"{whole:.0f} s", x=at + 6, y=top + 16)
        naive = result.naive.cpu_s_per_hour
        end = _LEFT + _bar(svg, _LEFT, top + 24, naive * _WIDE / most, "#9a9a9a")
        _text(svg, "text", f"{naive:.0f} s, the naive way", x=end + 6, y=top + 40)
        _curve(svg, top + 50, result.first)
    at = float(_LEFT)
    for name, colour in _BARS:
        _bar(svg, at, height - 26, 16, colour)
        _text(svg, "text", name, x=at + 22, y=height - 12)
        at += 110
    return etree.tostring(svg, pretty_print=True)


def _curve(svg: etree._Element, top: float, usage: Usage) -> None:
    """Memory while the book was made, from its start to its end."""
    if not usage.memory:
        return
    wide, high = _WIDE / usage.memory[-1][0], _CURVE / usage.peak_mb
    points = (f"{_LEFT + s * wide:.1f},{top + _CURVE - mb * high:.1f}" for s, mb in usage.memory)
    etree.SubElement(svg, "polyline", points=" ".join(points), fill="none", stroke="#9b2c2c")
    _text(svg, "text", f"{usage.peak_mb:.0f} MB", x=_LEFT + _WIDE + 6, y=top + 12)


def _bar(svg: etree._Element, x: float, y: float, width: float, colour: str) -> float:
    etree.SubElement(
        svg, "rect", x=f"{x:.1f}", y=f"{y}", width=f"{width:.1f}", height="20", fill=colour
    )
    return width


def _text(svg: etree._Element, tag: str, text: str, **place: float) -> None:
    attributes = {name: f"{value:.0f}" for name, value in place.items()}
    style = {"font-family": "sans-serif", "font-size": "13"} if tag == "text" else {}
    etree.SubElement(svg, tag, {**attributes, **style}).text = text
