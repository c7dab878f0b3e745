"""Painting again only what stands where something has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip

Chops = list[dict[int, Strip | None]]
"""For each line of the screen, what stands from each of its cuts on; None until it is painted."""


class NearCompositor(Compositor):
    """Textual's own asks every widget for all lines between the first and the last change, the covered ones too.

    Between the mark of a list and the words below it that is the whole list, and behind both of them the screen.
    """

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        chops: Chops = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        for lines in _runs(y for y in crop.line_range if is_rendered_line(y)):
            self._paint(chops, Region(crop.x, lines.start, crop.width, len(lines)))
        return chops  # type: ignore[return-value]  # what is not painted now is not sent either

    def _paint(self, chops: Chops, crop: Region) -> None:
        """Fill these lines, front to back; who stands behind others is not asked."""
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip.intersection(Region(clip.x, crop.y, clip.width, crop.height)))
            if not (shown and shown.overlaps(crop)):
                continue
            left, right = shown.column_span
            cuts = {y: [cut for cut in self.cuts[y] if left <= cut <= right] for y in shown.line_range}
            if all(chops[y][cut] is not None for y, line in cuts.items() for cut in line[:-1]):
                continue
            strips = widget.render_lines(shown.translate(-region.offset))
            for (y, line), strip in zip(cuts.items(), strips, strict=False):
                for cut, piece in zip(line, strip.divide([cut - left for cut in line[1:]]), strict=False):
                    if chops[y].get(cut) is None:
                        chops[y][cut] = piece


def _runs(lines: Iterator[int]) -> Iterator[range]:
    """Lines that follow one another, together."""
    run = range(0)
    for y in lines:
        if y == run.stop and run:
            run = range(run.start, y + 1)
        else:
            if run:
                yield run
            run = range(y, y + 1)
    if run:
        yield run
