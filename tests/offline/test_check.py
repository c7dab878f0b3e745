"""What a stick is looked at for before its first file is used; each kind of harm is refused by its name."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import check
import pytest
import sign
import wheelhouse
from check import Computer
from said import Refused

from tests.offline.making import LOCKED, THIS_PYTHON, signed, small_stick, wheel

SUMS = "SHA256SUMS"
BROKEN = dict.fromkeys((SUMS, f"{SUMS}.minisig", "psw-tui.pub"), "bad_signature")
GONE = {SUMS: "no_sums", f"{SUMS}.minisig": "unsigned"}
LINUX, INTEL_MAC = Computer((3, 12), "linux", "x86_64"), Computer((3, 12), "darwin", "x86_64")
WINDOWS = Computer((3, 12), "windows", "x86_64")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return small_stick(tmp_path / "stick")


def refusal(stick: Path, pinned: Path | None = None) -> str:
    with pytest.raises(Refused) as caught:
        check.check_stick(stick, pinned)
    assert str(caught.value)
    return caught.value.name


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_good_stick_is_good(stick: Path) -> None:
    found = check.check_stick(stick, None)
    assert (found.version, found.signed, found.key) == ("1.0.0", False, None)


def test_a_flipped_byte_or_a_missing_file_is_refused_whichever_it_is(stick: Path, tmp_path: Path) -> None:
    """Also in the sums, the signature and the key; only the line that minisign calls untrusted bears it, being said nowhere."""
    key = signed(stick, tmp_path / "keys")
    shutil.copyfile(key, stick / "psw-tui.pub")
    (stick / "psw-tui-linux-x86_64.tar.gz").write_bytes(b"the folder for laptops without Python, packed")
    wheelhouse.write_sums(stick)
    sign.sign_stick(stick, key.with_name("psw-tui.key"), None)
    assert check.check_stick(stick, None).signed
    files = sorted(path.relative_to(stick) for path in stick.rglob("*") if path.is_file())
    assert len(files) == 15
    for name in files:
        other = shutil.copytree(stick, tmp_path / "other")
        flip(other / name)
        told = refusal(other)
        # A flip in a key may leave no key at all: it depends on the letter it hits.
        assert told == BROKEN.get(str(name), "changed") or (str(name), told) == ("psw-tui.pub", "bad_key"), name
        (other / name).unlink()
        assert refusal(other) == GONE.get(str(name), "missing"), name
        shutil.rmtree(other)


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text.replace("  install.sh", "  ../install.sh"),
        lambda text: text.replace("  install.sh", "  /install.sh"),
        lambda text: text.replace("  install.sh", "  a\\install.sh"),
        lambda text: text + text,
        lambda text: text.replace("  check.py", "  chuck.py"),
        lambda text: text.upper(),
        lambda text: text[:0],
        lambda text: "\0\ufffd\n" + text,
    ],
)
def test_a_list_that_is_none_is_refused(stick: Path, harm: Callable[[str], str]) -> None:
    path = stick / SUMS
    path.write_text(harm(path.read_text()), encoding="utf-8")
    assert refusal(stick) == "no_sums"


def test_a_wheel_that_nobody_listed_is_refused_but_not_what_a_mac_leaves(stick: Path) -> None:
    (stick / "wheelhouse" / "._pip-1.0-py3-none-any.whl").write_bytes(b"")
    check.check_stick(stick, None)
    wheel(stick / "wheelhouse", LOCKED, "3.0", {})
    assert refusal(stick) == "unlisted"


def test_a_key_on_the_computer_counts_more_than_one_on_the_stick(stick: Path, tmp_path: Path) -> None:
    """Whoever makes a false stick signs it with a key of their own and puts that beside it."""
    agency = signed(stick, tmp_path / "agency")
    assert check.check_stick(stick, agency).signed
    false = small_stick(tmp_path / "false", "1.0.1")
    other = signed(false, tmp_path / "other")
    shutil.copyfile(other, false / "psw-tui.pub")
    assert refusal(false, agency) == "bad_signature"
    (false / f"{SUMS}.minisig").unlink()
    assert refusal(false, agency) == "unsigned"


def test_a_key_file_that_is_none_is_refused(stick: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff")
    assert refusal(stick, tmp_path / "key") == "bad_key"
    assert refusal(stick, tmp_path / "nowhere") == "bad_key"


@pytest.mark.parametrize(
    ("tags", "computers"),
    [
        ("py3-none-any", {LINUX, INTEL_MAC, WINDOWS}),
        ("py2.py3-none-any", {LINUX, INTEL_MAC, WINDOWS}),
        ("cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64", {LINUX}),
        ("cp311-cp311-manylinux2014_x86_64", set()),
        ("cp312-cp312t-manylinux2014_x86_64", set()),
        ("cp38-abi3-manylinux_2_28_x86_64", {LINUX}),
        ("cp313-abi3-manylinux_2_28_x86_64", set()),
        ("cp312-cp312-musllinux_1_2_x86_64", set()),
        ("cp312-cp312-manylinux_2_28_aarch64", set()),
        ("cp39-abi3-macosx_10_12_x86_64", {INTEL_MAC}),
        ("cp312-cp312-macosx_11_0_arm64", set()),
        ("cp312-cp312-macosx_10_9_universal2", {INTEL_MAC}),
        ("cp312-cp312-win_amd64", {WINDOWS}),
        ("cp312-cp312-win_arm64", set()),
    ],
)
def test_a_wheel_fits_the_computer_it_is_made_for(tags: str, computers: set[Computer]) -> None:
    assert {each for each in (LINUX, INTEL_MAC, WINDOWS) if check.fits(f"a-1.0-{tags}.whl", each)} == computers


def test_a_stick_without_files_for_this_computer_says_which_are_missing(tmp_path: Path) -> None:
    folder = small_stick(tmp_path / "stick")
    ours = check.check_stick(folder, None)
    assert len(check.check_wheels(ours, check.this_computer())) == 3
    (wheels,) = (folder / "wheelhouse").glob(f"{LOCKED}-*.whl")
    wheels.rename(wheels.with_name(f"{LOCKED}-2.0-{THIS_PYTHON}-{THIS_PYTHON}-win_arm64.whl"))
    wheelhouse.write_sums(folder)
    with pytest.raises(Refused, match="lock-me"):
        check.check_wheels(check.check_stick(folder, None), check.this_computer())


@pytest.mark.parametrize(("python", "right"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)])
def test_only_a_python_that_has_wheels_is_taken(python: tuple[int, int], right: bool) -> None:
    computer = Computer(python, "darwin", "arm64")
    if right:
        check.check_python(computer)
        return
    with pytest.raises(Refused) as caught:
        check.check_python(computer)
    assert f"Python 3.{python[1]}" in str(caught.value)


@pytest.mark.parametrize("found", [("", ""), ("glibc", "2.17"), ("musl", "1.2")])
def test_a_linux_without_a_glibc_that_is_new_enough_is_refused(
    monkeypatch: pytest.MonkeyPatch, found: tuple[str, str]
) -> None:
    monkeypatch.setattr("platform.libc_ver", lambda: found)
    with pytest.raises(Refused) as caught:
        check.check_python(LINUX)
    assert caught.value.name == "old_linux"


def test_a_full_disk_is_seen_before_anything_is_written(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    needed = check.room_for(check.check_stick(stick, None), [])
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(0, 0, needed - 1))
    with pytest.raises(Refused, match=f"{needed // 1_000_000} MB are needed"):
        check.check_room(stick / "not" / "there" / "yet", needed)


def test_an_older_one_is_refused_unless_asked_for() -> None:
    for version, installed in [("0.9.9", "0.10.0"), ("1.0", "1.0.1")]:
        with pytest.raises(Refused):
            check.check_not_older(version, installed, older=False)
        check.check_not_older(version, installed, older=True)
        check.check_not_older(installed, version, older=False)
    check.check_not_older("1.0", "1.0", older=False)
    check.check_not_older("1.0", "", older=False)
