from pathlib import Path

from narrate.editing import Options, edit
from narrate.model import Block, BlockKind, Book, Mark, MarkKind, Rewrite, Script
from narrate.script import read_script, write_script
from narrate.text.lexicon import NO_LEXICON, Entry, Lexicon

TEXT = "The river Thames “runs” past Cholmondeley Castle in 1871. Go on."


def book(**more: object) -> Book:
    block = Block(BlockKind.PARAGRAPH, TEXT, marks=(Mark(MarkKind.PHONEMES, 29, 41, "ˈtʃʌmli"),))
    return Book((block,), "Title", language="en-GB", **more)  # type: ignore[arg-type]


def readings(script: Script) -> list[tuple[str, Rewrite]]:
    return [
        (s.text[r.start : r.end], r)
        for chapter in script.chapters
        for s in chapter.sentences
        for r in s.rewrites
        if r.ipa and r.rule != "heteronym"
    ]


def test_the_books_own_lexicon_and_phonemes_are_heard() -> None:
    script = edit(book(lexicon={"Thames": "tɛmz"}))

    found = [(word, r.spoken, r.rule, r.ipa) for word, r in readings(script)]
    assert found == [
        ("Thames", "Thames", "book-lexicon", "tɛmz"),
        ("Cholmondeley", "Cholmondeley", "phonemes", "ˈtʃʌmli"),
    ]
    assert "eighteen seventy-one" in next(script.chapters[0].sentences).spoken


def test_the_users_lexicon_goes_before_the_books() -> None:
    lexicon = Lexicon((Entry("Thames", ipa="x"), Entry("Cholmondeley Castle", ipa="y")))

    script = edit(book(lexicon={"Thames": "tɛmz"}), Options(lexicon=lexicon))

    found = [(word, r.rule, r.ipa) for word, r in readings(script)]
    assert found == [("Thames", "lexicon", "x"), ("Cholmondeley Castle", "lexicon", "y")]


def test_phonemes_stay_with_their_word_where_editing_mends_the_text_before_it() -> None:
    text = "nobles , “ said ” the Earl of Chol- mondeley and went ."
    mark = Mark(MarkKind.PHONEMES, 30, 44, "ˈtʃʌmli")

    script = edit(Book((Block(BlockKind.PARAGRAPH, text, marks=(mark,)),), "T", language="en"))

    assert [word for word, _ in readings(script)] == ["Cholmondeley"]


def test_a_script_file_keeps_the_books_readings_and_finds_the_users_anew(tmp_path: Path) -> None:
    lexicon = Lexicon((Entry("Castle", "kah-SUL"),))
    script = edit(book(lexicon={"Thames": "tɛmz"}), Options(lexicon=lexicon))
    path = tmp_path / "book.md"

    path.write_text(write_script(script, lexicon), "utf-8")

    text = path.read_text("utf-8")
    assert '[Thames]{say="Thames" ipa="tɛmz"}' in text
    assert "kah" not in text
    again = read_script(path, lexicon)
    assert [r.ipa for _, r in readings(again)] == [r.ipa for _, r in readings(script)]
    assert write_script(again, lexicon) == text
    assert [r.ipa for _, r in readings(read_script(path))] == ["tɛmz", "ˈtʃʌmli"]


def test_a_script_written_without_the_lexicon_holds_all_its_readings(tmp_path: Path) -> None:
    lexicon = Lexicon((Entry("March", "martch"), Entry("Castle", "kah-SUL")))
    text = "On March 18, 1871 the Castle fell."
    source = Book((Block(BlockKind.PARAGRAPH, text),), "T", language="en")
    script = edit(source, Options(lexicon=lexicon))
    path = tmp_path / "book.md"

    path.write_text(write_script(script, NO_LEXICON), "utf-8")

    spoken = [s.spoken for s in read_script(path).sentences]
    assert spoken == [s.spoken for s in script.sentences]
    assert "martch eighteen, eighteen seventy-one the kah-sul" in " ".join(spoken)
