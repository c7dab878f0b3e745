"""Papers as PDF: a screen reader finds its way, nothing is lost on the page, and nothing but the page is made."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from psw_tui import resources
from psw_tui.records.papers import WrittenAs
from psw_tui.reports.document import Document, Paragraph, Table
from psw_tui.reports.drawing import draw
from psw_tui.reports.errors import PdfMissing
from psw_tui.resources import asset
from tests.reports.papers import EVERYTHING, HOSTILE, about

CLAIM = b"pdfuaid:part"
"""By which a file says that it keeps to PDF/UA."""


READ_OTHERWISE = {
    "from right to left",
    "letters the font lacks",
    "12,000 letters in one word",
    "12,000 letters in words",
}
"""Texts that have a test of their own here."""


def read(document: Document) -> PdfReader:
    return PdfReader(BytesIO(draw(document, WrittenAs.PDF)))


def letters(reader: PdfReader) -> str:
    """All text of all pages without its spaces, which a PDF has no sure word of."""
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def tags(node: Any) -> set[str]:
    """The names of all elements of the tree that a screen reader goes along."""
    node = node.get_object()
    if isinstance(node, list):
        return set().union(*map(tags, node))
    if not hasattr(node, "get"):
        return set()
    below = tags(node["/K"]) if "/K" in node else set()
    return below | ({str(node["/S"])} if "/S" in node else set())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_screen_reader_finds_its_way(language):
    raw = draw(about("À dire", language), WrittenAs.PDF)
    root = PdfReader(BytesIO(raw)).trailer["/Root"]
    assert CLAIM in raw
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert PdfReader(BytesIO(raw)).metadata.title == "À dire"
    found = tags(root["/StructTreeRoot"])
    assert found >= {"/H1", "/H2", "/P", "/BlockQuote", "/L", "/LI", "/Table", "/TH", "/TD", "/Caption"}


def test_every_page_has_its_number_the_footer_and_the_head_of_the_table():
    reader = read(EVERYTHING)
    assert len(reader.pages) == 2
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert f"{number} / 2" in text
        assert "To be given by hand" in text
        assert "Day What Done" in text.replace("\n", " ")


def test_every_block_is_on_the_paper():
    found = letters(read(EVERYTHING))
    for said in ("YourgoalsYoucanaskforachange.Wewriteitdown.", "Al,3Jan2026", "•1.keepthisnumber", "28Feb2026"):
        assert said in found
    for said in ("Whathelped?Thedog.Theneighbour.", "☑Theoffice", "☐Mydoctor", "Signature:", "Ελληνικά", "Đãgọi"):
        assert said in found


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - READ_OTHERWISE))
def test_what_people_wrote_is_shown_and_never_run(name):
    text = HOSTILE[name]
    reader = read(about(text))
    assert letters(reader).count("".join(text.split())) >= 22
    assert not any("/Annots" in page for page in reader.pages)


def test_what_is_written_from_right_to_left_is_drawn():
    raw = draw(about(HOSTILE["from right to left"]), WrittenAs.PDF)
    assert CLAIM in raw
    assert "שלום" in letters(PdfReader(BytesIO(raw)))[::-1] + letters(PdfReader(BytesIO(raw)))


def test_a_letter_the_font_lacks_costs_the_claim_and_not_the_paper():
    blocks = tuple(map(Paragraph, ("before", HOSTILE["letters the font lacks"], "after")))
    raw = draw(Document("Al", "en", blocks), WrittenAs.PDF)
    assert CLAIM not in raw
    root = PdfReader(BytesIO(raw)).trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert letters(PdfReader(BytesIO(raw))).startswith("Albefore")
    assert "after" in letters(PdfReader(BytesIO(raw)))


def test_a_long_text_goes_on_over_pages_wherever_it_stands():
    """In the headings of a table and in the footer too, which usually stand on every page."""
    assert letters(read(about(HOSTILE["12,000 letters in words"]))).count("word") == 2_400 * 23


def test_a_word_without_end_is_broken_and_keeps_all_its_letters():
    reader = read(Document("T", "en", (Paragraph("q" * 12_000),)))
    assert len(reader.pages) > 2
    assert letters(reader).count("q") == 12_000


@pytest.mark.parametrize("columns", [1, 3, 9])
def test_no_word_runs_off_the_page(columns):
    """In a title, in a paragraph, and in columns that are narrow: each bit of it begins before the margin."""
    word = "W" * 150
    document = Document(word, "en", (Paragraph(word), Table((word,) * columns, ((word,) * columns,))))
    reader = read(document)
    begins: list[float] = []

    def notice(text: str, place: list[float], matrix: list[float], *_: object) -> None:
        if "W" in text:
            begins.append(place[4] + matrix[4])

    for page in reader.pages:
        page.extract_text(visitor_text=notice)
    assert letters(reader).count("W") == 150 * (2 + 2 * columns)
    assert max(begins) < float(reader.pages[0].mediabox.width) - 68, "the margin is 24 mm"


def test_the_same_paper_is_the_same_file():
    assert draw(EVERYTHING, WrittenAs.PDF) == draw(EVERYTHING, WrittenAs.PDF)


def test_it_is_drawn_from_a_zipped_package_too(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "package.zip", "w") as zipped:
        for path in (*Path(str(asset("fonts"))).iterdir(), Path(str(asset("print", "paper.typ")))):
            zipped.write(path, f"assets/{path.parent.name}/{path.name}")
    monkeypatch.setattr(resources, "_asset_root", lambda: zipfile.Path(tmp_path / "package.zip", "assets/"))
    assert CLAIM in draw(EVERYTHING, WrittenAs.PDF)


WRITES_NOTHING = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from psw_tui.records.papers import WrittenAs
from psw_tui.reports.drawing import draw
from tests.reports.papers import EVERYTHING
print(len(draw(EVERYTHING, WrittenAs.PDF)))
"""
"""Whoever writes one byte to a file here is killed."""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_nothing_is_written_anywhere_while_it_is_drawn(tmp_path):
    here = str(Path(__file__).parents[2])
    empty = {name: str(tmp_path) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    command = [sys.executable, "-B", "-c", f"import sys; sys.path.insert(0, {here!r}); {WRITES_NOTHING.lstrip()}"]
    done = subprocess.run(command, cwd=tmp_path, env=empty, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10_000
    assert list(tmp_path.iterdir()) == []


def test_the_template_takes_no_package_from_anywhere_and_runs_no_text():
    template = asset("print", "paper.typ").read_text(encoding="utf-8")
    code = "\n".join(line for line in template.splitlines() if not line.startswith("//"))
    assert not any(word in code for word in ("@preview", "#import", "#include", "eval(", "read("))


def test_without_its_part_it_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PdfMissing):
        draw(EVERYTHING, WrittenAs.PDF)


def test_without_its_font_it_says_so(monkeypatch):
    monkeypatch.setattr("psw_tui.reports.pdf.FONT", "Nobody's Sans")
    with pytest.raises(PdfMissing):
        draw(EVERYTHING, WrittenAs.PDF)
