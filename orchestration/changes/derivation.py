"""What follows from what was said: a slug, a mask, NetBox's defaults, each with where it comes from."""

import ipaddress
import re
import unicodedata
from typing import Any

from orchestration.changes.ground import Ground
from orchestration.changes.row import Row
from orchestration.changes.values import Value, read_value


def slug(row: Row) -> None:
    """Make the slug out of the name, where the type has one and none was said."""
    about = row.form.slots.get("slug")
    if about is None or "slug" in row.values or not row.name:
        return
    text = slug_of(row.name)[: about.max_length or 100].strip("-")
    if text:
        row.values["slug"] = Value(
            text, text, text, f"from the {row.form.slots[row.form.type.name_field].label.lower()}"
        )


def slug_of(name: str) -> str:
    """Return a name as NetBox's own pages make a slug of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[-.\s]+", "-", re.sub(r"[^-.\w\s]", "", plain).strip(" .")).lower()


def mask(ground: Ground, row: Row) -> None:
    """Give an address that was said without a mask the mask of the smallest prefix it is in, else that of a single host."""
    for name in ("address", "start_address", "end_address"):
        said = row.wish.given.get(name)
        if name not in row.values or said is None or said.kind != "said" or "/" in said.text:
            continue
        value = row.values[name]
        host = ipaddress.ip_interface(value.data).ip
        vrf = row.values.get("vrf")
        inside = [
            each
            for each in ground.rows("ipam.prefix", [("contains", str(host))], ("id", "display", "prefix", "vrf"), 200)
            if ((each.get("vrf") or {}).get("id")) == (vrf.data if vrf else None)
        ]
        smallest = max(inside, key=lambda each: ipaddress.ip_network(each["prefix"]).prefixlen, default=None)
        if smallest:
            data = f"{host}/{ipaddress.ip_network(smallest['prefix']).prefixlen}"
            row.values[name] = Value(data, data, data, f"mask of {smallest['display']}")


def defaults(row: Row) -> None:
    """Write out what NetBox would put in by itself, so that the preview shows it and the write does not depend on it."""
    fixed_by_rack_type = {"width", "u_height", "starting_unit"} if "rack_type" in row.values else set()
    for name, slot in row.form.slots.items():
        if slot.default is None or name in row.values or name in fixed_by_rack_type:
            continue
        if slot.choices and str(slot.default) not in dict(slot.choices):
            continue
        row.values[name] = _default(slot.default, read_value(slot, _text(slot.default)))


def _text(default: Any) -> str:
    return ("yes" if default else "no") if isinstance(default, bool) else str(default)


def _default(default: Any, value: Value) -> Value:
    data = default if isinstance(default, bool) else value.data
    return Value(data, value.shown, data, "NetBox's default")
