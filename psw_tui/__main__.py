"""The way in: shuts the doors, silences the terminal, and hands over to the app or to the command line."""

from __future__ import annotations

# Nothing else is imported up here: until the terminal is quiet, every millisecond shows what is typed.
import os
import sys
from typing import TYPE_CHECKING

from psw_tui.hygiene import (
    LeakyEnvironment,
    harden,
    has_terminal,
    loud_terminal,
    quiet_terminal,
    refuse_leaky_environment,
    restore_terminal,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from psw_tui.language import Language
    from psw_tui.plain.start import PlainMode

DONE, REFUSED, INTERRUPTED = 0, 1, 130
STANDARD_INPUT = "-"


class Refused(Exception):
    """The program will not go on; the message is a whole sentence in the worker's language."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments; returns its exit code."""
    harden()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _answer(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return REFUSED
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except SystemExit as stop:
        # argparse ends this way; a caller of main() gets a number like for everything else.
        return stop.code if isinstance(stop.code, int) else DONE if stop.code is None else REFUSED
    return code


def _answer(arguments: list[str]) -> int:
    if arguments[:1] == ["--child"]:
        return _child(arguments[1:])
    if arguments and not arguments[0].startswith("-"):
        return _command(*_split(arguments))
    saved = quiet_terminal()
    try:
        asked, rest = _split(arguments)
        if not rest:
            return _app(asked)
    finally:
        restore_terminal(saved)
    return _command(asked, rest)


def _split(arguments: list[str]) -> tuple[Namespace, list[str]]:
    """The options of the whole program, wherever they stand, and everything else."""
    return _global_options().parse_known_args(arguments)


def _global_options() -> ArgumentParser:
    from argparse import ArgumentParser

    from psw_tui import __version__

    # Help belongs to the command line, which knows every command.
    options = ArgumentParser(prog="psw-tui", add_help=False, allow_abbrev=False)
    options.add_argument("--vault", metavar="DIR")
    options.add_argument("--passphrase-file", metavar="FILE")
    options.add_argument("--version", action="version", version=f"psw-tui {__version__}")
    return options


def _command(asked: Namespace, rest: list[str]) -> int:
    """Hand over to the command line, with the options of the whole program in front."""
    from psw_tui.cli.main import run

    named = {"--vault": asked.vault, "--passphrase-file": asked.passphrase_file}
    leading = [part for name, value in named.items() if value is not None for part in (name, value)]
    return run([*leading, *rest], walk=_walk, plain=_plain)


def _walk(folder: Path, passphrase: str) -> Iterator[str]:
    """The app without a terminal, for a demo whose command line may not know the app."""
    from psw_tui.language import from_environment
    from psw_tui.ui.walk import walk

    return walk(folder, passphrase, from_environment(os.environ))


def _plain(language: Language) -> PlainMode:
    """Plain mode, which the command line may not know."""
    from psw_tui.plain.start import PlainMode

    return PlainMode(language)


def _app(asked: Namespace) -> int:
    _check_surroundings()
    if asked.passphrase_file == STANDARD_INPUT:
        raise Refused(_say("The app reads keys from standard input, so the passphrase cannot come from there too."))
    from psw_tui import launcher

    arguments = [] if asked.vault is None else [f"--vault={asked.vault}"]
    # Only the first child: after locking, the passphrase is typed.
    first = [] if asked.passphrase_file is None else [f"--passphrase-file={asked.passphrase_file}"]
    return launcher.run(arguments, first=first)


def _child(arguments: list[str]) -> int:
    """The app itself, in the process that may hold a key."""
    _check_surroundings()
    options = _child_options().parse_args(arguments)
    passphrase_fd = _passphrase_fd(options)
    from pathlib import Path

    from psw_tui.lifeline import is_cut, is_entity_id
    from psw_tui.ui.start import run_app

    code = run_app(
        vault=None if options.vault is None else Path(options.vault),
        return_to=options.return_to if is_entity_id(options.return_to) else "",
        lifeline=options.lifeline,
        notes=options.notes,
        practice=options.practice,
        set_up=options.set_up,
        passphrase_fd=passphrase_fd,
    )
    if options.lifeline is not None and is_cut(options.lifeline):
        # The launcher was killed, and with it the memory of how the terminal was.
        loud_terminal()
    return code


def _child_options() -> ArgumentParser:
    from argparse import ArgumentParser

    options = ArgumentParser(prog="psw-tui --child", add_help=False, allow_abbrev=False)
    options.add_argument("--vault")
    options.add_argument("--return-to", default="")
    options.add_argument("--practice", action="store_true")
    options.add_argument("--set-up", action="store_true")
    options.add_argument("--passphrase-file")
    for wire in ("--lifeline", "--notes", "--passphrase-fd"):
        options.add_argument(wire, type=int)
    return options


def _passphrase_fd(options: Namespace) -> int | None:
    """Where the app reads a passphrase it need not ask for; it is not read here."""
    fd: int | None = options.passphrase_fd
    if fd is not None or options.passphrase_file is None:
        return fd
    try:
        return os.open(options.passphrase_file, os.O_RDONLY)
    except OSError as problem:
        sentence = "The passphrase file {file} cannot be read: {reason}."
        raise Refused(_say(sentence, file=options.passphrase_file, reason=problem.strerror)) from problem


def _check_surroundings() -> None:
    """Refuse to open the app where it would leak or hang."""
    try:
        refuse_leaky_environment(os.environ)
    except LeakyEnvironment as leaky:
        sentence = (
            "psw-tui does not open while {names} is set: it would write what is on the screen to a file in clear."
            " Unset it and start again."
        )
        raise Refused(_say(sentence, names=", ".join(leaky.names))) from leaky
    if not has_terminal(os.environ):
        raise Refused(
            _say(
                "psw-tui needs a terminal window to open in, and there is none here. Open a terminal and type psw-tui"
                " there; for commands that only print text, see psw-tui --help."
            )
        )


def _say(sentence: str, **values: object) -> str:
    from psw_tui.language import from_environment

    return from_environment(os.environ).say(sentence, **values)


def _forget_stdout() -> None:
    """Whoever read our output has gone; what is still buffered must not fail again at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
