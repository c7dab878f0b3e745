"""What really gets loaded: a graph of imports cannot prove that something is put off until it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCREENS = {"textual", "rich"}
DATABASE = {"sqlalchemy", "sqlmodel", "sqlcipher3", "nacl", "pydantic"}


def loaded(module: str) -> set[str]:
    """The names of all modules in a fresh Python that imported `module`, beside those of a bare one."""
    script = f"import sys; before = set(sys.modules); import {module}; print(*set(sys.modules) - before)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def packages(module: str) -> set[str]:
    return {name.partition(".")[0] for name in loaded(module)}


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("psw_tui.__main__", SCREENS | DATABASE | {"platformdirs", "argparse"}),
        ("psw_tui.launcher", SCREENS | DATABASE | {"platformdirs"}),
        ("psw_tui.places", SCREENS | DATABASE | {"platformdirs"}),
        ("psw_tui.language", SCREENS | DATABASE),
        ("psw_tui.cli.main", SCREENS),
        ("psw_tui.plain.start", SCREENS),
        ("psw_tui.services", SCREENS),
        ("psw_tui.storage", SCREENS),
        ("psw_tui.records", SCREENS | {"sqlcipher3", "nacl"}),
    ],
)
def test_what_is_not_needed_is_not_loaded(module: str, unwanted: set[str]) -> None:
    assert packages(module) & unwanted == set()


@pytest.mark.parametrize("module", ["psw_tui.ui.start", "psw_tui.cli.main", "psw_tui.ui.house"])
def test_the_lists_of_easy_passwords_wait_until_one_is_chosen(module: str) -> None:
    assert "zxcvbn" not in packages(module)


def every_module_of(package: str) -> str:
    return f"pkgutil, {package}; [__import__(m.name) for m in pkgutil.walk_packages({package}.__path__, '{package}.')]"


@pytest.mark.parametrize("package", ["records", "services", "storage", "sheets", "cli", "plain"])
def test_no_module_below_the_app_loads_it(package: str) -> None:
    assert packages(every_module_of(f"psw_tui.{package}")) & SCREENS == set()


def test_the_rules_load_only_the_standard_library_and_themselves() -> None:
    names = loaded(every_module_of("psw_tui.domain"))
    assert {name.partition(".")[0] for name in names} - sys.stdlib_module_names <= {"psw_tui"}
    ours = {name for name in names if name.startswith("psw_tui.")}
    assert {name for name in ours if not name.startswith("psw_tui.domain")} == set()


def test_nothing_but_the_app_knows_it_without_opening_a_network() -> None:
    assert "socket" not in loaded("psw_tui.__main__")
    assert "socket" not in loaded("psw_tui.launcher")
