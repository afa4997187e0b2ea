"""How NetBox's database orders names: naturally, without regard to case at first, punctuation before digits before letters."""

import re
import unicodedata
from functools import cache
from ipaddress import ip_interface
from typing import Any

# The order of the Unicode collation algorithm for what comes before digits and letters.
_PUNCTUATION = {sign: place for place, sign in enumerate("\t\n _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$")}
_PARTS = re.compile(r"(\d+)")
# As NetBox takes the name of an interface apart (utilities/ordering.py): type, slots, number, channel, subinterface, rest.
_INTERFACE = re.compile(
    r"(^(?P<type>[^\d.:]+)?)((?P<slot>\d+)/)?((?P<subslot>\d+)/)?((?P<position>\d+)/)?((?P<subposition>\d+)/)?"
    r"((?P<id>\d+))?(:(?P<channel>\d+))?(\.(?P<vc>\d+))?(?P<remainder>.*)$"
)


@cache
def natural_key(text: str) -> tuple[Any, ...]:
    """Return what sorts a name as the collation `natural_sort` does: digits by number, then accents, then lower case first."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)).casefold()
    letters: list[tuple[int, int]] = []
    for part in _PARTS.split(bare):
        if part.isdigit():
            letters.append((1, int(part)))
        else:
            letters.extend((0, _PUNCTUATION[sign]) if sign in _PUNCTUATION else (2, ord(sign)) for sign in part)
    return (letters, text.swapcase())


@cache
def interface_key(name: str) -> str:
    """Return the name of an interface as NetBox keeps it for ordering: slots first, then type, then numbers."""
    match = _INTERFACE.search(name)
    if match is None:
        return name
    slots = "".join((match[part] or "9999").rjust(4, "0") for part in ("slot", "subslot", "position", "subposition"))
    numbers = "".join(match[part].rjust(6, "0") if match[part] else "......" for part in ("id", "channel", "vc"))
    rest = "".join(part.rjust(8, "0") if part.isdigit() else part for part in _PARTS.split(match["remainder"]))
    return (slots + (match["type"] or "") + numbers + rest)[:100]


@cache
def address_key(text: str) -> tuple[int, int, int, int]:
    """Return what sorts networks and addresses as PostgreSQL does: network bits, then the mask, then the host."""
    address = ip_interface(text)
    return (address.version, int(address.network.network_address), address.network.prefixlen, int(address.ip))
