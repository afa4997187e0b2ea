"""What is kept of a drawing that NetBox made: shapes and words, and nothing that leads out of it."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from orchestration.errors import NetBoxUnavailable

LONGEST = 2_000_000
TALLEST = 4000.0
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(
    [
        "g",
        "a",
        "rect",
        "text",
        "tspan",
        "line",
        "circle",
        "ellipse",
        "polyline",
        "polygon",
        "path",
        "defs",
        "clipPath",
        "linearGradient",
        "stop",
    ]
)
_ATTRIBUTES = frozenset(
    (
        "class", "clip-path", "cx", "cy", "d", "dominant-baseline", "fill", "font-size", "font-weight", "gradientTransform", "gradientUnits",
        "height", "id", "offset", "opacity", "points", "r", "rx", "ry", "spreadMethod", "stop-color", "stroke", "stroke-width", "style",
        "text-anchor", "transform", "width", "x", "x1", "x2", "y", "y1", "y2",
    )
)  # fmt: skip
# NetBox shows these under the pointer alone.
_HOVERED = "add-device"
_INSIDE = re.compile(r"url\(#[\w-]+\)")


class Shapes:
    """A drawing, taken apart.

    Args:
        svg: the drawing as NetBox made it.

    Raises:
        NetBoxUnavailable: it is no drawing, or larger than any of NetBox's.
    """

    def __init__(self, svg: str) -> None:
        if len(svg) > LONGEST or "<!DOCTYPE" in svg or "<!ENTITY" in svg:
            raise NetBoxUnavailable("NetBox's drawing is not of its usual form.")
        try:
            root = fromstring(svg)  # noqa: S314 - without a document type there is no entity to expand
            self.width, self.height = (float(root.get(name, "0").removesuffix("px")) for name in ("width", "height"))
        except (ParseError, ValueError):
            raise NetBoxUnavailable("NetBox's drawing cannot be read.") from None
        if root.tag != f"{_SVG}svg" or not (0 < self.width <= TALLEST and 0 < self.height <= TALLEST):
            raise NetBoxUnavailable("NetBox's drawing is not of its usual form.")
        self.group = Element("g")
        self.group.extend(_kept(root))


def _kept(parent: Element) -> Iterator[Element]:
    for each in parent:
        kind = str(each.tag).removeprefix(_SVG)
        if kind not in _SHAPES or _HOVERED in each.get("class", "").split():
            continue
        # A link is a group that leads somewhere.
        kept = Element(
            "g" if kind == "a" else kind, {name: value for name, value in each.items() if _fits(name, value)}
        )
        kept.text = each.text if kind in {"text", "tspan"} else None
        kept.extend(_kept(each))
        yield kept


def _fits(name: str, value: str) -> bool:
    return name in _ATTRIBUTES and "(" not in _INSIDE.sub("", "" if name.lower().endswith("transform") else value)
