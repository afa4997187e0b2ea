"""Tables as pictures: as many rows as there are, in letters that are there, whatever a cell says."""

import struct

from adapters.drawing.resvg import ZOOM
from adapters.drawing.table import MARGIN, ROW, draw
from orchestration.messages import Column, Run, Table


def table(*rows, right=False):
    columns = tuple(Column(title=f"Column {at}", align="right" if right else "left") for at in range(len(rows[0])))
    return Table(columns=columns, rows=tuple(tuple(Run(text=cell) for cell in row) for row in rows))


def size(png):
    """Width and height in pixels: www.w3.org/TR/png-3, 11.2.1."""
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_rows_and_columns():
    """A picture is as high as its rows and its titles, and grows with what the cells say."""
    narrow, wide = draw(table(("a", "b"), ("c", "d"))), draw(table(("a", "b" * 40), ("c", "d"), right=True))
    assert size(narrow)[1] == size(wide)[1] == round((3 * ROW + 2 * MARGIN) * ZOOM)
    assert size(wide)[0] > size(narrow)[0]
    assert draw(table(("a", "b"), ("c", "x"))) != narrow


def test_cells_are_data():
    """Signs of the drawing's own language in a cell draw what they are."""
    assert size(draw(table(('</text><image href="file:///etc/hostname"/>', "&lt;", "")))) != (0, 0)


def test_letters_that_are_not_there():
    """What would stand there as empty boxes is no picture; Latin, Greek and Cyrillic are one."""
    assert draw(table(("東京", "a"))) is None
    assert draw(table(("Köln", "Łódź"), ("Αθήνα", "Москва – “x” → 3 €"))) is not None
