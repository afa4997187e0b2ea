"""A table as a picture: for those that neither columns of a fixed-width font nor lines show well."""

import re
from xml.etree.ElementTree import Element, SubElement

from wcwidth import wcswidth

from adapters.drawing.resvg import png
from orchestration.messages import Table
from orchestration.messages.clean import clean

ROW, PADDING, SIZE = 26.0, 10.0, 14.0
# Some clients cut a picture's edges.
MARGIN = 14.0
# Of Source Sans Pro a letter is half as wide as it is high; capitals and digits are wider, strong ones more so.
_BELOW = 0.35 * SIZE
_LETTER, _STRONG = 0.56 * SIZE, 0.6 * SIZE
# What is longer ends in an ellipsis; the file beside the picture holds all of it.
LONGEST = 48
# Latin, Greek, Cyrillic, and the signs of prose.
_LETTERS = re.compile(r"[\u0020-\u036f\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u2193\u2212]*")
STYLE = f"""
svg {{ font-family: sans-serif; font-size: {SIZE:g}px }}
text {{ fill: #212529 }}
.title {{ font-weight: bold }}
.first {{ font-weight: 600 }}
.head {{ fill: #e9ecef }}
.odd {{ fill: #f8f9fa }}
.rule {{ stroke: #ced4da }}
"""


def draw(table: Table) -> bytes | None:
    """Return a table as a PNG: its titles above, numbers to the right, every second row shaded.

    Args:
        table: of at least one column.

    Returns:
        The picture; None where it has letters that its font lacks: East Asian ones, say.

    Raises:
        NetBoxUnavailable: it cannot be drawn.
    """
    titles = [_cut(each.title) for each in table.columns]
    rows = [[_cut(cell.text) for cell in row] for row in table.rows]
    if not all(_LETTERS.fullmatch(cell) for row in (titles, *rows) for cell in row):
        return None
    widths = [
        max(_wide(titles[at]) * _STRONG, *(_wide(row[at]) * _LETTER for row in rows), 0.0) + 2 * PADDING
        for at in range(len(titles))
    ]
    width, height = sum(widths), ROW * (len(rows) + 1)
    whole = {"width": f"{width + 2 * MARGIN:g}", "height": f"{height + 2 * MARGIN:g}"}
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **whole})
    root = SubElement(svg, "g", {"transform": f"translate({MARGIN:g} {MARGIN:g})"})
    right = [each.align == "right" for each in table.columns]
    for number, cells in enumerate([titles, *rows]):
        top = number * ROW
        if number % 2 == 0:
            shade = {"x": "0", "y": f"{top:g}", "width": f"{width:g}", "height": f"{ROW:g}"}
            SubElement(root, "rect", {"class": "odd" if number else "head", **shade})
        left = 0.0
        for at, (cell, wide) in enumerate(zip(cells, widths, strict=True)):
            x = left + wide - PADDING if right[at] else left + PADDING
            kind = "title" if number == 0 else "first" if at == 0 else ""
            place = {"class": kind, "x": f"{x:g}", "y": f"{top + ROW / 2 + _BELOW:g}"}
            SubElement(root, "text", {**place, "text-anchor": "end" if right[at] else "start"}).text = cell
            left += wide
    line = {"x1": "0", "x2": f"{width:g}", "y1": f"{ROW:g}", "y2": f"{ROW:g}"}
    SubElement(root, "line", {"class": "rule", **line})
    return png(svg, STYLE, own_letters=True)


def _cut(text: str) -> str:
    return clean(text, LONGEST) or "-"


def _wide(text: str) -> int:
    found = wcswidth(text)
    return found if found >= 0 else 2 * len(text)
