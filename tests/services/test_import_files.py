"""Files as agencies export them are read; what is none of them is refused with its own sentence, in both languages."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from psw_tui.language import LANGUAGES, speak
from psw_tui.sentences import sentence
from psw_tui.services.errors import FileFault, FileRefused
from psw_tui.services.importing import read_table, table
from tests.services import lists

ACCENTED = "Code;Prénom;Statut\nÉrable-27;Zoé;actif\n"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le")


@pytest.mark.parametrize(
    ("raw", "kept_as"),
    [
        (ACCENTED.encode("utf-8"), "UTF-8"),
        (ACCENTED.encode("utf-8-sig"), "UTF-8"),
        (ACCENTED.encode("utf-16"), "UTF-16"),
        (ACCENTED.encode("cp1252"), "Windows-1252"),
        (ACCENTED.replace(";", ",").encode(), "UTF-8"),
        (ACCENTED.replace(";", "\t").encode(), "UTF-8"),
        (ACCENTED.replace("\n", "\r\n").encode(), "UTF-8"),
        (b"sep=;\r\n" + ACCENTED.encode(), "UTF-8"),
        (b"\n\n" + ACCENTED.encode() + b";;\n\n", "UTF-8"),
    ],
)
def test_the_same_list_in_every_way_it_is_exported(tmp_path: Path, raw: bytes, kept_as: str) -> None:
    found = read_table(lists.text(tmp_path, raw))
    assert found.kept_as == kept_as
    assert found.headings == ("Code", "Prénom", "Statut")
    assert [row.cells for row in found.rows] == [("Érable-27", "Zoé", "actif")]


def test_a_quoted_cell_keeps_its_newlines_and_signs_and_the_lines_are_counted(tmp_path: Path) -> None:
    found = read_table(lists.text(tmp_path, 'Code,Words\nMaple-27,"a, ""b""\nc"\nCedar-04,d\n'))
    assert [(row.line, row.cells) for row in found.rows] == [(2, ("Maple-27", 'a, "b"\nc')), (4, ("Cedar-04", "d"))]


def test_a_workbook_reads_as_the_text_of_its_cells(tmp_path: Path) -> None:
    lines = [["Code", "Met on", "N", "Link"], ["Maple-27", date(2026, 3, 4), 5.0, '=HYPERLINK("http://x","y")']]
    found = read_table(lists.workbook(tmp_path, lines))
    assert found.rows[0].cells == ("Maple-27", "2026-03-04", "5", '=HYPERLINK("http://x","y")')


def test_cells_far_apart_take_no_room(tmp_path: Path) -> None:
    """Two cells at the far ends of a sheet are not laid out as a block."""
    book = Workbook()
    book.active["A1"], book.active["A2"], book.active["XFD1048576"] = "Code", "Maple-27", "far"
    book.save(tmp_path / "far.xlsx")
    found = read_table(tmp_path / "far.xlsx")
    assert [row.cells for row in found.rows] == [("Maple-27",)]


def refused(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_table(path)
    for language in LANGUAGES:
        said = sentence(caught.value, speak(language))
        assert path.name in said
        assert "{" not in said
    return caught.value


def with_part(folder: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook one part of which somebody has changed."""
    with (
        zipfile.ZipFile(lists.workbook(folder, [["Code"], ["Maple-27"]])) as good,
        zipfile.ZipFile(folder / "bad.xlsx", "w") as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, change(good.read(name)) if name == part else good.read(name))
    return folder / "bad.xlsx"


SHEET = "xl/worksheets/sheet1.xml"


def test_a_row_that_claims_to_be_the_hundred_thousand_millionth_is_not_counted_up_to(tmp_path: Path) -> None:
    path = with_part(tmp_path, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"'))
    assert refused(path).fault is FileFault.ONLY_HEADINGS


def test_a_sheet_whose_words_multiply_is_not_followed(tmp_path: Path) -> None:
    """Words that stand for ten others each, and those for ten more, up to a thousand million."""
    more = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<!DOCTYPE x [<!ENTITY e0 "lol">' + more + b"]>"
    path = with_part(tmp_path, SHEET, lambda xml: head + xml.replace(b"</sheetData>", b"&e9;</sheetData>"))
    assert refused(path).fault is FileFault.DAMAGED


def test_headings_that_are_the_same_or_missing_are_told_apart(tmp_path: Path) -> None:
    found = read_table(lists.text(tmp_path, "Code,Name,Name,\nMaple-27,a,b,c\n"))
    assert found.headings == ("Code", "Name", "Name (2)", "column 4")


def test_what_steers_a_terminal_is_taken_out_and_markup_is_words(tmp_path: Path) -> None:
    found = read_table(lists.text(tmp_path, "Code,Words\nMaple-27,\x1b[2J[bold]a\u202eb[/]\n"))
    assert found.rows[0].cells == ("Maple-27", "[bold]ab[/]")


@pytest.mark.parametrize(
    ("name", "raw", "fault"),
    [
        ("a.csv", b"", FileFault.EMPTY),
        ("a.csv", b"\n \n", FileFault.EMPTY),
        ("a.csv", b",,\n;;", FileFault.ONLY_HEADINGS),
        ("a.csv", b"Code,Name\n\n,\n", FileFault.ONLY_HEADINGS),
        ("a.csv", b"Code\nMaple\x00-27\n", FileFault.NOT_TEXT),
        ("a.csv", "Code\nMaple-27\n".encode("utf-16-le"), FileFault.NOT_TEXT),
        ("a.csv", "Code,Name\nMaple-27,Zoé\n".encode() + b"\xe9t\xe9", FileFault.NOT_TEXT),
        ("a.csv", b"Code\n\x81\x8d\n", FileFault.NOT_TEXT),
        ("a.csv", b'Code,Name\nMaple-27,"Al\nCedar-04,Jo\n', FileFault.BROKEN_QUOTE),
        ("a.csv", b'Code,Name\nMaple-27,"Al"x\n', FileFault.BROKEN_QUOTE),
        ("a.xlsx", b"Code\nMaple-27\n", FileFault.TEXT_NAMED_WORKBOOK),
        ("a.xlsx", b"PK\x03\x04 and then nothing", FileFault.DAMAGED),
        ("a.xlsx", LOCKED, FileFault.LOCKED),
        ("a.csv", LOCKED, FileFault.LOCKED),
        ("a.xls", OLD, FileFault.OLD_WORKBOOK),
        ("a.pdf", b"%PDF-1.7", FileFault.UNKNOWN_KIND),
        ("a.csv", b",".join([b"x"] * 101) + b"\n" + b",".join([b"y"] * 101), FileFault.TOO_MANY_COLUMNS),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, raw: bytes, fault: FileFault) -> None:
    found = refused(lists.text(tmp_path, raw, name))
    assert found.fault is fault
    assert (found.line > 0) == (fault is FileFault.BROKEN_QUOTE)


def test_an_unclosed_quote_is_pointed_at(tmp_path: Path) -> None:
    path = lists.text(tmp_path, 'Code,Name\nMaple-27,Al\nCedar-04,"Jo\n' + "Birch-11,x\n" * 20_000)
    assert refused(path).line == 3


def test_a_workbook_named_as_text(tmp_path: Path) -> None:
    path = lists.workbook(tmp_path, [["Code"], ["Maple-27"]], "list.xlsx").rename(tmp_path / "list.csv")
    assert refused(path).fault is FileFault.WORKBOOK_NAMED_TEXT


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    path = lists.bomb(tmp_path)
    assert path.stat().st_size < 1024 * 1024
    assert refused(path).fault is FileFault.SWELLS


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    whole = lists.workbook(tmp_path, [["Code"], ["Maple-27"]]).read_bytes()
    assert refused(lists.text(tmp_path, whole[: len(whole) // 2], "cut.xlsx")).fault is FileFault.DAMAGED


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_workbook_with_rubbish_in_it(tmp_path: Path, part: str) -> None:
    assert refused(with_part(tmp_path, part, lambda _: b"<a><b></a>")).fault is FileFault.DAMAGED


def test_without_the_reader_of_workbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lists.workbook(tmp_path, [["Code"], ["Maple-27"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refused(path).fault is FileFault.NO_READER


def test_the_reader_of_workbooks_waits_until_there_is_one() -> None:
    script = "import sys, psw_tui.cli.main, psw_tui.ui.house; print('openpyxl' in sys.modules, 'csv' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split()[0] == "False"


def test_one_row_too_many(tmp_path: Path) -> None:
    fits = lists.text(tmp_path, "Code\n" + "x\n" * table.MOST_ROWS)
    assert len(read_table(fits).rows) == 100_000
    found = refused(lists.text(tmp_path, "Code\n" + "x\n" * (table.MOST_ROWS + 1)))
    assert (found.fault, found.most) == (FileFault.TOO_MANY_ROWS, 100_000)


def test_a_file_of_another_size_altogether(tmp_path: Path) -> None:
    path = lists.text(tmp_path, b"Code\n")
    os.truncate(path, table.MOST_BYTES + 1)
    assert refused(path).fault is FileFault.TOO_BIG


def test_no_file_at_all(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.csv").fault is FileFault.MISSING
    assert refused(tmp_path / ("n" * 400 + ".csv")).fault is FileFault.UNREADABLE
    (tmp_path / "folder.csv").mkdir()
    assert refused(tmp_path / "folder.csv").fault is FileFault.NO_FILE


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and permissions of POSIX")
def test_a_pipe_is_never_opened_and_would_wait_for_ever(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv").fault is FileFault.NO_FILE
    assert refused(Path("/dev/zero")).fault is FileFault.NO_FILE


def test_a_file_that_may_not_be_read_or_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lists.rows(tmp_path, "Maple-27,Al,2026-03-01,active")

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    def vanished(*_: object) -> None:
        raise FileNotFoundError(2, "No such file")

    monkeypatch.setattr(Path, "open", forbidden)
    found = refused(path)
    assert (found.fault, found.reason) == (FileFault.UNREADABLE, "Permission denied")
    monkeypatch.setattr(Path, "open", vanished)
    assert refused(path).fault is FileFault.MISSING
