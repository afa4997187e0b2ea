"""The data centres: routers, firewalls and spines in the first racks, a leaf above the servers of each other rack."""

from itertools import count

from bot.demo.company.book import Book
from bot.demo.company.hardware import Placed, place
from bot.demo.company.networks import address
from bot.demo.company.people import tag
from bot.demo.company.places import CENTRES, Site

COMPUTE = (3, 4, 5, 6, 7)
STORAGE = 8


def build_centres(book: Book) -> None:
    """Fill both data centres."""
    for module in ("MIC-2x100G",):
        book.add("dcim/module-types", model=module, manufacturer=book.id_of("dcim/manufacturers", "Juniper"))
    for site in CENTRES:
        hosts = count(2)
        spines = _core(book, site, hosts)
        leaves = count()
        for row in "ABC" if site.code == "ham1" else "AB":
            for at in (*COMPUTE, STORAGE):
                _fill(book, site, f"{row}{at:02d}", spines, next(leaves), hosts)
    broken = book.id_of("dcim/devices", "ham1-a05-srv3")
    book.thing("dcim/devices", broken).update(status="failed", comments="Waits for a new mainboard.")
    book.add(
        "extras/journal-entries",
        assigned_object_type="dcim.device",
        assigned_object_id=broken,
        kind="warning",
        created_by=1,
        comments="Does not start since the power work in row A; mainboard ordered.",
    )
    leaving = ("ham1-c06-srv1", "ham1-c06-srv2", "ewr1-b07-srv4")
    for name in leaving:
        book.thing("dcim/devices", book.id_of("dcim/devices", name))["status"] = "decommissioning"
    book.add(
        "dcim/rack-reservations",
        rack=book.id_of("dcim/racks", "ham1 B03"),
        units=[30, 31, 32, 33],
        user=1,
        tenant=book.id_of("tenancy/tenants", "Tallis Pharma"),
        description="Cold storage controllers, second quarter",
    )


def managed(book: Book, site: Site, device: Placed, port: str, host: int, name: str) -> None:
    """Give a device its management address and make it the primary one."""
    number = address(book, site, "Management", host, device.ports[port], f"{name}.net.halvorsen-freight.example")
    book.thing("dcim/devices", device.id)["primary_ip4"] = number


def _core(book: Book, site: Site, hosts: "count[int]") -> tuple[Placed, Placed]:
    spines, routers, panels = [], [], []
    panel = book.add("dcim/power-panels", name="Feed Board 1", site=book.id_of("dcim/sites", site.name))
    book.add(
        "dcim/power-panels", known_as=f"{site.code} 2", name="Feed Board 2", site=book.id_of("dcim/sites", site.name)
    )
    for at, rack in enumerate(("A01", "A02"), 1):
        where = book.id_of("dcim/racks", f"{site.code} {rack}")
        own = {"rack": where, "location": book.thing("dcim/racks", where)["location"], "face": "front"}
        router = place(
            book, site, f"{site.code}-rtr0{at}", "MX204", "Core Router", position=40, tags=tag(book, "24x7"), **own
        )
        spine = place(book, site, f"{site.code}-spine0{at}", "7280R3", "Spine Switch", position=36, **own)
        wall = place(book, site, f"{site.code}-fw0{at}", "PA-3410", "Firewall", position=32, **own)
        panels.append(
            place(book, site, f"{site.code}-pp-{rack.lower()}", "FHD 24 LC", "Patch Panel", position=46, **own)
        )
        for device, port, name in ((router, "fxp0", "rtr"), (spine, "Management1", "spine"), (wall, "mgmt0", "fw")):
            managed(book, site, device, port, next(hosts), f"{site.code}-{name}0{at}")
        _plug(book, router, "et-0/0/0", spine, "Ethernet30")
        _plug(book, wall, "ethernet1/1", router, "xe-0/1/0")
        _power(book, site, rack, panel, at, (router, spine, wall))
        for slot in range(2):
            bay = book.add("dcim/module-bays", device=router.id, name=f"PIC {slot}", position=str(slot))
            if slot == 0:
                book.add(
                    "dcim/modules",
                    device=router.id,
                    module_bay=bay,
                    module_type=1,
                    status="active",
                    serial=book.serial("JN"),
                )
        spines.append(spine)
        routers.append(router)
    _plug(book, routers[0], "et-0/0/3", routers[1], "et-0/0/3")
    book.cable(
        ("dcim.rearport", panels[0].rear),
        ("dcim.rearport", panels[1].rear),
        "smf-os2",
        label=f"{site.code.upper()}-TRUNK-1",
    )
    # The first circuit of each centre comes in at the second panel and is patched through to the first router.
    book.cable(("dcim.interface", routers[0].ports["xe-0/1/7"]), ("dcim.frontport", panels[0].fronts[0]), "smf-os2")
    return spines[0], spines[1]


def _fill(book: Book, site: Site, rack: str, spines: tuple[Placed, Placed], number: int, hosts: "count[int]") -> None:
    where = book.id_of("dcim/racks", f"{site.code} {rack}")
    own = {"rack": where, "location": book.thing("dcim/racks", where)["location"]}
    name = f"{site.code}-{rack.lower()}"
    leaf = place(book, site, f"{name}-leaf", "QFX5120-48Y", "Leaf Switch", position=42, face="rear", **own)
    managed(book, site, leaf, "em0", next(hosts), f"{name}-leaf")
    for at, spine in enumerate(spines):
        _plug(book, leaf, f"et-0/0/{48 + at}", spine, f"Ethernet{number + 1}")
    storage = rack.endswith(f"{STORAGE:02d}")
    model, role, many = ("PowerStore 500T", "Storage", 2) if storage else ("PowerEdge R760", "Server", 5)
    servers = []
    for at in range(1, many + 1):
        called = f"{name}-{'san' if storage else 'srv'}{at}"
        owner = book.id_of("tenancy/tenants", ("Freight Operations", "Meridian Foods", "Finance")[at % 3])
        server = place(book, site, called, model, role, position=2 + 3 * at, face="front", **{**own, "tenant": owner})
        port = "port0" if storage else "eno1"
        _plug(book, server, port, leaf, f"xe-0/0/{at}")
        host = (number * many + at) % 250 + 2
        primary = address(
            book,
            site,
            "Storage" if storage else "Hypervisors",
            host,
            server.ports[port],
            f"{called}.halvorsen-freight.example",
        )
        book.thing("dcim/devices", server.id)["primary_ip4"] = primary
        servers.append(server)
    _power(book, site, rack, 1 if site.code == "ham1" else 3, number + 3, (leaf, *servers))


def _plug(book: Book, one: Placed, port: str, other: Placed, other_port: str) -> None:
    kind = "dac-passive" if "eno" in port or port.startswith("port") else "smf-os2"
    book.cable(("dcim.interface", one.ports[port]), ("dcim.interface", other.ports[other_port]), kind, color="ffeb3b")


def _power(book: Book, site: Site, rack: str, panel: int, number: int, devices: tuple[Placed, ...]) -> None:
    """Feed a rack from both boards: a PDU for each, and one supply of each device on either."""
    where = book.id_of("dcim/racks", f"{site.code} {rack}")
    for side, board in (("a", panel), ("b", panel + 1)):
        feed = book.add(
            "dcim/power-feeds",
            name=f"{site.code.upper()}-{number}{side.upper()}",
            power_panel=board,
            rack=where,
            status="active",
            type="primary" if side == "a" else "redundant",
            supply="ac",
            phase="single-phase",
            voltage=230,
            amperage=32,
            max_utilization=80,
        )
        pdu = place(book, site, f"{site.code}-{rack.lower()}-pdu-{side}", "AP8853", "PDU", rack=where)
        book.cable(("dcim.powerfeed", feed), ("dcim.powerport", pdu.power[0]), "power")
        for outlet, device in zip(pdu.outlets, devices, strict=False):
            supply = device.power[min(side == "b", len(device.power) - 1)]
            book.cable(("dcim.poweroutlet", outlet), ("dcim.powerport", supply), "power")
