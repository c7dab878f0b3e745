"""A paper with one of everything, and texts that want to be more than text."""

from __future__ import annotations

from hypothesis import strategies as st

from psw_tui.reports.document import (
    Answers,
    Blank,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Quote,
    Table,
    Tick,
)

DAYS = tuple((f"{day} Feb 2026", f"walked {day} times", "✓") for day in range(1, 29))
EVERYTHING = Document(
    title="Your own copy",
    language="en",
    about=("For Maple-27", "Made on 13 Mar 2026"),
    blocks=(
        Heading("Your goals"),
        Paragraph("You can ask for a change.\nWe write it down."),
        Quote("I want to sleep.\nNothing more.", "Al, 3 Jan 2026"),
        Bullets(("Sleep six hours", "1. keep this number")),
        Heading("In one table", 3),
        Table(("Day", "What", "Done"), DAYS, "How it went"),
        Answers((("What helped?", ("The dog.", "The neighbour.")), ("What is next", ("A call",)))),
        Paragraph("Đã gọi · Ελληνικά · Кириллица · שלום · مرحبا", strong=True),
        Tick("The office may be told my name", ticked=True),
        Tick("My doctor may be told about my sleep"),
        Blank("Signature"),
        Blank("What I see differently", 3),
    ),
    footer="To be given by hand",
    stem="own-copy",
)
"""Every kind of block once or more, of two pages."""

HOSTILE = {
    "marks of the screen": "[bold]x[/] [@click=app.quit]y[/]",
    "a script": "<script>alert(1)</script><img src=x onerror=y>&lt;&#65;",
    "a command of the template": '#read("/etc/passwd") #let x = 1; $a$ <label> @ref',
    "a formula": '=HYPERLINK("http://x.example","y")',
    "a link": "[me](http://x.example) www.x.example a@x.example <https://x.example>",
    "Markdown": "1. one\n# two\n- three\n    four\n***\n| a | b |\n| - | - |\n> `five` ~~six~~\n===",
    "a dollar": "${title} $title $$ %s {0} {words}",
    "an ending": "</style></title>*/ }",
    "12,000 letters in one word": "q" * 12_000,
    "12,000 letters in words": "word " * 2_400,
    "from right to left": "שלום, אני רוצה לישון\nمرحبا بالعالم",
    "letters the font lacks": "\U0001fae8 \U0001f469\u200d\U0001f467 தமிழ் 漢字",
    "other letters": "Đã gọi điện thoại, Ελληνικά, Кириллица ✓ ☐ é",
}
"""What people may have typed, or pasted."""

MARKS = " \n\\`*_[]<>|~$#^@&;:=-+.,()0123456789awx%\"'/!{}\t\r\x1b\x85\u3000é"
any_text = st.one_of(st.text(max_size=60), st.text(MARKS, max_size=60))


def about(text: str, language: str = "en") -> Document:
    """The same text wherever text can stand."""
    return Document(
        title=text,
        language=language,
        about=(text,),
        blocks=(
            Heading(text),
            Paragraph(text),
            Paragraph(text, strong=True),
            Quote(text, text),
            Bullets((text, text)),
            Answers(((text, (text, text)),)),
            Table((text, text), ((text, text), (text, text)), text),
            Tick(text),
            Tick(text, ticked=True),
            Blank(text),
        ),
        footer=text,
    )
