"""The way to the hub: what is not safe or not there is refused in words, and a password is in none of them."""

from __future__ import annotations

import builtins
import os
import shutil
import subprocess
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.language import speak
from psw_tui.sentences import sentence
from psw_tui.team import hub_errors as errors
from psw_tui.team.address import address
from psw_tui.team.hub import Hub
from tests.team.postgres import Server, as_servant
from tests.team.sealed import Team, made, rows

SECRET = "Tr0ub4dor"


@pytest.mark.parametrize(
    "dsn",
    [
        "host=hub.agency.ca",
        "host=hub.agency.ca sslmode=require",
        "postgresql://ash@hub.agency.ca/hub?sslmode=verify-ca",
        "host=localhost,hub.agency.ca",
        "host=localhost hostaddr=192.0.2.7",
        "host=192.0.2.7 sslmode=prefer",
    ],
)
def test_off_this_computer_nothing_goes_without_tls(dsn: str) -> None:
    with pytest.raises(errors.NotPrivate) as told:
        address(dsn)
    assert told.value.host in {"hub.agency.ca", "192.0.2.7"}


@pytest.mark.parametrize(
    "dsn", ["", "host=/run/postgresql", "host=localhost", "postgresql://ash@127.0.0.2/hub", "host=::1"]
)
def test_this_computer_is_safe(dsn: str) -> None:
    assert address(dsn).given["connect_timeout"] == "10"


def test_the_surroundings_open_no_way_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's library reads a good deal from the environment."""
    monkeypatch.setenv("PGHOST", "hub.agency.ca")
    with pytest.raises(errors.NotPrivate):
        address("dbname=hub")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert address("dbname=hub").given["gssencmode"] == "disable"
    for dsn in ("service=hub", "host=localhost"):
        monkeypatch.setenv("PGSERVICE", "hub")
        with pytest.raises(errors.AddressWrong):
            address(dsn)


@pytest.mark.parametrize(
    "dsn", [f"host=localhost {SECRET}", f"postgresql://ash:{SECRET}%zz@localhost/hub", f"nothing={SECRET}"]
)
def test_an_address_that_is_none_is_not_quoted(dsn: str) -> None:
    """The driver's own words hold it; they hang on no error of ours."""
    with pytest.raises(errors.AddressWrong) as told:
        address(dsn)
    assert SECRET not in everything(told.value)


def everything(error: BaseException) -> str:
    """What anybody could print of an error."""
    said = sentence(error, speak("en")) if isinstance(error, Exception) else ""
    chain = [error, error.__cause__, error.__context__]
    return said + "".join(map(repr, chain)) + "".join(traceback.format_exception(error))


def refused(dsn: str, kind: type[errors.HubError]) -> errors.HubError:
    """Opening the hub there is refused so, and no password is told."""
    with pytest.raises(errors.HubError) as told, Hub(dsn):
        pass
    assert type(told.value) is kind
    assert SECRET not in everything(told.value)
    return told.value


def test_nobody_there(server: Server) -> None:
    dsn = f"postgresql://ash:{SECRET}@127.0.0.1:1/hub"
    assert "127.0.0.1" in sentence(refused(dsn, errors.NoServer), speak("en"))
    assert "Tr0" not in repr(address(dsn))
    refused("host=no.such.host.invalid sslmode=verify-full", errors.NoServer)
    refused(server.dsn("nowhere"), errors.DatabaseMissing)
    refused(server.dsn(login="nobody_at_all"), errors.LoginRefused)


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.partition(".")[0] == "psycopg":
            raise ImportError
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(errors.DriverMissing):
        Hub("host=localhost")


@pytest.fixture
def with_password(server: Server) -> Iterator[Server]:
    """The same server, which now wants a password from some."""
    rules = server.folder / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("host all +secretive 127.0.0.1/32 scram-sha-256\n" + before)
    server.ask("CREATE ROLE secretive NOLOGIN", "SELECT pg_reload_conf()")
    yield server
    rules.write_text(before)
    server.ask("SELECT pg_reload_conf()")


def test_a_wrong_password_is_refused_and_told_to_nobody(with_password: Server) -> None:
    team = made(with_password)
    login = team.logins[0]
    team.ask(f"GRANT secretive TO {login}", f"ALTER ROLE {login} PASSWORD 'right{SECRET}'")
    refused(team.dsn(), errors.PasswordMissing)
    refused(f"{team.dsn()} password={SECRET}", errors.LoginRefused)
    with Hub(team.dsn(), password=f"right{SECRET}") as hub:
        hub.push(team.id, rows(team.devices[0], 1))
    log = (with_password.folder / "log").read_text(errors="replace")
    assert SECRET not in log.replace(f"PASSWORD 'right{SECRET}'", "")


def test_a_full_server_stores_nothing(team: Team) -> None:
    """Its disk, and the number of visitors it takes."""
    dsn = team.dsn()
    team.ask(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF NEW.seq = 5 THEN RAISE SQLSTATE '53100' USING MESSAGE = 'No space left'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER fills BEFORE INSERT ON psw.change_log FOR EACH ROW EXECUTE FUNCTION full_disk()",
    )
    with Hub(dsn) as hub:
        with pytest.raises(errors.HubFull):
            hub.push(team.id, rows(team.devices[0], 9))
        assert hub.vector(team.id) == {}
    team.ask(f"ALTER ROLE {team.logins[0]} CONNECTION LIMIT 0")
    refused(dsn, errors.HubBusy)


def test_a_server_that_ends_the_line_is_a_broken_line(team: Team) -> None:
    with Hub(team.dsn()) as hub:
        team.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'psw-tui'")
        with pytest.raises(errors.ConnectionLost):
            hub.push(team.id, rows(team.devices[0], 3))
    assert team.stored() == []


@pytest.fixture
def certified(server: Server, tmp_path: Path) -> Iterator[Server]:
    """The same server with TLS, once `certificate` gave it one."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed here")
    yield server
    server.ask("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()")


def certificate(server: Server, folder: Path, name: str = "localhost", days: int = 30) -> Path:
    """Give the server one for this name; returns the file that a laptop is to trust."""
    key, request, made_ = folder / "key", folder / "request", folder / f"{name}{days}.pem"
    call = {"check": True, "capture_output": True, "timeout": 60}
    new = ["openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request]
    subprocess.run([*new, "-subj", f"/CN={name}"], **call)
    signed = ["openssl", "x509", "-req", "-in", request, "-signkey", key, "-days", str(days), "-out", made_]
    subprocess.run(signed, **call)
    servant = as_servant()
    for source, target in ((key, "server.key"), (made_, "server.crt")):
        copy = shutil.copy(source, server.folder / target)
        copy.chmod(0o600)
        if servant:
            os.chown(copy, servant["user"], servant["group"])
    server.ask("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()")
    return made_


def test_a_certificate_is_looked_at(certified: Server, tmp_path: Path) -> None:
    """Whose it is, whether it has run out, and who vouches for it."""
    team = made(certified)

    def dsn(trusted: Path) -> str:
        more = {"host": "localhost", "hostaddr": "127.0.0.1", "sslmode": "verify-full", "sslrootcert": str(trusted)}
        return certified.dsn(team.database, team.logins[0], **more)

    refused(dsn(tmp_path), errors.NoTls)
    good = certificate(certified, tmp_path)
    with Hub(dsn(good)) as hub:
        assert hub.vector(team.id) == {}
    refused(dsn(tmp_path / "missing.pem"), errors.AuthorityMissing)
    of_another = certificate(certified, tmp_path, name="elsewhere")
    refused(dsn(good), errors.CertificateRefused)
    refused(dsn(of_another), errors.CertificateOfAnother)
    run_out = certificate(certified, tmp_path, days=-1)
    refused(dsn(run_out), errors.CertificateRefused)
