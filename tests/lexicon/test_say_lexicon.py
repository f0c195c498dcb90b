from pathlib import Path

import pytest
from click.testing import CliRunner

from narrate.cli.main import narrate


@pytest.mark.parametrize("engine", ["hibari", "pyttsx3"])
@pytest.mark.parametrize("entry", ["Thames = FLEE-zuh", "Thames = /ˈfliːzə/"])
def test_a_lexicon_entry_is_heard(tmp_path: Path, engine: str, entry: str) -> None:
    lexicon = tmp_path / "names.txt"
    lexicon.write_text(entry, "utf-8")
    asked = ["say", "Thames", "--engine", engine, "--lexicon", str(lexicon)]

    done = CliRunner().invoke(narrate, [*asked, "-o", str(tmp_path / "x.wav")])

    assert done.exit_code == 0
    assert done.output.splitlines()[-1].replace("ː", "") == "/ˈflizə/"


def test_the_users_own_lexicon_is_found_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRATE_SETTINGS", str(tmp_path))
    (tmp_path / "lexicon.txt").write_text("Thames = FLEE-zuh", "utf-8")

    done = CliRunner().invoke(narrate, ["say", "Thames", "-o", str(tmp_path / "x.wav")])

    assert "/ˈflizə/" in done.output


@pytest.mark.parametrize(("form", "beginning"), [("text", "Thames = /tɛmz/"), ("pls", "<?xml")])
def test_a_lexicon_is_converted(tmp_path: Path, form: str, beginning: str) -> None:
    lexicon, target = tmp_path / "names.txt", tmp_path / "out"
    lexicon.write_text("# river\nThames = /tɛmz/\n", "utf-8")
    asked = ["lexicon", str(lexicon), "--to", form, "-o", str(target)]

    done = CliRunner().invoke(narrate, asked)

    assert done.output == f"{target}: 1 entry\n"
    assert target.read_text("utf-8").startswith(beginning)
