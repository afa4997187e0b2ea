"""The names of an invented company, and a reader of messages about it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from orchestration.catalogue.loading import load
from orchestration.language.intent import Ask, Condition, Selection
from orchestration.language.names import gather, scope_of
from orchestration.language.reader import read
from orchestration.language.reading import NameHit, Reading
from orchestration.sessions.session import Focus, Topic
from tests.fakes.memory_inventory import MemoryInventory
from tests.fakes.memory_names import MemoryNames

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)  # a Wednesday

SITES = ("Fjordhus Nord", "Fjordhus Sør", "Quarry 7", "Mølleby 12", "Mølleby 15")
REGIONS = ("Vestvik", "Ostmark")
TENANTS = ("Larkspur Foods, Inc.", "Bramble & Sons", "Keep It Cold")
MAKERS = ("Axiom", "Borealis")
MODELS = ("AX-4800", "BO 220-R")
ROLES = ("Router", "Access Switch", "Core Switch", "Firewall", "PDU")
DEVICES = ("fjn-rtr1", "fjn-asw1", "fjs-rtr1", "q7-fw1", "q7-pdu1")
RACKS = ("B01", "B02", "Cage West")
VLANS = ("Phones", "Tills")
VRFS = ("Crimson", "Indigo")
TAGS = ("Gold", "Retired")
CLUSTERS = ("kvm-nord", "kvm-south")
VMS = ("app-01", "db-01")
PROVIDERS = ("Telgrove", "Northwire")
CIRCUITS = ("TG-1001", "NW-77")
TARGETS = ("64700:10", "64700:20")
CONTACTS = ("Nora Quist", "Emil Varga")


def _named(names: tuple[str, ...], **more: object) -> list[dict[str, object]]:
    return [{"id": at, "name": name, **more} for at, name in enumerate(names, 1)]


RECORDS = {
    "dcim.site": _named(SITES),
    "dcim.region": _named(REGIONS),
    "dcim.sitegroup": _named(("Mills", "Kiosks")),
    "tenancy.tenantgroup": _named(("Customers", "Partners")),
    "tenancy.tenant": _named(TENANTS),
    "dcim.manufacturer": _named(MAKERS),
    "dcim.devicetype": [
        {"id": at, "model": model, "manufacturer": {"id": at, "name": maker}}
        for at, (model, maker) in enumerate(zip(MODELS, MAKERS, strict=True), 1)
    ],
    "dcim.devicerole": _named(ROLES),
    "dcim.device": _named(DEVICES),
    "dcim.rack": _named(RACKS, site={"id": 1, "name": SITES[0]}),
    "dcim.platform": _named(("AxOS",)),
    "dcim.location": _named(("Hall A",), site={"id": 1, "name": SITES[0]}),
    "dcim.powerpanel": _named(("Board 3",), site={"id": 1, "name": SITES[0]}),
    "dcim.virtualchassis": _named(("fjn-stack",)),
    "ipam.vlan": _named(VLANS, site={"id": 1, "name": SITES[0]}),
    "ipam.vlangroup": _named(("Shopfloor",)),
    "ipam.vrf": _named(VRFS),
    "ipam.role": _named(("Access - Tills",)),
    "ipam.rir": _named(("Private Use",)),
    "ipam.routetarget": _named(TARGETS),
    "ipam.prefix": [{"id": 1, "prefix": "10.40.0.0/16"}, {"id": 2, "prefix": "10.40.8.0/24"}],
    "extras.tag": _named(TAGS),
    "extras.customfield": [{"id": 1, "name": "cost_centre", "label": "Cost Centre"}],
    "virtualization.cluster": _named(CLUSTERS),
    "virtualization.clustertype": _named(("KVM",)),
    "virtualization.clustergroup": _named(("Baltic",)),
    "virtualization.virtualmachine": _named(VMS),
    "circuits.provider": _named(PROVIDERS),
    "circuits.circuittype": _named(("Wavelength",)),
    "circuits.circuit": [{"id": at, "cid": cid} for at, cid in enumerate(CIRCUITS, 1)],
    "tenancy.contact": _named(CONTACTS),
}


@cache
def company() -> tuple[MemoryNames, str]:
    """Return the index of the company's names, and its scope; gathered once a process."""
    names = MemoryNames()
    inventory = MemoryInventory(load(), RECORDS)
    gather(inventory, names, load(), NOW.timestamp())
    return names, scope_of(inventory)


def reading(said: str, topic: Topic | None = None) -> Reading:
    """Return what the reader makes of a message."""
    names, scope = company()
    return read(said, topic or Topic(), names, scope, load(), NOW)


def only(said: str, topic: Topic | None = None) -> Ask:
    """Return the one ask of a message."""
    asks = reading(said, topic).intent.asks
    assert len(asks) == 1, (said, asks)
    return asks[0]


def told(selection: Selection | None) -> str:
    """Return a selection in a line, for comparing: "dcim.device [site eq Quarry 7]"."""
    if selection is None:
        return ""
    words = [selection.type or "?", *sorted(selection.names)]
    if selection.refers is not None:
        words.append(f"<-{selection.refers.to}{selection.refers.position or ''}")
    return " ".join([*words, *(f"[{each}]" for each in sorted(map(_told, selection.where)))])


def _told(condition: Condition) -> str:
    if condition.join != "is":
        return f"{condition.join}({', '.join(map(_told, condition.parts))})"
    inner = [f"<{told(condition.selection)}>"] if condition.selection is not None else []
    return " ".join([condition.field or "", condition.op or "", *condition.values, *inner])


def hit(type_: str, name: str) -> NameHit:
    """Return the object of a name."""
    about = load()[type_]
    record = next(each for each in RECORDS[type_] if each[about.name_field] == name)
    return NameHit(type=type_, id=int(str(record["id"])), name=name)


def shown(said: str, rows: tuple[NameHit, ...], topic: Topic | None = None) -> Topic:
    """Return what a thread is about once a message was answered with some rows."""
    asked = reading(said, topic)
    ask = asked.intent.asks[-1]
    one = rows if len(rows) == 1 else ()
    focus = Focus(
        want=ask.want,
        selection=ask.selection,
        report=ask.report,
        listing="l1" if ask.want == "find" else None,
        type=rows[0].type if rows else ask.selection and ask.selection.type,
        rows=rows,
        things=one,
        grounds=dict(asked.grounds),
        columns=tuple(ask.columns),
        group=ask.group,
        size=ask.size,
        sort=tuple(ask.sort) if ask.want == "report" else (),
    )
    before = topic.focus if topic is not None else ()
    return Topic(focus=(focus, *before)[:6])


def polite(said: str) -> Iterator[str]:
    """Return a message as different people would write it."""
    yield said
    yield f"Hi, {said} please!"
    yield f"good morning! could you {said}, thx :)"
    yield said.upper() if said.islower() else f"{said}."
