"""The two commands of the project, as a person with a bare machine meets them."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = [
    "sh",
    "env",
    "dirname",
    "readlink",
    "cat",
    "cmp",
    "mkdir",
    "rm",
    "mv",
    "sed",
    "grep",
    "tail",
    "sleep",
    "printf",
    "kill",
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for POSIX shells")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the scripts in a folder with spaces in its name, without an environment."""
    copy = tmp_path / "my books" / "narrate"
    copy.mkdir(parents=True)
    shutil.copytree(ROOT / "scripts", copy / "scripts")
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the tools of a POSIX shell and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found:
            (folder / tool).symlink_to(found)
    return folder


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def start(
    project: Path, path: Path, *arguments: str, script: str = "narrate", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [project / "scripts" / script, *arguments],
        env={"PATH": str(path), **environment},
        cwd="/",
        text=True,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_without_a_python_that_is_new_enough_one_line_says_so(
    project: Path, bare_path: Path
) -> None:
    program(bare_path / "python3", "exit 1")

    done = start(project, bare_path, "book.txt")

    assert done.returncode == 1
    assert done.stderr.startswith("narrate: Python 3.11 or newer is needed")
    assert done.stderr.count("\n") == 1


def test_without_the_venv_module_one_line_names_the_cure(project: Path, bare_path: Path) -> None:
    program(bare_path / "python3", 'case "$2" in *version_info*) exit 0;; *) exit 1;; esac')

    done = start(project, bare_path, "book.txt")

    assert done.returncode == 1
    assert "python3-venv" in done.stderr.splitlines()[-1]


def test_without_a_network_one_line_says_so_and_where_the_details_are(
    project: Path, bare_path: Path
) -> None:
    program(
        bare_path / "uv",
        'case "$1" in venv) mkdir -p "$5/bin";; *) echo "error: dns error" >&2; exit 2;; esac',
    )
    program(
        bare_path / "python3",
        'case "$*" in *version_info*|*ensurepip*) exit 0;; esac; echo "Connection refused"; exit 1',
    )

    done = start(project, bare_path, "book.txt")

    assert done.returncode == 1
    assert "cannot reach the package index" in done.stderr.splitlines()[-1]


def test_an_environment_that_is_current_runs_at_once_with_the_arguments_as_they_are(
    project: Path, bare_path: Path
) -> None:
    made_from = f"{project}\n{(project / 'pyproject.toml').read_text()}"
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / ".narrate").write_text(made_from)
    program(project / ".venv" / "bin" / "python", 'printf "[%s]" "$@"')

    done = start(project, bare_path, "my book.txt", "--voice", "a b")

    assert done.stdout == "[-P][-m][narrate][my book.txt][--voice][a b]"
    assert done.stderr == ""


def test_a_changed_pyproject_sets_up_again(project: Path, bare_path: Path) -> None:
    made_from = f"{project}\n{(project / 'pyproject.toml').read_text()}"
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / ".narrate").write_text(made_from)
    program(project / ".venv" / "bin" / "python", 'printf "[%s]" "$@"')
    program(bare_path / "python3", "exit 0")
    with (project / "pyproject.toml").open("a") as file:
        file.write("\n# changed\n")

    done = start(project, bare_path, "--version")

    assert "setting up" in done.stderr
    assert done.returncode == 0
    assert (project / ".venv" / ".narrate").read_text().endswith("# changed\n")


@pytest.mark.parametrize(
    ("script", "package"), [("bench", "benchmark"), ("evaluate", "evaluation")]
)
def test_measurements_run_in_the_environment_that_is_asked_for(
    project: Path, bare_path: Path, tmp_path: Path, script: str, package: str
) -> None:
    venv = tmp_path / "my venv"
    (venv / "bin").mkdir(parents=True)
    made_from = f"{project}\n{(project / 'pyproject.toml').read_text()}"
    (venv / ".narrate-test").write_text(made_from)
    program(venv / "bin" / "python", 'printf "[%s]" "$PYTHONPATH" "$@"')

    done = start(project, bare_path, "--brief", script=script, NARRATE_VENV=str(venv))

    assert done.stdout == f"[{project / 'scripts'}][-P][-m][{package}][--brief]"
    assert done.stderr == ""


@pytest.mark.parametrize("script", ["bench", "evaluate"])
def test_measurements_are_set_up_first(project: Path, bare_path: Path, script: str) -> None:
    program(bare_path / "python3", "exit 1")

    done = start(project, bare_path, script=script)

    assert done.stderr.startswith("narrate: Python 3.11 or newer is needed")


def test_a_lock_whose_owner_never_told_its_number_is_taken_over(
    project: Path, bare_path: Path
) -> None:
    (project / ".venv.lock").mkdir()
    (bare_path / "sleep").unlink()
    program(bare_path / "sleep", "exit 0")
    program(bare_path / "python3", "exit 1")

    done = start(project, bare_path)

    assert done.stderr.splitlines()[0].startswith("narrate: waiting for another run to set up")
    assert done.stderr.splitlines()[1].startswith("narrate: Python 3.11 or newer is needed")
    assert not (project / ".venv.lock").exists()


@pytest.mark.parametrize("name", ["HUP", "INT", "TERM"])
def test_setting_up_ends_with_the_status_of_the_signal_that_ends_it(
    project: Path, bare_path: Path, name: str
) -> None:
    program(
        bare_path / "python3",
        f'case "$*" in *version_info*|*ensurepip*) exit 0;; esac; kill -{name} $PPID; exit 1',
    )

    done = start(project, bare_path)

    assert done.returncode == 128 + signal.Signals[f"SIG{name}"]
    assert not (project / ".venv.lock").exists()
