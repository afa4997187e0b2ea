"""Secrets that people type by mistake: recognised before anything is stored."""

import re

# NetBox tokens: nbt_<key>.<secret> since 4.5, before that forty characters, hexadecimal where NetBox made them; and whatever stands
# behind the word with which a token is sent.
TOKEN = re.compile(
    r"\bnbt_\w{3,}(?:\.[\w.-]*\w)?"
    r"|(?<=\bToken )[A-Za-z0-9]{40}\b"
    r"|(?<=\bBearer )[A-Za-z0-9._-]{20,}"
    r"|\b[0-9a-fA-F]{40}\b"
)
WITHHELD = "(token withheld)"


def find_secret(text: str) -> str | None:
    """Return the first NetBox token in a text; None where there is none."""
    found = TOKEN.search(text)
    return found[0] if found else None


def without_secrets(text: str) -> str | None:
    """Return a text with each NetBox token in it replaced; None where it holds none."""
    cleared, count = TOKEN.subn(WITHHELD, text)
    return cleared if count else None
