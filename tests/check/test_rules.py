"""Each rule has a value that it allows and one that it does not."""

import pytest

from narrate.check.rules import Value, check_preset, judge, presets, rules
from narrate.errors import UsageError

CASES: dict[str, tuple[Value, Value]] = {
    "files": ("", "x.mp3 is missing"),
    "ledger": ("", "block 3: neither read nor skipped"),
    "decodes": (0, 1),
    "chapter-track": ("", "1 of 4 chapters"),
    "ends": ("", "the end does not decode"),
    "stated-length": (0.05, 0.2),
    "tags": ("", "artist"),
    "complete": ("", "II. The Storm"),
    "length": (0.1, -0.5),
    "numbered": ("", "two files have one title"),
    "mark-title": ("", "'A' instead of 'B'"),
    "mark-place": (29, -31),
    "mark-length": (100, -450),
    "mark-quiet": (100, 95),
    "mark-sound": (300, 305),
    "mark-word": (0, 200),
    "loudness": (-0.2, 0.8),
    "true-peak": (0, 0.5),
    "noise-floor": (0, 15),
    "head": (0.05, 1.35),
    "tail": (0.1, -1.9),
    "acx-files": ("", "no MP3 file"),
    "acx-format": ("mp3", "aac"),
    "acx-sample-rate": (44100, 24000),
    "acx-bit-rate": (192, 128),
    "acx-constant-bit-rate": ("CBR", "VBR"),
    "acx-channels": ("", "mp3 44100 Hz 1 channels, mp3 44100 Hz 2 channels"),
    "acx-rms": (-20, -17.5),
    "acx-peak": (-3.1, -2.9),
    "acx-noise-floor": (-61, -59),
    "acx-digital-silence": (0.1, 0.8),
    "acx-head": (0.7, 0.2),
    "acx-tail": (3, 0.5),
    "acx-minutes": (119, 121),
    "acx-one-chapter": (0, 2),
    "acx-credits": ("", "closing"),
    "librivox-format": ("mp3", "flac"),
    "librivox-sample-rate": (44100, 48000),
    "librivox-bit-rate": (128, 192),
    "librivox-constant-bit-rate": ("CBR", "VBR"),
    "librivox-mono": (1, 2),
    "librivox-volume": (-18.5, -23),
    "librivox-head": (0.6, 0.1),
    "librivox-tail": (5, 2),
    "podcast-format": ("", "only flac"),
    "podcast-loudness-mono": (-19, -23),
    "podcast-loudness-stereo": (-16, -19),
    "podcast-true-peak": (-1.5, -0.5),
    "podcast-cover": ("", "no cover"),
}


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert sorted(CASES) == sorted(rule.name for rule in rules())


@pytest.mark.parametrize("name", CASES)
def test_a_rule_tells_good_from_bad(name: str) -> None:
    (rule,) = (rule for rule in rules() if rule.name == name)
    preset = rule.presets[0] if rule.presets else "default"
    good, bad = CASES[name]

    def verdict(value: Value) -> list[bool]:
        measures = {"channels": rule.channels, rule.measure: value}
        found = judge(rule.of, "x", measures, preset)
        return [finding.ok for finding in found if finding.rule.name == name]

    assert (verdict(good), verdict(bad)) == ([True], [False])


def test_every_rule_says_where_it_comes_from_and_what_to_do() -> None:
    assert all(rule.source and rule.cure.endswith((".", ")")) for rule in rules())
    assert {preset for rule in rules() for preset in rule.presets} == {*presets()} - {"default"}


def test_a_rule_of_another_preset_is_not_asked() -> None:
    names = {f.rule.name for f in judge("file", "x", {"rms_dbfs": -30.0}, "default")}

    assert names == set()


def test_rules_for_what_is_handed_in_leave_other_files_alone() -> None:
    found = list(judge("file", "x", {"codec": "aac"}, "acx", delivery=False))

    assert found == []


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"--preset audible: .* default, acx, librivox, podcast"):
        check_preset("audible")
