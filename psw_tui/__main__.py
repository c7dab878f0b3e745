"""The way in: shuts the doors, silences the terminal, and hands over to the app or to the command line."""

from __future__ import annotations

# Nothing else is imported up here: until the terminal is quiet, every millisecond shows what is typed.
import os
import sys

from psw_tui.hygiene import (
    LeakyEnvironment,
    harden,
    has_terminal,
    loud_terminal,
    quiet_terminal,
    refuse_leaky_environment,
    restore_terminal,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from psw_tui.language import Language
    from psw_tui.plain.start import PlainMode

DONE, REFUSED, INTERRUPTED = 0, 1, 130
STANDARD_INPUT = "-"
FROM_ICON = "--icon"


class Refused(Exception):
    """The program will not go on; the message is a whole sentence in the worker's language."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments; returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == [FROM_ICON]:
        return _in_own_window(arguments[1:])
    # A launcher knows nothing that could be read; it sees to that once its child, which may, is on the way.
    harden(memory=bool(arguments))
    return _said(_ended(arguments))


def _ended(arguments: list[str]) -> int:
    """The exit code, however the program ended."""
    try:
        return _answer(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return REFUSED
    except OSError:
        # A terminal that went away in the middle of a sentence: it hears no more. Of anything else it must be told.
        if _goes_out():
            raise
        return REFUSED
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except SystemExit as stop:
        # argparse ends this way; a caller of main() gets a number like for everything else.
        return stop.code if isinstance(stop.code, int) else DONE if stop.code is None else REFUSED


def _goes_out() -> bool:
    try:
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _said(code: int) -> int:
    """What is still buffered goes out now: at the very end Python would complain that nobody is there, and end with 120.

    A reader or a terminal that has gone is no matter; what else keeps it from going out is said.
    """
    try:
        sys.stdout.flush()
    except OSError as trouble:
        import errno

        if trouble.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            from psw_tui.cli.request import NO_ROOM

            sys.stderr.write(_say(NO_ROOM) + "\n")
        elif trouble.errno not in {errno.EPIPE, errno.EIO}:
            sys.stderr.write(f"psw-tui: {trouble.strerror}\n")
        _forget_stdout()
        return code or REFUSED
    return code


def _in_own_window(arguments: list[str]) -> int:
    """Started from an icon, the window goes with the program; what it said last stays until it was read."""
    code = main(arguments)
    if code not in {DONE, INTERRUPTED} and sys.stdin is not None:
        sys.stderr.write(_say("Press Enter to close this window.") + "\n")
        sys.stderr.flush()
        try:
            sys.stdin.readline()
        except KeyboardInterrupt:
            return INTERRUPTED
    return code


def _answer(arguments: list[str]) -> int:
    if arguments[:1] == ["--child"]:
        return _child(arguments[1:])
    if arguments and not arguments[0].startswith("-"):
        return _command(*_split(arguments))
    saved = quiet_terminal()
    try:
        if (named := _named(arguments)) is not None:
            return _app(named.get("--vault"), named.get("--passphrase-file"))
        asked, rest = _split(arguments)
        if not rest:
            return _app(asked.vault, asked.passphrase_file)
    finally:
        restore_terminal(saved)
    return _command(asked, rest)


def _named(arguments: list[str]) -> dict[str, str] | None:
    """The options of the whole program where there is nothing else, as argparse would read them; None where there is.

    Loading argparse takes longer than starting the app, and its first screen would wait for both.
    """
    pairs = [each.partition("=") for each in arguments]
    plain = all(equals and name in {"--vault", "--passphrase-file"} for name, equals, _ in pairs)
    return {name: value for name, _, value in pairs} if plain else None


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
    from psw_tui.ui.walk import walk

    return walk(folder, passphrase, _language())


def _plain(language: Language) -> PlainMode:
    """Plain mode, which the command line may not know."""
    from psw_tui.plain.start import PlainMode

    return PlainMode(language, _key_words)


def _key_words(language: Language) -> Mapping[str, str]:
    """The keys of the screens, for those who read about them in plain mode."""
    from psw_tui.ui.key_book import key_words

    return key_words(language)


def _app(vault: str | None, passphrase_file: str | None) -> int:
    _check_surroundings()
    if passphrase_file == STANDARD_INPUT:
        raise Refused(_say("The app reads keys from standard input, so the passphrase cannot come from there too."))
    from psw_tui import launcher

    arguments = [] if vault is None else [f"--vault={vault}"]
    # Only the first child: after locking, the passphrase is typed.
    first = [] if passphrase_file is None else [f"--passphrase-file={passphrase_file}"]
    return launcher.run(arguments, first=first)


def _child(arguments: list[str]) -> int:
    """The app itself, in the process that may hold a key. Every argument is `--name=value` or `--name`."""
    import gc

    from psw_tui.places import PlaceError

    _check_surroundings()
    options = {name: value for name, _, value in (each.partition("=") for each in arguments)}
    wires = {name: int(options[name]) for name in ("--lifeline", "--notes", "--passphrase-fd") if name in options}
    passphrase_fd = wires["--passphrase-fd"] if "--passphrase-fd" in wires else _passphrase_file(options)
    # asyncio would load it for a network; there is none here, and it does without.
    sys.modules.setdefault("ssl", None)  # type: ignore[arg-type]  # None is how Python is told that there is none
    # Of what is loaded nothing is garbage; going through it over and over is a good part of the start.
    gc.disable()
    try:
        from pathlib import Path

        from psw_tui.lifeline import is_cut, is_entity_id
        from psw_tui.ui.start import run_app

        return_to = options.get("--return-to", "")
        code = run_app(
            vault=Path(options["--vault"]) if "--vault" in options else None,
            return_to=return_to if is_entity_id(return_to) else "",
            lifeline=wires.get("--lifeline"),
            notes=wires.get("--notes"),
            practice="--practice" in options,
            set_up="--set-up" in options,
            lesson="--lesson" in options,
            at_once="--at-once" in options,
            passphrase_fd=passphrase_fd,
        )
    except PlaceError as trouble:
        from psw_tui.sentences import sentence

        raise Refused(sentence(trouble, _language())) from trouble
    finally:
        gc.enable()
    if "--lifeline" in wires and is_cut(wires["--lifeline"]):
        # The launcher was killed, and with it the memory of how the terminal was.
        loud_terminal()
    return code


def _passphrase_file(options: dict[str, str]) -> int | None:
    """Where the app reads a passphrase it need not ask for; it is not read here."""
    if "--passphrase-file" not in options:
        return None
    file = options["--passphrase-file"]
    try:
        return os.open(file, os.O_RDONLY)
    except OSError as problem:
        sentence = "The passphrase file {file} cannot be read: {reason}."
        raise Refused(_say(sentence, file=file, reason=problem.strerror)) from problem


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
    return _language().say(sentence, **values)


def _language() -> Language:
    from psw_tui.language import from_environment

    return from_environment(os.environ)


def _forget_stdout() -> None:
    """Whoever read our output has gone; what is still buffered must not fail again at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
