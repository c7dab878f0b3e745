"""What ends the build of the folder for a stick: too heavy, a file that is missing or another one, a self-test that fails.

The build itself takes minutes and another Python: `python -m tests.long folder` tries what it made.
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def build() -> Any:
    """The program beside the spec; it is no part of the package."""
    spec = spec_from_file_location("build_folder", ROOT / "assets" / "offline" / "build_folder.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(build: Any, tmp_path: Path) -> Path:
    """A folder with every file it needs of assets/, as it should be built."""
    for name, path in build.needed(ROOT / "assets"):
        place = tmp_path / "psw-tui" / "_internal" / "psw_tui" / "assets" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return tmp_path / "psw-tui"


def test_a_folder_over_the_budget_is_refused_with_what_is_heaviest(build: Any, folder: Path) -> None:
    assert 0 < build.weighed(folder, 70) < 10
    (folder / "heavy.so").write_bytes(bytes(2 * 10**6))
    with pytest.raises(build.NotGood, match=r"2\.0 MB +heavy\.so"):
        build.weighed(folder, 2)


@pytest.mark.parametrize("name", ["help/fr/steps.md", "locale/fr/LC_MESSAGES/psw_tui.mo", "signals.toml"])
def test_a_file_that_is_missing_or_another_one_is_named(build: Any, folder: Path, name: str) -> None:
    build.look_for_assets(folder)
    (path,) = folder.glob(f"**/{name}")
    for spoil in (lambda: path.write_bytes(path.read_bytes()[:-1]), path.unlink):
        spoil()
        with pytest.raises(build.NotGood, match=name):
            build.look_for_assets(folder)


def test_the_newest_c_library_that_is_asked_for_is_what_counts(
    build: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert build.newest_glibc(folder) == ""
    (folder / "a.so").write_bytes(b"\x7fELF..GLIBC_2.9\0GLIBC_2.17\0GLIBC_2.2.5\0")
    (folder / "b.txt").write_bytes(b"GLIBC_2.99\0")
    assert build.newest_glibc(folder) == "2.17"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
@pytest.mark.parametrize("code", [0, 1])
def test_a_folder_that_fails_its_own_self_test_is_refused(build: Any, folder: Path, code: int) -> None:
    program = folder / "psw-tui"
    program.write_text(f'#!/bin/sh\n[ "$1" = selftest ] && [ -z "$HOME" ] && exit {code}\nexit 3\n')
    program.chmod(0o700)
    if code:
        with pytest.raises(build.NotGood, match="self-test"):
            build.try_out(folder)
    else:
        build.try_out(folder)
