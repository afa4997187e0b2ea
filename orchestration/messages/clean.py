"""Makes text from outside plain: one visible line, cut with a mark where it is long."""

import unicodedata

LONGEST_CELL = 160

# Cc steers terminals, Cf holds bidi controls and zero-width characters, Cs cannot be encoded, Zl and Zp break lines, Cn and Co show nothing known.
_HIDING = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
_BREAKING = frozenset({"Zl", "Zp"})
_BLANK = frozenset("\n\r\t\v\f\x85")


def clean(text: str, longest: int | None = LONGEST_CELL) -> str:
    """Return text as one line that can be shown anywhere.

    Args:
        text: anything, as NetBox or a person gave it.
        longest: characters to keep; None keeps all. A longer text is cut and ends with "…".

    Returns:
        The text without control, bidi and zero-width characters, its line breaks as blanks.
    """
    # A long text is cut first: the rest need not be looked at. Four times the length leaves room for what is taken out.
    head = text if longest is None else text[: 4 * longest]
    # Python calls printable what is neither separator (but the blank) nor of the categories above: nearly every text is.
    shown = (head if head.isprintable() else "".join(map(_kept, head))).strip()
    if longest is not None and (len(shown) > longest or len(head) < len(text)):
        return f"{shown[: longest - 1].rstrip()}…"
    return shown


def paragraph(text: str) -> str:
    """Return a text of several lines, each of them clean and whole."""
    return "\n".join(clean(line, None) for line in text.split("\n"))


def _kept(character: str) -> str:
    if character in _BLANK:
        return " "
    category = unicodedata.category(character)
    if category in _BREAKING:
        return " "
    return "" if category in _HIDING else character
