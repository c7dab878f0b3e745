"""The journal people would take instead, encrypted, with ten thousand entries: finding and adding.

As whole processes the two derive keys by different means (PBKDF2 there, Argon2id here). It is made equal by taking it
away: what each derivation alone takes is measured in the same round and subtracted from its side.
"""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random

from psw_tui.storage.kdf import CHEAPEST, seconds
from tests.bench.probe import ROOT, Probe, module
from tests.bench.row import Bench, Measure, NotHere, Pair, Round, Row, middle
from tests.bench.rows.save import save
from tests.bench.rows.start import open_caseload
from tests.bench.vaults import FEW, PASSPHRASE, opened

ENTRIES = 10_000
CLIENTS = 1_000
"""With the records that hang on them they come to about ten thousand entries in the search."""

WORD = "garden"
LOOKED_FOR = (WORD, "landlord", "courage", "pharmacy", "quiet")
"""In the open app, one after the other; the practice clients' notes have all of them."""

WORDS = [
    "we",
    "walked",
    "to",
    "the",
    "bank",
    "and",
    "talked",
    "about",
    "a",
    "letter",
    "from",
    "the",
    "landlord",
    "then",
    "tea",
    "and",
    "quiet",
]
_CONFIG = """version: v4.0
editor: ""
encrypt: true
default_hour: 9
default_minute: 0
timeformat: "%Y-%m-%d %H:%M"
tagsymbols: "@"
highlight: false
linewrap: 79
indent_character: "|"
template: false
colors: {{body: none, date: none, tags: none, title: none}}
journals:
  default: {{journal: {journal}, encrypt: true}}
"""


def rounds(bench: Bench) -> Iterator[Round]:
    """jrnl finds and adds; our command finds; our open session finds and adds."""
    jrnl = bench.peer("jrnl")
    vault = bench.vault(CLIENTS, FEW)
    with tempfile.TemporaryDirectory() as around:
        journal = _Journal(jrnl, Path(around))
        word_file = Path(around) / "passphrase"
        word_file.write_text(PASSPHRASE, "utf-8")
        find = module("psw_tui", "--vault", vault, "--passphrase-file", word_file, "find", WORD)
        for _ in count():
            found = journal.run("-contains", WORD, finds=True)
            added = journal.run("today:", " ".join(WORDS))
            derived = journal.derivation()
            ours = _took(find, finds=True) - seconds(CHEAPEST) * 1000
            in_session = _in_session(vault)
            with opened(vault) as open_vault:
                client = open_vault.connection.execute("SELECT id FROM client LIMIT 1").fetchone()[0]
                save(open_vault, client)
                kept = middle([save(open_vault, client) for _ in range(5)])
            yield {
                "jrnl.find": Pair(in_session, found),
                "jrnl.add": Pair(kept, added),
                "jrnl.whole": Pair(ours, found - derived),
            }


class _Journal:
    """An encrypted journal of ten thousand entries, unlocked by what is typed on standard input."""

    def __init__(self, program: Path, around: Path) -> None:
        self._program = program
        self._around = around
        config = around / "jrnl.yaml"
        journal = around / "journal.txt"
        config.write_text(_CONFIG.format(journal=journal), "utf-8")
        self._command = [str(program), "--config-file", str(config)]
        random = Random(4)
        entries = []
        for number in range(ENTRIES):
            words = " ".join(random.choices([*WORDS, WORD if number % 100 == 0 else "bench"], k=110))
            entries.append(
                f"[20{10 + number // 1000:02}-{number % 12 + 1:02}-{number % 28 + 1:02} 09:00] Visit. {words}\n"
            )
        self._seal("\n".join(entries), journal)
        self.run("today:", "in the newest format from now on")

    def run(self, *arguments: str, finds: bool = False) -> float:
        """Milliseconds of one whole process."""
        return _took([*self._command, *arguments], self._around, finds=finds)

    def derivation(self) -> float:
        """Milliseconds that PBKDF2 takes in jrnl's own Python."""
        return float(
            self._python(
                _DERIVED + "import time\nb = time.perf_counter(); key(); print((time.perf_counter() - b) * 1000)"
            )
        )

    def _seal(self, text: str, journal: Path) -> None:
        """As jrnl would, or making ten thousand entries would take hours."""
        script = _DERIVED + "import sys\nfrom cryptography.fernet import Fernet\n"
        script += (
            "sys.stdout.write(Fernet(base64.urlsafe_b64encode(key())).encrypt(sys.stdin.read().encode()).decode())"
        )
        journal.write_text(self._python(script, text), "utf-8")

    def _python(self, script: str, said: str = "") -> str:
        python = self._program.with_name("python")
        return subprocess.run([python, "-c", script], input=said, capture_output=True, text=True, check=True).stdout


_SALT = base64.b64encode(b"\xf2\xd5q\x0e\xc1\x8d.\xde\xdc\x8e6t\x89\x04\xce\xf8").decode()
"""The one jrnl gives to every journal."""

_DERIVED = f"""
import base64
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
def key():
    salt = base64.b64decode("{_SALT}")
    return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=100_000).derive(b"{PASSPHRASE}")
"""


def _took(command: Sequence[str], home: Path = ROOT, *, finds: bool) -> float:
    around = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "XDG_DATA_HOME": str(home)}
    began = time.perf_counter()
    done = subprocess.run(
        command, input=f"{PASSPHRASE}\n", cwd=ROOT, env=around, capture_output=True, text=True, check=True
    )
    taken = (time.perf_counter() - began) * 1000
    if finds and WORD not in done.stdout:
        raise NotHere(f"{command[0]} found nothing: {done.stderr[-200:]}")
    return taken


def _in_session(vault: Path) -> float:
    """Milliseconds from a whole word, as jrnl gets it, until its hits stand there: the middle of several words."""
    with Probe(*module("tests.bench.apps.practice", vault)) as program:
        open_caseload(program)
        program.press("/")
        program.until("Words, or parts")
        taken = []
        for word in LOOKED_FOR:
            taken.append(program.answer(word, lambda: program.screen.lines, send=program.paste)[1])
            program.press(*["backspace"] * len(word))
            program.until("Words, or parts")
        return middle(taken)


MEASURE = Measure(
    "jrnl",
    (
        Row(
            "jrnl.find",
            "find in 10,000 entries, in the open app, to hits painted",
            "encrypted jrnl, whole process",
            1 / 50,
        ),
        Row("jrnl.add", "add an entry, in the open app, on the disk", "encrypted jrnl, whole process", 1 / 50),
        Row("jrnl.whole", "`psw-tui find`, whole process, key derivation aside", "encrypted jrnl, the same", 1 / 2.5),
    ),
    rounds,
)
