"""A real PostgreSQL for tests: started once in a folder of its own, on loopback only, and stopped at the end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

DEBIAN = "/usr/lib/postgresql"
NAMES = ("postgres", "initdb")
SERVANTS = ("postgres", "nobody")
"""Who may own the server where these tests are run by root, which it refuses to be run by."""
QUICK = ("fsync=off", "full_page_writes=off", "deadlock_timeout=30ms")
"""Safe where only programs die, not the computer."""
BEGIN = 30
"""Seconds it has to come up."""


class NoServerHere(Exception):
    """No PostgreSQL is installed; the message says so."""


def binaries() -> Path:
    """The folder of the server's programs, the newest of several. Raises NoServerHere."""
    found = sorted(Path(DEBIAN).glob("*/bin"), key=lambda each: int(each.parent.name.partition(".")[0]), reverse=True)
    on_path = shutil.which("postgres")
    if on_path is not None:
        found.append(Path(on_path).resolve().parent)
    for folder in found:
        if all((folder / name).exists() for name in NAMES):
            return folder
    raise NoServerHere("PostgreSQL's server is not installed here (Debian: apt-get install postgresql)")


@dataclass
class Server:
    """One cluster of databases in a temporary folder."""

    folder: Path
    port: int
    settings: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def dsn(self, database: str = "postgres", login: str = "boss", **more: str) -> str:
        given = {"host": "127.0.0.1", "port": str(self.port), "dbname": database, "user": login} | more
        return " ".join(f"{name}='{value}'" for name, value in given.items())

    def start(self) -> None:
        """Bring it up and wait until it answers."""
        options = [part for one in self.settings for part in ("-c", one)]
        command = [binaries() / "postgres", "-D", self.folder, "-p", str(self.port), *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, start_new_session=True, **as_servant()
            )
        self.wait_for_answer()

    def wait_for_answer(self) -> None:
        give_up = time.monotonic() + BEGIN
        while True:
            try:
                psycopg.connect(self.dsn(), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > give_up or self.process is None or self.process.poll() is not None:
                    raise
                time.sleep(0.02)
            else:
                return

    def servants(self) -> list[psutil.Process]:
        """All its processes but the first."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop_at_once(self) -> None:
        """As `pg_ctl stop -m immediate` does: nothing is written down, it is mended at the next start."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(BEGIN)

    def kill(self) -> None:
        """SIGKILL to every process of it, as when somebody pulls the plug."""
        assert self.process is not None
        postmaster = psutil.Process(self.process.pid)
        all_of_it = [postmaster, *postmaster.children(recursive=True)]
        for each in all_of_it:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.process.wait()
        give_up = time.monotonic() + BEGIN
        while any(map(_lives, all_of_it)) and time.monotonic() < give_up:
            time.sleep(0.005)

    def stop(self) -> None:
        """Nobody needs what is in it any more, so it writes nothing down."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def ask(self, *statements: str, database: str = "postgres", login: str = "boss") -> list[Any]:
        """The answer to the last of these, as the administrator or as somebody else."""
        with psycopg.connect(self.dsn(database, login), autocommit=True) as line:
            for statement in statements:
                cursor = line.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def asking_passwords_of(self, login: str) -> Iterator[None]:
        """Everybody else is let in without."""
        rules = self.folder / "pg_hba.conf"
        before = rules.read_text()
        rules.write_text(f"host all {login} 127.0.0.1/32 scram-sha-256\n{before}")
        try:
            self.ask("SELECT pg_reload_conf()")
            yield
        finally:
            rules.write_text(before)
            self.ask("SELECT pg_reload_conf()")

    def new_database(self) -> str:
        name = f"t{uuid.uuid4().hex}"
        self.ask(f"CREATE DATABASE {name}")
        return name

    def dump(self, database: str, *options: str) -> bytes:
        """Everything that the database holds and what it is made of, bodies and letters as their bytes too.

        Without the one kind of line in which the tool speaks of itself as of a client.
        """
        command = [binaries() / "pg_dump", "--inserts", *options, self.dsn(database)]
        text = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout
        bodies = self.ask("SELECT body FROM psw.change_log UNION ALL SELECT body FROM psw.letter", database=database)
        return re.sub(rb"^SET client_.*$", b"", text, flags=re.MULTILINE) + b"".join(bytes(body) for (body,) in bodies)


def _lives(process: psutil.Process) -> bool:
    """Whether it still runs. Who should take note of its end may be slow."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def as_servant() -> dict[str, Any]:
    """How a program of the server is started: never as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in SERVANTS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise NoServerHere("there is nobody here whom PostgreSQL could run as")


@contextmanager
def started(*settings: str) -> Iterator[Server]:
    """A fresh server, for as long as it is needed. Raises NoServerHere."""
    programs, servant = binaries(), as_servant()
    around = Path(tempfile.mkdtemp(prefix="psw-hub-"))
    try:
        around.chmod(0o755)
        folder = around / "data"
        folder.mkdir(mode=0o700)
        if servant:
            os.chown(folder, servant["user"], servant["group"])
        command = [programs / "initdb", "-D", folder, "-U", "boss", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
        subprocess.run(command, capture_output=True, check=True, timeout=120, cwd=around, **servant)
        own = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60", "log_statement=none")
        server = Server(folder, _free_port(), (*own, *settings))
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(around, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One for all tests of this process, begun by the first that asks."""
    try:
        with started(*QUICK) as running:
            yield running
    except NoServerHere as reason:
        pytest.skip(str(reason))
