"""Draw the catalogue's table of facts from a live NetBox: its OpenAPI schema and what OPTIONS says of each list.

    NETBOX_URL=... NETBOX_TOKEN=... python tests/catalogue/draw_facts.py orchestration/catalogue/facts.json.gz

The token must be an administrator's, or OPTIONS leaves out the fields it may not write. The order is fixed: the same NetBox gives
the same bytes. The form of the table is read by `orchestration/catalogue/facts.py`. Drawn from NetBox 4.7.3.
"""

import gzip
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import requests

APPS = ("circuits", "core", "dcim", "extras", "ipam", "tenancy", "virtualization", "vpn", "wireless")
ACRONYMS = {
    "ip": "IP", "ip4": "IPv4", "ip6": "IPv6", "vlan": "VLAN", "vlans": "VLANs", "vrf": "VRF", "vrfs": "VRFs", "asn": "ASN",
    "asns": "ASNs", "rir": "RIR", "oob": "OOB", "mac": "MAC", "vc": "VC", "vid": "VLAN ID", "vids": "VLAN IDs", "id": "ID",
    "ids": "IDs", "url": "URL", "mtu": "MTU", "wwn": "WWN", "cid": "circuit ID", "l2vpn": "L2VPN", "ipaddress": "IP address",
    "ipaddresses": "IP addresses", "nat": "NAT", "svlan": "SVLAN", "ike": "IKE", "ipsec": "IPSec", "lans": "LANs", "vdcs": "VDCs",
    "poe": "PoE", "rf": "RF", "tx": "TX", "fhrp": "FHRP", "dns": "DNS", "vm": "VM", "sla": "SLA", "virtualmachine": "virtual machine",
    "wirelesslan": "wireless LAN", "pdu": "PDU", "ssl": "SSL", "ca": "CA", "http": "HTTP", "ssid": "SSID", "md5": "MD5",
}  # fmt: skip
PLAIN = {"integer": "integer", "number": "decimal", "boolean": "boolean"}
FORMATS = {"date-time": "datetime", "date": "date", "uuid": "uuid"}


class Drawing:
    """The schema of one NetBox, and the tables it is turned into."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.components = schema["components"]["schemas"]
        self.choices: list[list[list[Any]]] = []
        self.lookups: list[list[str]] = []
        self.paths = {
            match[1]: about["get"]
            for path, about in schema["paths"].items()
            if (match := re.fullmatch(r"/api/((\w+)/[\w-]+)/", path))
            and match[2] in APPS
            and self._item(about.get("get", {}))
        }
        # "Device" -> "dcim/devices": which list a component's objects live in, for all apps, so that a relation can be told.
        self.lists = {
            self._item(about.get("get", {})): match[1]
            for path, about in schema["paths"].items()
            if (match := re.fullmatch(r"/api/(\w+/[\w-]+)/", path)) and self._item(about.get("get", {}))
        }

    def _item(self, get: dict[str, Any]) -> str:
        answer = (
            get.get("responses", {}).get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        )
        results = (
            self.components.get(answer.get("$ref", "").split("/")[-1], {}).get("properties", {}).get("results", {})
        )
        return str(results.get("items", {}).get("$ref", "").split("/")[-1])

    def known(self, table: list[Any], entry: Any) -> int:
        """Return the place of an entry in a table, putting it in where it is new."""
        if entry not in table:
            table.append(entry)
        return table.index(entry)

    def relation(self, about: dict[str, Any]) -> str:
        """Return the path of the list that a nested object belongs to; empty where it is none."""
        reference = about.get("$ref") or next((part["$ref"] for part in about.get("allOf", ()) if "$ref" in part), "")
        name = re.sub(r"^(Brief|Nested)|Request$", "", reference.split("/")[-1])
        return self.lists.get(name, "")

    def kind(
        self, name: str, about: dict[str, Any], beside: dict[str, Any], options: dict[str, Any]
    ) -> tuple[str, str]:
        """Return the kind of a field and the list it points at."""
        to = self.relation(about) or self.relation(about.get("items", {}))
        if name == "tags" or to:
            return ("tags" if name == "tags" else "relations" if "items" in about else "relation"), to
        generic = f"{name}_id" in beside and f"{name}_type" in beside and not about.keys() & {"type", "oneOf"}
        rules = (
            ("relation", generic),
            (
                "relations",
                "items" in about and (not about["items"] or "GenericObject" in about["items"].get("$ref", "")),
            ),
            ("json", about.get("type") == "array"),
            ("custom", name == "custom_fields"),
            ("choice", "enum" in about or "value" in about.get("properties", {}) or bool(options.get("choices"))),
            (FORMATS.get(about.get("format", ""), ""), about.get("format") in ("date-time", "date")),
            ("string", about.get("type") == "string" or "oneOf" in about),
        )
        return next((kind for kind, fits in rules if fits), PLAIN.get(about.get("type", ""), "json")), ""

    def field_choices(self, about: dict[str, Any], options: dict[str, Any]) -> list[list[Any]]:
        """Return the values and labels that a field takes."""
        if given := options.get("choices"):
            return [[str(each["value"]), each["display_name"]] for each in given if each["value"] is not None]
        described = about.get("properties", {}).get("value", about).get("description", "")
        return [list(pair) for pair in re.findall(r"^\* `(.*?)` - (.*)$", described, re.MULTILINE)]

    def fields(self, path: str, options: dict[str, Any]) -> dict[str, list[Any]]:
        """Return the fields of a list's objects: kind, label, unit, relation, choices, flags, length, minimum, maximum."""
        item = self._item(self.paths[path])
        beside = self.components[item]["properties"]
        request = self.components.get(f"Writable{item}Request") or self.components.get(f"{item}Request") or {}
        drawn = {}
        for name, about in {**beside, **{key: {} for key in options if key not in beside}}.items():
            said = options.get(name, {})
            asked = request.get("properties", {}).get(name, {})
            kind, to = self.kind(name, about or asked, beside, said)
            label, unit = readable(said.get("label") or about.get("title") or name)
            choices = self.field_choices(about or asked, said) if kind == "choice" else []
            writable = bool(said) and not said.get("read_only")
            flags = (
                (1 if writable and said.get("required") else 0)
                + (2 if about.get("nullable") or asked.get("nullable") else 0)
                + (4 if writable else 0)
                + (8 if name in beside else 0)
            )
            drawn[name] = trimmed(
                [
                    kind,
                    label,
                    flags,
                    to,
                    self.known(self.choices, choices) + 1 if choices else 0,
                    unit,
                    said.get("max_length", 0),
                    said.get("min_value"),
                    said.get("max_value"),
                ]
            )
        return drawn

    def filters(self, path: str, fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """Return the filters of a list: kind, look-ups, flags (1: more values than one; 2: takes in what lies below), choices."""
        parameters = {
            each["name"]: each["schema"] for each in self.paths[path].get("parameters", ()) if each["in"] == "query"
        }
        drawn: dict[str, list[Any]] = {}
        for name, about in sorted(parameters.items()):
            if name in ("limit", "offset", "ordering", "start", "format", "brief", "fields", "omit", "exclude"):
                continue
            base, _, lookup = name.partition("__")
            if lookup and base in parameters:
                continue
            each = about.get("items", about)
            kind = FORMATS.get(each.get("format", ""), PLAIN.get(each.get("type", ""), "string"))
            tree = kind == "string" and (base.endswith("_id") or base == "contact_group")
            tree = tree and about.get("type") == "array" and fields.get(base, [""])[0] != "string"
            lookups = sorted(other.partition("__")[2] for other in parameters if other.startswith(f"{base}__"))
            choices = sorted(str(value) for value in each.get("enum", ()) if value not in ("", "null", None))
            drawn[name] = trimmed(
                [
                    "integer" if tree else kind,
                    self.known(self.lookups, lookups),
                    (1 if about.get("type") == "array" else 0) + (2 if tree else 0),
                    choices,
                ]
            )
        return drawn

    def nested(self, path: str) -> list[str]:
        """Return the relations that an object of the list shows where it is nested in another."""
        item = self._item(self.paths[path])
        brief = self.components.get(f"Brief{item}", {}).get("properties", {})
        return sorted(name for name, about in brief.items() if self.relation(about))


def readable(label: str) -> tuple[str, str]:
    """Return NetBox's label as people write it, and the unit that stood in it: "Position (U)" is ("Position", "U")."""
    unit = re.search(r"\s*\((\w+)\)$", label)
    words = (label[: unit.start()] if unit else label).replace("_", " ").split()
    text = " ".join(ACRONYMS.get(word.lower(), word) for word in words)
    return text[:1].upper() + text[1:], unit[1] if unit else ""


def trimmed(row: list[Any]) -> list[Any]:
    """Return a row without the empty ones at its end."""
    while row and row[-1] in (0, "", None, []) and row[-1] is not False:
        row.pop()
    return row


def main() -> None:
    """Draw the table and write it."""
    base, session = os.environ["NETBOX_URL"].rstrip("/"), requests.Session()
    token = os.environ["NETBOX_TOKEN"]
    session.headers["Authorization"] = f"{'Bearer' if token.startswith('nbt_') else 'Token'} {token}"
    schema = session.get(f"{base}/api/schema/", params={"format": "json"}, timeout=300).json()
    status = session.get(f"{base}/api/status/", timeout=30).json()
    drawing = Drawing(schema)
    models = {
        each["rest_api_endpoint"].removeprefix("/api/").strip("/"): each
        for each in session.get(f"{base}/api/core/object-types/", params={"limit": 1000}, timeout=60).json()["results"]
        if each.get("rest_api_endpoint")
    }
    types = {}
    for path in sorted(drawing.paths):
        options = session.options(f"{base}/api/{path}/", timeout=60).json().get("actions", {}).get("POST", {})
        fields = drawing.fields(path, options)
        types[path] = {
            "key": f"{models[path]['app_label']}.{models[path]['model']}",
            "names": [models[path]["model_name"], models[path]["model_name_plural"]],
            "fields": fields,
            "filters": drawing.filters(path, fields),
            "nested": drawing.nested(path),
        }
    table = {"netbox": status["netbox-version"], "choices": drawing.choices, "lookups": drawing.lookups, "types": types}
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=False)
    Path(sys.argv[1]).write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(types)} types, {sum(len(each['fields']) for each in types.values())} fields", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
