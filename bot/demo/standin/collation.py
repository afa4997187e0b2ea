"""How NetBox's database orders names: naturally, without regard to case at first, punctuation before digits before letters."""

import re
import unicodedata
from functools import cache
from ipaddress import ip_interface

# The order of the Unicode collation algorithm for what comes before digits and letters.
_PUNCTUATION = "\t\n _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_LETTERS = {ord(sign): chr(1 + place) for place, sign in enumerate(_PUNCTUATION)}
_PARTS = re.compile(r"(\d+)")
# As NetBox takes the name of an interface apart (utilities/ordering.py): type, slots, number, channel, subinterface, rest.
_INTERFACE = re.compile(
    r"(^(?P<type>[^\d.:]+)?)((?P<slot>\d+)/)?((?P<subslot>\d+)/)?((?P<position>\d+)/)?((?P<subposition>\d+)/)?"
    r"((?P<id>\d+))?(:(?P<channel>\d+))?(\.(?P<vc>\d+))?(?P<remainder>.*)$"
)


@cache
def natural_key(text: str) -> str:
    """Return what sorts a name as the collation `natural_sort` does: digits by number, then accents, then lower case first."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)).casefold()
    parts = (_number_key(part) if part.isdigit() else part.translate(_LETTERS) for part in _PARTS.split(bare))
    return "".join(parts) + "\0" + text.swapcase()


def _number_key(digits: str) -> str:
    """Return digits so that they sort by number: how many there are, then which."""
    plain = digits.lstrip("0")
    return f"0{chr(0x100 + min(len(plain), 0xFFF))}{plain}"


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
