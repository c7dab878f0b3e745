"""Widgets that draw their lines themselves, for what changes with every key."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class DrawnLines(Widget):
    """Draws past the cache of lines that widgets have, which costs more than a few lines of text do.

    It must have neither border nor padding.
    """

    def drawn(self, lines: range) -> list[Strip]:
        """These lines of the widget, each as wide as the widget."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.opacity < 1:
            return super().render_lines(crop)
        strips = self.drawn(range(*crop.line_span))
        if filters := self.get_line_filters():
            _, background = self.background_colors
            for line_filter in filters:
                strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        return self.drawn(range(y, y + 1))[0]
