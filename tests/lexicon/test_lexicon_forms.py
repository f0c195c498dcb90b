from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from narrate.errors import BadScript, UsageError
from narrate.text import lexicon_files, lexicon_form, lexicon_pls
from narrate.text.lexicon import PARTS, Entry, Lexicon

ALL_FORMS = """\
# names of the book
Kropotkin = kro-POT-kin
Thames = /tɛmz/   # the river
Siobhan = shivawn /ʃɪˈvɔːn/

read [verb past] = /rɛd/
Goethe [de] = /ˈɡøːtə/
live [en-GB adjective] = lyve
C# = see sharp
"""


def test_every_way_to_write_an_entry_is_read() -> None:
    assert lexicon_form.parse("\ufeff" + ALL_FORMS, "names.txt").entries == (
        Entry("Kropotkin", "kro-POT-kin"),
        Entry("Thames", ipa="tɛmz"),
        Entry("Siobhan", "shivawn", "ʃɪˈvɔːn"),
        Entry("read", ipa="rɛd", part="verb past"),
        Entry("Goethe", ipa="ˈɡøːtə", language="de"),
        Entry("live", "lyve", language="en-GB", part="adjective"),
        Entry("C#", "see sharp"),
    )


def test_of_two_lines_for_one_word_the_later_holds() -> None:
    assert lexicon_form.parse("a = 1\na = 2\n", "n").entries == (Entry("a", "2"),)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Kropotkin kro-POT-kin", "has no '='"),
        ("Kropotkin =", "nothing after the '='"),
        ("[de] = dots", "needs a word"),
        ("Thames = /tEmz/", "'E' in /tEmz/ is no sign of IPA"),
        ("Thames = /tɛmz", "between two slashes"),
        ("read [verbs] = red", "is no language such as de"),
        ("read [verb] [past] = red", "one pair of brackets"),
    ],
)
def test_a_line_that_is_no_entry_is_named_by_its_number(line: str, what: str) -> None:
    with pytest.raises(BadScript) as caught:
        lexicon_form.parse(f"# fine\nfine = fine\n{line}\n", "names.txt")

    assert str(caught.value).startswith("names.txt, line 3: ")
    assert what in str(caught.value)
    assert "\n" not in str(caught.value)


words = st.from_regex(r"[A-Za-zéß'’.-]*[a-zé]( [A-Z][a-z]+)?", fullmatch=True)
entries = st.builds(
    Entry,
    words=words,
    respelling=st.sampled_from(["kro-POT-kin", "plain words", "emm&co <x>"]),
    ipa=st.sampled_from(["", "tɛmz", "ˈæ.bə ˌtɔ̃ː"]),
    language=st.sampled_from(["", "fr"]),
    part=st.sampled_from(["", *PARTS]),
)


@given(st.lists(entries, unique_by=lambda e: (e.words, e.language, e.part)))
def test_what_is_written_as_text_is_read_as_it_was(some: list[Entry]) -> None:
    assert lexicon_form.parse(lexicon_form.write(some), "n").entries == tuple(some)


@given(st.lists(entries, unique_by=lambda e: (e.words, e.language, e.part)))
def test_what_is_written_as_pls_sounds_as_it_did(some: list[Entry]) -> None:
    again = lexicon_pls.read(lexicon_pls.write(Lexicon(tuple(some)), "fr"), "n").entries

    assert {(e.words, e.sound, e.part) for e in again} == {(e.words, e.sound, e.part) for e in some}
    assert {e.language for e in again} <= {"fr"}


def test_a_pls_document_has_the_form_that_the_standard_asks_for() -> None:
    written = lexicon_pls.write(Lexicon((Entry("Emma & Co", "emm-AN-koh"),)), "en-GB")

    root = etree.fromstring(written)
    assert root.tag == "{http://www.w3.org/2005/01/pronunciation-lexicon}lexicon"
    assert root.get("version") == "1.0"
    assert root.get("alphabet") == "ipa"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    lexeme = root[0]
    assert [etree.QName(child).localname for child in lexeme] == ["grapheme", "phoneme", "alias"]


FOREIGN = """<?xml version="1.0"?>
<!DOCTYPE lexicon [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<lexicon version="1.0" alphabet="ipa" xml:lang="en" xmlns:c="urn:claws"
    xmlns="http://www.w3.org/2005/01/pronunciation-lexicon">
  <lexeme><grapheme>colour</grapheme><grapheme>color</grapheme>
    <phoneme>wrong</phoneme><phoneme prefer="true">ˈkʌlə</phoneme></lexeme>
  <lexeme role="c:VVD"><grapheme>read</grapheme><phoneme>rɛd</phoneme></lexeme>
  <lexeme role="c:ZZ9"><grapheme>read</grapheme><phoneme>no</phoneme></lexeme>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide <!-- x -->Web Consortium</alias></lexeme>
  <lexeme><grapheme>leak</grapheme><alias>&secret;</alias></lexeme>
</lexicon>"""


def test_a_pls_document_of_another_program_is_understood() -> None:
    assert lexicon_pls.read(FOREIGN.encode(), "x.pls").entries == (
        Entry("colour", ipa="ˈkʌlə", language="en"),
        Entry("color", ipa="ˈkʌlə", language="en"),
        Entry("read", ipa="rɛd", language="en", part="verb past"),
        Entry("W3C", "World Wide Web Consortium", language="en"),
    )


@pytest.mark.parametrize(
    "data",
    [b"<?xml?><lexicon", b"<html/>", FOREIGN.replace('"ipa"', '"x-sampa"').encode()],
)
def test_what_is_no_pls_in_ipa_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadScript, match=r"x\.pls"):
        lexicon_pls.read(data, "x.pls")


def test_a_pls_document_of_two_languages_is_refused() -> None:
    with pytest.raises(UsageError, match="de"):
        lexicon_pls.write(Lexicon((Entry("a", "b", language="de"),)), "en")


def test_what_goes_first_is_named_then_beside_the_book_then_settings(tmp_path: Path) -> None:
    shelf, settings = tmp_path / "shelf", tmp_path / "settings"
    for folder in (shelf, settings):
        folder.mkdir()
    files = {
        tmp_path / "early.txt": "a = named early",
        tmp_path / "late.txt": "a = named late\nb = named late",
        shelf / "emma.lexicon.txt": "b = of the book\nc = of the book",
        shelf / "lexicon.txt": "c = of the shelf\nd = of the shelf",
        settings / "lexicon.txt": "d = of the user\ne = of the user",
        shelf / "other.lexicon.txt": "e = of another book",
    }
    for path, text in files.items():
        path.write_text(text, "utf-8")

    named = (tmp_path / "early.txt", tmp_path / "late.txt")
    found = lexicon_files.gather(named, settings, shelf / "emma.script.md")

    heard = [rewrite.spoken for rewrite in found.rewrites("a b c d e", "en")]
    assert heard == ["named late", "named late", "of the book", "of the shelf", "of the user"]


def test_a_book_called_lexicon_is_not_taken_for_one(tmp_path: Path) -> None:
    book = tmp_path / "lexicon.txt"
    book.write_text("Not an entry.", "utf-8")

    assert lexicon_files.gather((), tmp_path / "none", book).entries == ()


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("a = b\né = e".encode("latin-1"))

    with pytest.raises(BadScript, match="No such file"):
        lexicon_files.read(tmp_path / "none.txt")
    with pytest.raises(BadScript, match=r"latin\.txt, line 2: not UTF-8"):
        lexicon_files.read(latin)


def test_languages_in_three_letters_hold_in_books_of_two() -> None:
    line = lexicon_form.parse("Goethe [ger] = gerta\n", "n")
    pls = lexicon_pls.write(Lexicon((Entry("Goethe", ipa="a"),)), "de")
    own = lexicon_pls.read(pls.replace(b'xml:lang="de"', b'xml:lang="deu"'), "n")

    for lexicon in (line, own):
        assert lexicon.knows("Goethe", "de-AT")
        assert not lexicon.knows("Goethe", "en")
