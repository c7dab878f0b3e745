"""Small sticks to test with: wheels of a few bytes, the real installer, true sums, and a pip that only unpacks."""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import sign
import wheelhouse

THIS_PYTHON = f"cp{sys.version_info[0]}{sys.version_info[1]}"
LOCKED = "lock_me"
"""The one dependency of the small program."""

PROGRAM = """
import sys
from pathlib import Path
if {broken!r} and sys.argv[1:] == ["selftest"]:
    print("ok     This works.", "WRONG  It is broken.", *["ok     This works too."] * 40, sep="\\n")
    sys.exit(1)
print("psw-tui", {version!r}, Path(sys.argv[0]).parent.name)
"""
PIP = """
import sys, sysconfig, zipfile
from pathlib import Path
if "--no-index" not in sys.argv or "--require-hashes" not in sys.argv: sys.exit("it must not look elsewhere")
for wheel in Path(sys.argv[sys.argv.index("--find-links") + 1]).glob("*.whl"):
    if not wheel.name.startswith("pip-"): zipfile.ZipFile(wheel).extractall(sysconfig.get_path("purelib"))
"""
"""Does what pip would with these wheels in a tenth of a second; the real one works in `python -m tests.long offline`."""
COPIES = """
import json, os
for told in json.loads(os.environ.get("PSW_TUI_TEST_TOLD", "[]")): print(json.dumps(told))
"""


def wheel(folder: Path, name: str, version: str, files: Mapping[str, str], tags: str = "py3-none-any") -> Path:
    """A wheel that pip installs."""
    path = folder / f"{name}-{version}-{tags}.whl"
    about = f"{name}-{version}.dist-info"
    inside = dict(files) | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tags}\n",
    }
    record = "".join(f"{each},{_digest(text)},{len(text.encode())}\n" for each, text in inside.items())
    with zipfile.ZipFile(path, "w") as archive:
        for each, text in (inside | {f"{about}/RECORD": record + f"{about}/RECORD,,\n"}).items():
            archive.writestr(each, text)
    return path


def small_stick(folder: Path, version: str = "1.0.0", *, broken: bool = False) -> Path:
    """Everything a stick has, with a psw-tui that only says its version."""
    wheels = folder / "wheelhouse"
    wheels.mkdir(parents=True)
    for name in wheelhouse.CARRIED:
        (folder / name).write_bytes((wheelhouse.HERE / name).read_bytes())
    program = {"__init__": "", "__main__": PROGRAM.format(version=version, broken=broken), "updating": COPIES}
    wheel(wheels, "psw_tui", version, {f"psw_tui/{name}.py": text for name, text in program.items()})
    locked = wheel(wheels, LOCKED, "2.0", {f"{LOCKED}.py": ""})
    digest = hashlib.sha256(locked.read_bytes()).hexdigest()
    (folder / "requirements.lock").write_text(f"lock-me==2.0 \\\n    --hash=sha256:{digest}\n")
    wheel(wheels, "pip", "1.0", {"pip/__init__.py": "", "pip/__main__.py": PIP})
    wheelhouse.write_sums(folder)
    return folder


def signed(stick: Path, keys: Path) -> Path:
    """Sign a stick with a new key; gives the public one."""
    keys.mkdir()
    sign.make_key(keys, "")
    sign.sign_stick(stick, keys / "psw-tui.key", None)
    return keys / "psw-tui.pub"


def _digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
