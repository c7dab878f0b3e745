"""The agency's key for its sticks: `sign.py new-key FOLDER`, then `sign.py sign STICK --key FOLDER/psw-tui.key`.

Keys and signatures are those of minisign, which makes and checks them as well. It runs where psw-tui is installed, with
its cipher library. The secret key is locked with a passphrase, as minisign does it; it never goes on a stick.
`--no-passphrase` makes one that is not locked (minisign's -W), for a machine that signs by itself and is itself locked.
"""

from __future__ import annotations

import argparse
import base64
import getpass
import hashlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from nacl.pwhash import scrypt
from nacl.signing import SigningKey

SUMS = "SHA256SUMS"
ALGORITHM, HASHED, SUM_KIND = b"Ed", b"ED", b"B2"
SCRYPT, UNLOCKED = b"Sc", b"\0\0"
OPERATIONS, MEMORY = scrypt.OPSLIMIT_SENSITIVE, scrypt.MEMLIMIT_SENSITIVE
"""minisign's own: a gigabyte and some seconds, once per stick."""
LOCKED_PART = 104
SHORTEST = 12


class Refused(Exception):
    """Nothing was signed or made."""


@dataclass(frozen=True)
class SecretKey:
    """A key and the number that its signatures name."""

    number: bytes
    key: SigningKey

    @property
    def public(self) -> str:
        """What goes on the paper and into psw-tui.pub."""
        return base64.b64encode(ALGORITHM + self.number + bytes(self.key.verify_key)).decode()


def main(given: list[str]) -> int:
    """Make a key or sign; 1 with a sentence if that cannot be."""
    parser = argparse.ArgumentParser(description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    new = tasks.add_parser("new-key", help="makes psw-tui.key (secret) and psw-tui.pub")
    new.add_argument("folder", type=Path)
    new.add_argument("--no-passphrase", action="store_true")
    sign = tasks.add_parser("sign", help="signs the sums of a finished stick")
    sign.add_argument("folder", type=Path)
    sign.add_argument("--key", type=Path, required=True)
    for task in (new, sign):
        task.add_argument("--passphrase-file", type=Path, help="its first line; otherwise it is asked for")
    asked = parser.parse_args(given)
    try:
        if asked.task == "new-key":
            passphrase = "" if asked.no_passphrase else new_passphrase(asked.passphrase_file)
            print(make_key(asked.folder, passphrase))
        else:
            print(sign_stick(asked.folder, asked.key, asked.passphrase_file))
    except (Refused, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def make_key(folder: Path, passphrase: str) -> str:
    """Both files, neither over another; gives what the paper must say."""
    secret = SecretKey(os.urandom(8), SigningKey.generate())
    new_file(folder / "psw-tui.key", 0o600, f"untrusted comment: psw-tui secret key\n{locked(secret, passphrase)}\n")
    new_file(folder / "psw-tui.pub", 0o644, f"untrusted comment: psw-tui public key\n{secret.public}\n")
    return f"Keep psw-tui.key away from sticks. Print this line for everybody who installs:\n{secret.public}"


def sign_stick(folder: Path, key: Path, passphrase_file: Path | None) -> str:
    """SHA256SUMS.minisig beside the sums."""
    content = (folder / SUMS).read_bytes()
    secret = unlocked(key.read_text(encoding="utf-8"), passphrase_file)
    (folder / f"{SUMS}.minisig").write_text(
        signature_file(secret, content, int(time.time())), encoding="utf-8", newline="\n"
    )
    return f"Signed. To check: minisign -Vm {SUMS} -P {secret.public}"


def signature_file(secret: SecretKey, content: bytes, moment: int) -> str:
    """As minisign writes it, over the BLAKE2b of the file."""
    signed = secret.key.sign(hashlib.blake2b(content).digest()).signature
    trusted = f"timestamp:{moment}\tfile:{SUMS}\thashed"
    over_comment = secret.key.sign(signed + trusted.encode()).signature
    first = base64.b64encode(HASHED + secret.number + signed).decode()
    last = base64.b64encode(over_comment).decode()
    return f"untrusted comment: signature from psw-tui secret key\n{first}\ntrusted comment: {trusted}\n{last}\n"


def locked(secret: SecretKey, passphrase: str) -> str:
    """A secret key as minisign keeps it."""
    inside = secret.number + bytes(secret.key) + bytes(secret.key.verify_key)
    inside += _sum_of(inside)
    if not passphrase:
        header = ALGORITHM + UNLOCKED + SUM_KIND + bytes(48)
        return base64.b64encode(header + inside).decode()
    salt = os.urandom(32)
    costs = OPERATIONS.to_bytes(8, "little") + MEMORY.to_bytes(8, "little")
    inside = _mixed(inside, passphrase, salt, OPERATIONS, MEMORY)
    return base64.b64encode(ALGORITHM + SCRYPT + SUM_KIND + salt + costs + inside).decode()


def unlocked(text: str, passphrase_file: Path | None) -> SecretKey:
    """A secret key out of its file, psw-tui's or minisign's. Raises Refused."""
    try:
        raw = base64.b64decode(text.splitlines()[1], validate=True)
    except (IndexError, ValueError) as problem:
        raise Refused("This is no secret key of psw-tui or minisign.") from problem
    if (
        len(raw) != 54 + LOCKED_PART
        or raw[:2] != ALGORITHM
        or raw[4:6] != SUM_KIND
        or raw[2:4] not in (SCRYPT, UNLOCKED)
    ):
        raise Refused("This is no secret key of psw-tui or minisign.")
    inside = raw[54:]
    if raw[2:4] == SCRYPT:
        costs = int.from_bytes(raw[38:46], "little"), int.from_bytes(raw[46:54], "little")
        if costs[0] > OPERATIONS or costs[1] > MEMORY:
            raise Refused("This key asks for more memory than minisign ever does.")
        inside = _mixed(inside, passphrase_of(passphrase_file, "Passphrase of the key: "), raw[6:38], *costs)
    if inside[72:] != _sum_of(inside[:72]):
        raise Refused("The passphrase is not right, or the key is damaged.")
    return SecretKey(inside[:8], SigningKey(inside[8:40]))


def new_passphrase(file: Path | None) -> str:
    """Asked for twice. Raises Refused."""
    passphrase = passphrase_of(file, "New passphrase for the key: ")
    if len(passphrase) < SHORTEST:
        raise Refused(f"Choose a passphrase of {SHORTEST} letters or more.")
    if file is None and getpass.getpass("The same again: ") != passphrase:
        raise Refused("These were not the same.")
    return passphrase


def passphrase_of(file: Path | None, question: str) -> str:
    """From a file or the keyboard, never an argument."""
    return file.read_text(encoding="utf-8").partition("\n")[0] if file else getpass.getpass(question)


def new_file(path: Path, mode: int, text: str) -> None:
    """A file that was not there before. Raises OSError."""
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8", newline="\n"
    ) as file:
        file.write(text)


def _sum_of(inside: bytes) -> bytes:
    return hashlib.blake2b(ALGORITHM + inside, digest_size=32).digest()


def _mixed(inside: bytes, passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    stream = scrypt.kdf(LOCKED_PART, passphrase.encode(), salt, opslimit=operations, memlimit=memory)
    return bytes(one ^ other for one, other in zip(inside, stream, strict=True))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
