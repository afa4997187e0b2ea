"""Makes text from outside harmless to a terminal: what would steer it, hide or reorder is shown as a mark instead."""

import unicodedata
from urllib.parse import urlsplit

# Cf holds bidi controls and zero-width characters, Zl and Zp are line breaks that a terminal may act on, Cs cannot be encoded.
_HIDING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARK = "\N{REPLACEMENT CHARACTER}"
_LONGEST = 2000


def visible(text: str, longest: int = _LONGEST) -> str:
    """Return text that can be printed anywhere.

    Args:
        text: anything, as NetBox or a person gave it.
        longest: characters to keep; a longer text is cut and ends with "…".

    Returns:
        One line without escape sequences, line breaks, bidi controls or zero-width characters.
    """
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(_shown(each) for each in cut)


def _shown(character: str) -> str:
    if character in "\n\r\t":
        return " "
    return _MARK if unicodedata.category(character) in _HIDING else character


def paragraph(text: str) -> str:
    """Return a text of several lines that can be printed, its line breaks kept."""
    return "\n".join(visible(line) for line in text.split("\n"))


def address(url: str | None) -> str | None:
    """Return a web address that can stand in a terminal's link; None where it is none or would end the link's escape sequence."""
    if url is None or visible(url) != url or not url.isascii() or urlsplit(url).scheme not in {"http", "https"}:
        return None
    return url
