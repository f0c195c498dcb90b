from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from narrate.voices import ipa


@pytest.mark.parametrize(
    ("written", "american", "british", "espeak"),
    [
        ("/təˈmɑːtəʊ/", "təmˈɑtO", "təmˈɑːtQ", "t@'mA:toU"),
        ("ˈdʒɜːnəl", "ʤˈɜɹnəl", "ʤˈɜːnəl", "'dZ3:n@l"),
        ("ˈt͡ʃiːz", "ʧˈiz", "ʧˈiːz", "'tSi:z"),
        ("kwɒʃ", "kwɑʃ", "kwɒʃ", "kw0S"),
        ("ˌæb.əˈɹɪdʒ", "ˌæbəɹˈɪʤ", "ˌabəɹˈɪʤ", ",ab@'rIdZ"),
        ("bɔ̃ʒuʁ", "bɔnʒuɹ", "bɔnʒuɹ", "bO:nZu:r"),
        ("tɪər", "tɪɹ", "tɪə", "ti@"),
        ("ˈɔːrdər", "ˈɔɹdəɹ", "ˈɔːdə", "'O:rd@r"),
        ("ˈvɛriː", "vˈɛɹi", "vˈɛɹiː", "'vEri:"),
        ("", "", "", ""),
    ],
)
def test_ipa_becomes_the_alphabet_of_each_voice(
    written: str, american: str, british: str, espeak: str
) -> None:
    assert ipa.misaki(written, british=False) == american
    assert ipa.misaki(written, british=True) == british
    assert ipa.espeak(written) == espeak


def test_every_sign_of_the_table_becomes_letters_that_hibari_knows() -> None:
    spec = find_spec("hibari")
    assert spec is not None and spec.origin is not None
    known = json.loads((Path(spec.origin).parent / "assets" / "vocab.json").read_text("utf-8"))

    for british in (False, True):
        for sign in ipa._table("american"):
            assert set(ipa.misaki(sign, british=british)) <= set(known), sign


def test_every_sign_of_the_table_becomes_ascii_for_espeak() -> None:
    assert all(ipa.espeak(sign).isascii() for sign in ipa._table("espeak"))
