"""A list to take one of, whose mark shows also while the cursor stays in a box above it, and without any colour."""

from __future__ import annotations

from textual.style import Style
from textual.widgets import OptionList

MARKED = "option-list--option-highlighted"


class Options(OptionList):
    """Textual's, but for the mark: there it pales without the cursor, and is never turned round."""

    DEFAULT_CSS = """
    Options > .option-list--option-highlighted, Options:focus > .option-list--option-highlighted {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
    """

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Textual leaves out one text style of all: the one that a terminal with few colours needs."""
        style = super().get_visual_style(*component_classes, partial=partial)
        if MARKED not in component_classes:
            return style
        return style + Style(reverse=self.get_component_styles(MARKED).text_style.reverse)
