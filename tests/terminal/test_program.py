"""The terminal itself, with small scripts on it: what it shows, what it answers, and that it leaves nothing behind."""

from __future__ import annotations

import sys
import time

import psutil
import pytest

from tests.terminal.program import Ended, NeverCame, Program
from tests.terminal.screen import BEGIN, END, Screen

PATIENCE = 10.0
RAW = "import os, sys, tty; tty.setraw(0); put = lambda words: os.write(1, words)\n"


def script(code: str) -> Program:
    return Program([sys.executable, "-S", "-c", RAW + code])


def test_keys_arrive_and_what_they_paint_is_seen() -> None:
    """Letters beyond ASCII go both ways."""
    with script("put(b'ready')\nwhile True: put(b'<' + os.read(0, 64) + b'>')") as program:
        program.until("ready")
        program.type("é€")
        assert program.until("<é€>") <= time.monotonic()


def test_a_paste_is_bracketed() -> None:
    with script("put(b'ready'); put(ascii(os.read(0, 64)).encode())") as program:
        program.until("ready")
        program.paste("a\nb")
        program.until(r"\\x1b\[200~a\\rb\\x1b\[201~")


def test_questions_are_answered() -> None:
    """Also one that arrives in two parts; the kitty keyboard stays silent."""
    asked = [b"\\x1b[c", b"\\x1b[?2026$p", b"\\x1b[5n", b"\\x1b[?u", b"\\x1b[>0", b"q"]
    code = "".join(f"put(b'{each.decode()}')\n" for each in asked)
    with script(
        code + "heard = b''\nwhile b'psw' not in heard: heard += os.read(0, 64)\nput(ascii(heard).encode())"
    ) as program:
        program.until(r"\[\?62;22c.*\[\?2026;2\$y.*\[0n.*P>\|psw-test\(1\)")


def test_a_picture_is_seen_whole_or_not_at_all() -> None:
    screen = Screen(20, 2)
    screen.feed(f"old{BEGIN}\x1b[1;1Hnew".encode())
    assert screen.lines[0] == "old"
    screen.feed(END.encode())
    assert screen.lines[0] == "new"


def test_letters_and_escapes_cut_in_two_are_put_together() -> None:
    screen = Screen(20, 2)
    for part in (b"caf\xc3", b"\xa9 \x1b[", b"1mbold\x1b]0;title", b"\x07\x1b[>1u!"):
        screen.feed(part)
    assert screen.lines[0] == "café bold!"
    assert screen.bold == ["bold!"]


def test_what_never_comes_shows_the_screen_instead() -> None:
    with script("put(b'only this'); os.read(0, 1)") as program:
        program.until("only this")
        with pytest.raises(NeverCame, match="only this"):
            program.until("something else", 0.1)
        program.press("x")
        with pytest.raises(Ended):
            program.until("something else")
        assert program.until_ended() == 0


def test_nothing_is_left_behind() -> None:
    """Neither the program nor what it started."""
    child = "import subprocess; subprocess.Popen(['sleep', '600']); put(b'ready'); os.read(0, 1)"
    with script(child) as program:
        program.until("ready")
        both = [psutil.Process(program.process.pid), program.child]
    _, alive = psutil.wait_procs(both, timeout=PATIENCE)
    assert not [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]
