"""Draws with resvg: NetBox's drawings side by side, as a PNG."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from font_source_sans_pro import font_files_ttf
from resvg_py import svg_to_bytes

from adapters.drawing.plain_svg import Shapes
from orchestration.errors import NetBoxUnavailable

GAP, HEADING = 16.0, 28.0
ZOOM = 1.5
# NetBox's own style leans on its pages' variables, which a drawing alone does not have; these are its colours by its classes.
STYLE = """
svg { font-family: sans-serif; font-size: 13px }
text { text-anchor: middle; dominant-baseline: middle }
.heading { font-size: 15px; font-weight: bold; fill: #212529 }
.unit { fill: #6c757d }
.hidden { visibility: hidden }
.rack { fill: none; stroke: #000000; stroke-width: 2px }
.slot { fill: #f8f9fa; stroke: #ced4da }
.occupied { fill: url(#occupied) }
.blocked { fill: url(#blocked) }
.reservation { fill: url(#reserved) }
rect.shaded { opacity: 0.25 }
text.shaded { opacity: 0.5 }
"""


@dataclass(frozen=True, slots=True)
class ResvgDrawing:
    """Draws with a font of its own, and the machine's where that lacks a letter."""

    def side_by_side(self, drawings: Sequence[tuple[str, str]]) -> bytes:
        """Return drawings as one PNG.

        Args:
            drawings: each with its heading and its SVG.

        Raises:
            NetBoxUnavailable: one is no drawing.
        """
        shapes = [(heading, Shapes(svg)) for heading, svg in drawings]
        width = GAP + sum(each.width + GAP for _, each in shapes)
        height = HEADING + GAP + max((each.height for _, each in shapes), default=0.0)
        root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "width": f"{width:g}", "height": f"{height:g}"})
        left = GAP
        for heading, each in shapes:
            middle = {"class": "heading", "x": f"{left + each.width / 2:g}", "y": f"{HEADING / 2 + 2:g}"}
            SubElement(root, "text", middle).text = heading
            each.group.set("transform", f"translate({left:g} {HEADING:g})")
            root.append(each.group)
            left += each.width + GAP
        return png(root, STYLE)


def png(root: Element, style: str, *, own_letters: bool = False) -> bytes:
    """Return a drawing as a PNG, in the letters that come with the program.

    Args:
        root: the drawing.
        style: its style sheet.
        own_letters: no letter of the machine's fonts is needed; to look for those takes time.

    Raises:
        NetBoxUnavailable: it cannot be drawn.
    """
    try:
        drawn: bytes = svg_to_bytes(
            svg_string=tostring(root, encoding="unicode"),
            background="#ffffff",
            style_sheet=style,
            sans_serif_family="Source Sans Pro",
            font_files=[font_files_ttf["SourceSansPro"], font_files_ttf["SourceSansProBold"]],
            zoom=ZOOM,
            skip_system_fonts=own_letters,
        )
    except ValueError:
        raise NetBoxUnavailable("NetBox's drawing cannot be drawn.") from None
    return drawn
