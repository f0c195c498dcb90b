import pytest

from narrate.text.respelling import to_ipa


@pytest.mark.parametrize(
    ("respelling", "ipa"),
    [
        ("kro-POT-kin", "kroʊˈpɒtkɪn"),
        ("ah-LEE-chay", "ɑːˈliːtʃeɪ"),
        ("her-MY-oh-nee", "hərˈmaɪoʊniː"),
        ("kay-OSS", "keɪˈɒs"),
        ("pa-RA-ma", "pəˈrɑːmə"),
        ("mar-uh-LANE", "mɑːrəˈleɪn"),
        ("uh-NYES", "əˈnjɛs"),
        ("prince PEE-ter", "prɪns ˈpiːtər"),
    ],
)
def test_syllables_with_a_stress_are_sounds(respelling: str, ipa: str) -> None:
    assert to_ipa(respelling) == ipa


@pytest.mark.parametrize("text", ["Beecham", "co-op", "X-ray", "NATO", "sh-TSCHK", "Jean-Luc", ""])
def test_anything_else_is_plain_text(text: str) -> None:
    assert to_ipa(text) == ""
