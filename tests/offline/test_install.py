"""The installer itself, with a small program in the place of psw-tui: a real environment, no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import check
import pytest
from said import SAID

from tests.offline.making import small_stick

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sh is not there")


def install(stick: Path, home: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `sh install.sh` as a person does, with a home of its own."""
    home.mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean = {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8"} | environment
    command = ["sh", str(stick / "install.sh"), *more]
    return subprocess.run(command, env=clean, capture_output=True, text=True, check=False, timeout=120)


def version_of(program: Path) -> str:
    """Started with nothing of this environment: a PYTHONPATH would find the source tree before what is installed."""
    return subprocess.run([program / "bin" / "psw-tui"], env={}, capture_output=True, text=True, check=True).stdout


def snapshot(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_installed_updated_and_when_that_fails_left_as_it_was(tmp_path: Path) -> None:
    """A first stick, a newer one while a vault is open and then again, the old one once more, and one that does not work."""
    home, program = tmp_path / "home", tmp_path / "home" / "psw-tui"
    first = small_stick(tmp_path / "one", "1.9.0")
    before = snapshot(first)
    done = install(first, home)
    assert done.returncode == 0, done.stderr
    assert str(program / "bin" / "psw-tui") in done.stdout
    assert version_of(program) == "psw-tui 1.9.0 psw_tui\n"
    assert [path.name for path in home.glob("psw*")] == ["psw-tui"]
    assert snapshot(first) == before
    assert not list(first.rglob("__pycache__"))

    second = small_stick(tmp_path / "two", "1.10.0")
    told = json.dumps([["Ash", "in use", ""]])
    refused = install(second, home, PSW_TUI_TEST_TOLD=told, LANG="fr_CA.UTF-8", LC_ALL="")
    assert refused.returncode == 1
    assert "Le coffre Ash est ouvert" in refused.stderr
    assert "Rien n’a été changé." in refused.stderr
    assert version_of(program) == "psw-tui 1.9.0 psw_tui\n"

    update = subprocess.run(
        [program / "bin" / "psw-tui-update", second],
        env={"HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert update.returncode == 0, update.stderr
    assert version_of(program) == "psw-tui 1.10.0 psw_tui\n"
    assert (home / "psw-tui.old" / "psw-tui-version.txt").read_text() == "1.9.0"

    older = install(first, home)
    assert (older.returncode, "1.10.0 is installed" in older.stderr) == (1, True)

    third = small_stick(tmp_path / "three", "2.0.0", broken=True)
    failed = install(third, home)
    assert failed.returncode == 1
    assert ": It is broken. What was there before" in failed.stderr
    assert version_of(program) == "psw-tui 1.10.0 psw_tui\n"
    assert {path.name for path in home.glob("psw*")} == {"psw-tui", "psw-tui.old"}


def test_a_folder_with_something_of_somebodys_in_it_is_left_alone(tmp_path: Path) -> None:
    """Such as one that was made the data folder: to rename it would look as if all notes were gone."""
    stick, home = small_stick(tmp_path / "stick"), tmp_path / "home"
    (home / "psw-tui" / "vaults").mkdir(parents=True)
    done = install(stick, home)
    assert done.returncode == 1
    assert "vaults" in done.stderr
    (home / "psw-tui" / "psw-tui-version.txt").write_text("0.1.0")
    assert install(stick, home).returncode == 1
    assert (home / "psw-tui" / "vaults").is_dir()


@pytest.mark.parametrize("name", ["install.py", "check.py", "ed25519.py", "said.py"])
def test_no_line_of_a_changed_program_runs(tmp_path: Path, name: str) -> None:
    """The shell looks at what Python will run, so what somebody put in front of it leaves no trace."""
    stick, home = small_stick(tmp_path / "stick"), tmp_path / "home"
    path = stick / name
    trace = 'import os; open(os.environ["HOME"] + "/ran", "w").close()\n'
    path.write_text(trace + path.read_text(encoding="utf-8").replace("from __future__ import annotations", ""))
    done = install(stick, home)
    assert done.returncode == 1
    assert name in done.stderr
    assert "Nothing was changed" in done.stderr
    assert not (home / "ran").exists()


@pytest.mark.parametrize(("version", "language"), [("3.10", "en_CA.UTF-8"), ("3.15", "fr_CA.UTF-8")])
def test_with_another_python_it_says_which_it_needs(tmp_path: Path, version: str, language: str) -> None:
    stick = small_stick(tmp_path / "stick")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "grep", "cut", "dirname", "sha256sum", "shasum"):
        found = subprocess.run(["sh", "-c", f"command -v {tool}"], capture_output=True, text=True, check=False).stdout
        if found:
            (tools / tool).symlink_to(found.strip())
    fake = f"""#!/bin/sh
[ "$1" = --version ] && {{ echo Python {version}.1; exit; }}
exec {sys.executable} -c 'import sys; sys.version_info = ({version.replace(".", ", ")}, 1); exec(sys.argv[1])' "$3"
"""
    (tools / "python3").write_text(fake)
    (tools / "python3").chmod(0o755)
    done = install(stick, tmp_path / "home", PATH=str(tools), LANG=language, LC_ALL="")
    assert done.returncode == 1
    assert f"Python {version}.1" in done.stderr
    assert "3.11, 3.12, 3.13" in done.stderr
    assert ("Nothing was changed" in done.stderr) is language.startswith("en")
    assert not list((tmp_path / "home").iterdir())


def test_the_files_that_run_are_those_the_shells_look_at() -> None:
    for script in ("install.sh", "install.ps1"):
        text = (Path(check.__file__).parent / script).read_text(encoding="utf-8")
        assert all(name in text for name in check.NEEDED if name.endswith(".py"))
    assert SAID["nothing_changed"][0] in (Path(check.__file__).parent / "install.sh").read_text(encoding="utf-8")
