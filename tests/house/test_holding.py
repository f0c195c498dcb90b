"""A book's folder belongs to one run at a time."""

from pathlib import Path

import pytest

from narrate.errors import OutputBusy, OutputNotWritable
from narrate.publish.holding import held


def test_a_second_run_is_told_whose_folder_it_is(tmp_path: Path) -> None:
    second = held(tmp_path / "Emma")

    with held(tmp_path / "Emma"), pytest.raises(OutputBusy, match="Emma: another run"):
        second.__enter__()


def test_a_folder_is_free_again_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(tmp_path / "Emma"):
        raise ZeroDivisionError

    with held(tmp_path / "Emma"):
        assert (tmp_path / "Emma").is_dir()


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OutputNotWritable, match="Choose another folder"), held(tmp_path / "file/a"):
        pass
