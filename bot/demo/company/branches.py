"""The branches: a router, access switches, access points and a PDU each, and a cabinet on the floor of every warehouse."""

from itertools import count

from bot.demo.company.book import Book
from bot.demo.company.centres import managed
from bot.demo.company.hardware import Placed, place
from bot.demo.company.people import tag
from bot.demo.company.places import BRANCHES, Site


def open_branches(book: Book) -> None:
    """Fit out every branch."""
    for site in BRANCHES:
        _open(book, site)
    book.thing("dcim/devices", book.id_of("dcim/devices", "sav1-ap02"))["status"] = "offline"
    for name in ("yul1-sw01", "yyz1-sw01", "lys1-rtr01"):
        old = book.thing("dcim/devices", book.id_of("dcim/devices", name))
        old.update(tags=tag(book, "Refresh 2027"), custom_fields={"support_until": "2027-03-31"})


def _open(book: Book, site: Site) -> None:
    hosts = count(2)
    closet = book.id_of("dcim/racks", f"{site.code} Network closet")
    own = {"rack": closet, "location": book.thing("dcim/racks", closet)["location"], "face": "front"}
    router = place(book, site, f"{site.code}-rtr01", "C8300-1N1S", "Branch Router", position=20, **own)
    first = place(book, site, f"{site.code}-sw01", "C9300-24P", "Access Switch", position=18, **own)
    if site.group == "Offices":
        second = place(book, site, f"{site.code}-sw02", "C9300-24P", "Access Switch", position=17, **own)
        stack = book.add("dcim/virtual-chassis", name=f"{site.code}-stack", master=first.id, domain=site.code)
        for at, device in enumerate((first, second), 1):
            book.thing("dcim/devices", device.id).update(virtual_chassis=stack, vc_position=at, vc_priority=16 - at)
    else:
        cabinet = book.id_of("dcim/racks", f"{site.code} Warehouse cabinet")
        floor = {"rack": cabinet, "location": book.thing("dcim/racks", cabinet)["location"], "face": "front"}
        second = place(book, site, f"{site.code}-sw02", "C9300-24P", "Access Switch", position=10, **floor)
        _uplink(book, first, "TenGigabitEthernet1/1/4", second, "TenGigabitEthernet1/1/4")
    pdu = place(book, site, f"{site.code}-pdu01", "AP7900B", "PDU", position=1, **own)
    place(book, site, f"{site.code}-pp01", "FHD 24 LC", "Patch Panel", position=22, **own)
    for outlet, device in zip(pdu.outlets, (router, first, second), strict=False):
        book.cable(("dcim.poweroutlet", outlet), ("dcim.powerport", device.power[0]), "power")
    _bundle(book, router, first)
    managed(book, site, router, "GigabitEthernet0", next(hosts), f"{site.code}-rtr01")
    for at, switch in enumerate((first, second), 1):
        managed(book, site, switch, "GigabitEthernet1/0/1", next(hosts), f"{site.code}-sw0{at}")
        _patch(book, site, switch)
    for at in range(1, 3 if site.group == "Offices" else 5):
        point = place(book, site, f"{site.code}-ap{at:02d}", "AP-635", "Access Point", location=own["location"])
        switch = first if at % 2 else second
        _uplink(book, point, "eth0", switch, f"GigabitEthernet1/0/{20 + at}")
    if site.code in {"cgn1", "kix1", "sin1"}:
        # A spare on the shelf that nobody has named yet.
        place(book, site, None, "C9300-24P", "Access Switch", status="inventory", location=own["location"])


def _bundle(book: Book, router: Placed, switch: Placed) -> None:
    """Bundle the two uplinks of a branch on both ends."""
    for device, ports in (
        (router, ("TenGigabitEthernet0/1/0", "TenGigabitEthernet0/1/1")),
        (switch, ("TenGigabitEthernet1/1/1", "TenGigabitEthernet1/1/2")),
    ):
        bundle = book.add(
            "dcim/interfaces", device=device.id, name="Port-channel1", type="lag", enabled=True, mgmt_only=False
        )
        for port in ports:
            book.thing("dcim/interfaces", device.ports[port])["lag"] = bundle
    for at in (0, 1):
        _uplink(book, router, f"TenGigabitEthernet0/1/{at}", switch, f"TenGigabitEthernet1/1/{at + 1}")


def _patch(book: Book, site: Site, switch: Placed) -> None:
    """Put the desk ports of a switch into the VLAN of the staff, with the last two shut."""
    staff = book.id_of("ipam/vlans", f"{site.code} Staff")
    for at in range(2, 20):
        port = book.thing("dcim/interfaces", switch.ports[f"GigabitEthernet1/0/{at}"])
        port.update(mode="access", untagged_vlan=staff, enabled=at < 18)


def _uplink(book: Book, one: Placed, port: str, other: Placed, other_port: str) -> None:
    book.cable(("dcim.interface", one.ports[port]), ("dcim.interface", other.ports[other_port]), "cat6a")
