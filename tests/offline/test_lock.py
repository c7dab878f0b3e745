"""The lock that a stick is filled by: what pyproject asks for and nothing else, by hash, and no word of where it came from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import check
import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.tools.lock import EXTRAS, OFFLINE, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = sorted(OFFLINE.glob("*.lock"))
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; .+?)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def pinned(lock: Path) -> dict[str, Version]:
    lines = lock.read_text(encoding="utf-8").splitlines()
    found = (PINNED.fullmatch(line) for line in lines)
    return {each["name"]: Version(each["version"]) for each in found if each}


def asked_for() -> list[Requirement]:
    named = [*PROJECT["dependencies"], *(each for extra in EXTRAS for each in PROJECT["optional-dependencies"][extra])]
    return list(map(Requirement, named))


def reached(wanted: list[Requirement]) -> Iterator[str]:
    """Every package that these need on this computer, as far as what is installed can tell."""
    seen: set[tuple[str, str]] = set()
    waiting = [(each, extra) for each in wanted for extra in ("", *each.extras)]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        yield name
        for text in metadata.requires(name) or []:
            further = Requirement(text)
            if further.marker is None or further.marker.evaluate({**default_environment(), "extra": extra}):
                waiting += [(further, each) for each in ("", *further.extras)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_is_a_version_or_a_hash(lock: Path) -> None:
    """So there is no host, no path, no option and no range in it; and each version has its wheel and its source, or two."""
    lines = [line for line in lock.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert PINNED.fullmatch(line) or HASH.fullmatch(line), line
        assert line.endswith(" \\") is bool(HASH.fullmatch(following)), line
    assert "://" not in lock.read_text(encoding="utf-8")


def test_what_the_program_asks_for_is_in_it_within_its_range() -> None:
    lock = pinned(OFFLINE / "requirements.lock")
    for requirement in asked_for():
        assert requirement.specifier.contains(lock[canonicalize_name(requirement.name)]), requirement


def test_it_is_exactly_what_the_program_needs() -> None:
    """Where an extra is not installed here, what it needs cannot be known: then nothing may at least be missing."""
    lock = set(pinned(OFFLINE / "requirements.lock"))
    try:
        needed = set(reached(asked_for()))
    except metadata.PackageNotFoundError as missing:
        pytest.skip(f"{missing.name} is not installed here")
    assert lock == needed


def test_the_pythons_are_those_of_the_project() -> None:
    """Installer, wheelhouse and pyproject speak of the same ones."""
    import wheelhouse

    oldest, newest = check.OLDEST[1], check.NEWEST[1]
    assert PROJECT["requires-python"] == f">=3.{oldest},<3.{newest + 1}"
    assert tuple(f"3.{minor}" for minor in range(oldest, newest + 1)) == wheelhouse.PYTHONS
    script = (OFFLINE / "install.sh").read_text(encoding="utf-8")
    assert f"(3, {oldest}) <= sys.version_info[:2] <= (3, {newest})" in script
    assert script.count(f"(3, {oldest}) <=") == 1
