"""Papers as text, Markdown, HTML and CSV: read again, they say just what people wrote, wherever it stands."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from io import StringIO
from itertools import chain

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from psw_tui.columns import breadth
from psw_tui.domain.text import one_line
from psw_tui.records.papers import WrittenAs
from psw_tui.reports import plain_text
from psw_tui.reports.cleaning import cleaned
from psw_tui.reports.document import Answers, Document, Paragraph, Quote, Table
from psw_tui.reports.drawing import draw
from tests.reports.papers import EVERYTHING, HOSTILE, about, any_text

LETTERS_ONLY = {"h1", "h2", "h3", "p", "li", "dt", "dd", "th", "td", "caption", "figcaption", "footer"}
"""Elements that hold text and nothing but text, line ends aside."""
TABLE = {"table", "thead", "tbody", "tr"}
AROUND = TABLE | {"header", "main", "ul", "dl", "div", "figure", "blockquote", "span", "strong"}


def drawn(document: Document, written_as: WrittenAs) -> str:
    return draw(document, written_as).decode()


def markdown_texts(source: str) -> list[str]:
    """Every paragraph, heading, item and cell as a reader of Markdown shows it; fails where it shows a link or the like."""
    tokens = MarkdownIt("gfm-like", {"html": True}).parse(source)
    assert not {token.type for token in tokens} & {"code_block", "fence", "html_block", "ordered_list_open"}
    shown = {"hardbreak": "\n", "html_inline": "\n", "strong_open": "", "strong_close": ""}
    texts = []
    for token in tokens:
        if token.type == "inline":
            parts = [child.content if child.type == "text" else shown[child.type] for child in token.children or ()]
            assert {child.content for child in token.children or () if child.type == "html_inline"} <= {"<br>"}
            texts.append("".join(parts))
    return texts


class Page(HTMLParser):
    """What a browser would show of a page, element by element."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[tuple[str, str]] = []
        self.said: dict[str, str] = {}
        self.feed(source.partition("<body>")[2])
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "br":
            self.handle_data("\n")
        elif tag in LETTERS_ONLY:
            self.inside.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in LETTERS_ONLY:
            self.texts.append((tag, self.inside.pop()))

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.inside[-1] += data
        else:
            assert not data.strip(), "text beside its element"


def rows_of(text: str, sign: str = ",") -> list[list[str]]:
    return [row for row in csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True) if row]


def typed(cell: str) -> str:
    """The cell without the mark that keeps a spreadsheet from working it out."""
    return cell[1:] if re.match(r"'\s*[=+\-@＝＋－＠]", cell) else cell


def survives_markdown(text: str) -> None:
    said = cleaned(text)
    texts = markdown_texts(drawn(about(text), WrittenAs.MARKDOWN))
    line = "_" * 40
    label = said if said.endswith("?") else f"{said}:"
    assert texts == [
        *(one_line(said), said, one_line(said), said, said, said, said, said, said),
        *(f"{said}\n{said}\n{said}", *[said] * 7, f"[ ] {said}", f"[x] {said}", f"{label} {line}", said),
    ]


def survives_html(text: str) -> None:
    said = cleaned(text)
    page = Page(drawn(about(text), WrittenAs.HTML))
    assert page.tags <= LETTERS_ONLY | AROUND | {"br"}
    assert page.attributes <= {"dir", "class", "scope"}
    ticks = ["☐ " + said, "☑ " + said]
    blank = said if said.endswith("?") else f"{said}:"
    assert [found for _, found in page.texts] == [*[said] * 19, *ticks, blank + " ", said]


def survives_csv(text: str) -> None:
    said = cleaned(text)
    cells = list(chain(*rows_of(drawn(about(text), WrittenAs.CSV).removeprefix("\ufeff"))))
    assert not any(re.match(r"\s*[=+\-@\t\r]", cell) for cell in cells)
    assert set(map(typed, cells)) == {said, f"{said}\n{said}", "[ ]", "[x]"}
    assert len(cells) == 24


SURVIVE = {"Markdown": survives_markdown, "HTML": survives_html, "CSV": survives_csv}


@pytest.mark.parametrize("survives", SURVIVE.values(), ids=SURVIVE)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_people_wrote_is_read_as_they_wrote_it(text, survives):
    survives(text)


@pytest.mark.parametrize("survives", SURVIVE.values(), ids=SURVIVE)
def test_so_is_any_text_at_all(survives):
    @given(any_text.filter(cleaned))
    def any_at_all(text):
        survives(text)

    any_at_all()


@given(any_text)
def test_text_fits_its_lines_and_loses_no_letter(text):
    for width in (20, plain_text.WIDTH):
        lines = plain_text.lines(about(text), width)
        assert max(map(breadth, lines)) <= width
        assert "".join("".join(lines).split()).count("".join(cleaned(text).split())) >= 18


def test_text_marks_no_heading_and_reads_like_a_letter():
    lines = plain_text.lines(EVERYTHING)
    assert lines[:9] == [
        *("Your own copy", "For Maple-27", "Made on 13 Mar 2026", "", "Your goals"),
        *("  You can ask for a change.", "  We write it down.", "", "    I want to sleep."),
    ]
    assert "  (Al, 3 Jan 2026)" in lines
    assert "  - 1. keep this number" in lines
    assert "  2 Feb 2026   walked 2 times   ✓" in lines
    assert "  What is next: A call" in lines
    assert "  [x] The office may be told my name" in lines
    assert any(re.fullmatch("  Signature: _+", line) for line in lines)
    assert lines[-1] == "To be given by hand"


def test_a_table_too_wide_for_the_screen_is_read_row_by_row():
    table = Table(("Day", "What was said?"), (("3 Feb", "long " * 20), ("4 Feb", "")))
    assert plain_text.lines(Document("T", "en", (table,)), 60)[2:] == [
        "  Day: 3 Feb",
        "  What was said? long long long long long long long long",
        "    long long long long long long long long long long long",
        "    long",
        "",
        "  Day: 4 Feb",
    ]


def test_a_page_is_whole_by_itself_and_forbids_the_rest():
    page = drawn(EVERYTHING, WrittenAs.HTML)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert '<html lang="en">' in page
    assert "<title>Your own copy</title>" in page
    assert not re.search(r"<script|<link|https?:|url\(|@import|\bsrc=|\bhref=", page)


def test_a_page_has_the_elements_that_screen_readers_go_by():
    page = Page(drawn(EVERYTHING, WrittenAs.HTML))
    assert page.texts[0] == ("h1", "Your own copy")
    assert ("h2", "Your goals") in page.texts
    assert ("h3", "In one table") in page.texts
    assert ("caption", "How it went") in page.texts
    assert ("dt", "What helped?") in page.texts
    assert page.tags >= {"blockquote", "thead", "dl", "ul", "footer"}
    assert drawn(EVERYTHING, WrittenAs.HTML).count('<th scope="col"') == 3


def test_the_end_of_a_printed_page_cannot_be_broken_out_of():
    page = drawn(about('</style>"; } body { display: none } \\'), WrittenAs.HTML)
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert style.count("</") == 0
    assert "display: none" not in style


def test_a_spreadsheet_finds_letters_rows_and_tables():
    raw = draw(EVERYTHING, WrittenAs.CSV)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in raw.replace(b"\r\n", b"").replace(b"change.\nWe", b"").replace(b"sleep.\nN", b"").replace(
        b"dog.\nThe", b""
    )
    rows = rows_of(raw.decode("utf-8-sig"))
    assert rows[0] == ["Your own copy"]
    start = rows.index(["Day", "What", "Done"])
    assert rows[start + 28] == ["28 Feb 2026", "walked 28 times", "✓"]
    assert ["What helped?", "The dog.\nThe neighbour."] in rows
    assert ["I want to sleep.\nNothing more.", "Al, 3 Jan 2026"] in rows
    assert ["[x]", "The office may be told my name"] in rows


def test_a_french_spreadsheet_expects_another_sign():
    table = Document("Copie", "fr", (Table(("Jour", "Mots"), (("3 févr.", "a; b, c"),)),))
    rows = rows_of(drawn(table, WrittenAs.CSV).removeprefix("\ufeff"), ";")
    assert rows == [["Copie"], ["Jour", "Mots"], ["3 févr.", "a; b, c"]]


@pytest.mark.parametrize("typed_", ["=1+1", "+1", "-1", "@x", "  =1", "\n=1", "\t=1", "＝1"])
def test_a_cell_that_could_be_worked_out_is_defused(typed_):
    document = Document("T", "en", (Quote("said", typed_), Answers(((typed_, (typed_,)),)), Paragraph(typed_)))
    cells = list(chain(*rows_of(drawn(document, WrittenAs.CSV).removeprefix("\ufeff"))))
    assert cells[1:] == ["said", *["'" + cleaned(typed_)] * 4]


def test_so_is_one_that_begins_with_an_empty_line_and_one_for_who_splits_at_another_sign():
    document = Document("T", "en", (Answers((("asked", ("", "=1")), ("asked", ("a;=1",)))),))
    text = drawn(document, WrittenAs.CSV)
    assert '"\'\n=1"' in text
    assert '"a;=1"' in text


def test_every_format_has_a_name_and_an_ending():
    assert {each.ending for each in WrittenAs} == {".txt", ".md", ".html", ".csv", ".pdf"}
    assert all(each.label for each in WrittenAs)
