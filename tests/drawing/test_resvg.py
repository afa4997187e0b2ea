"""Pictures of NetBox's drawings: drawn whole, and without anything that leads out of them."""

import functools
import struct

import pytest
import resvg_py

from adapters.drawing.plain_svg import Shapes
from adapters.drawing.resvg import ZOOM, ResvgDrawing
from orchestration.errors import NetBoxUnavailable


def svg(inside="", width="200", height="100", before=""):
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}">{inside}</svg>'
    )


def kept(inside):
    """The elements that are kept of a drawing, with their attributes."""
    return [(each.tag, dict(each.items())) for each in Shapes(svg(inside)).group.iter()][1:]


@pytest.mark.parametrize(
    "inside",
    [
        '<image xlink:href="http://evil.example/x.png" width="9" height="9"/>',
        '<image href="/etc/hostname.png" width="9" height="9"/>',
        "<script>alert(1)</script>",
        "<style>@import url(http://evil.example/x.css);</style>",
        "<foreignObject><p>x</p></foreignObject>",
        '<use href="http://evil.example/x.svg#a"/>',
        "<title>Name: x</title>",
        '<text class="add-device">add device</text>',
    ],
)
def test_what_leads_out_of_a_drawing_is_left_out(inside):
    """Images, scripts, styles, foreign elements and what shows under the pointer alone are no part of the picture."""
    assert kept(inside) == []


def test_links_are_groups_and_references_stay_inside():
    """A link keeps what it shows and leads nowhere; only references into the drawing itself are kept."""
    inside = '<a xlink:href="https://evil.example" onclick="x()"><rect x="1" fill="url(#own)" style="fill: url(http://evil.example)"/></a>'
    assert kept(inside) == [("g", {}), ("rect", {"x": "1", "fill": "url(#own)"})]


@pytest.mark.parametrize(
    "drawing",
    [
        "",
        "<html></html>",
        svg(before='<!DOCTYPE svg [<!ENTITY a "aaaa">]>'),
        svg(width="90000"),
        svg(height="0"),
        svg(width="nan"),
        svg("<rect/>" * 300_000),
        "<svg",
    ],
    ids=["nothing", "html", "entities", "wide", "flat", "nan", "long", "cut"],
)
def test_what_is_no_drawing_is_told(drawing):
    """Anything but a drawing of usual size is an error of NetBox's, never drawn."""
    with pytest.raises(NetBoxUnavailable):
        Shapes(drawing)


def test_drawings_stand_side_by_side():
    """The picture is a PNG wide enough for both and as high as the higher one."""
    drawn = ResvgDrawing().side_by_side([("Front", svg()), ("Rear", svg(height="300"))])
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", drawn[16:24])
    assert width >= 400 * ZOOM
    assert height >= 300 * ZOOM


def test_words_need_no_font_of_the_machine(monkeypatch):
    """On a machine without fonts the words of a drawing are there all the same."""
    alone = functools.partial(resvg_py.svg_to_bytes, skip_system_fonts=True)
    monkeypatch.setattr("adapters.drawing.resvg.svg_to_bytes", alone)
    words = '<text x="100" y="50">core-01</text>'
    assert ResvgDrawing().side_by_side([("Front", svg(words))]) != ResvgDrawing().side_by_side([("Front", svg())])
