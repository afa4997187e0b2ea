"""The plan of addresses: RIRs, aggregates, ASNs, VRFs, VLANs, prefixes."""

from itertools import count
from typing import Any

from bot.demo.company.book import Book
from bot.demo.company.places import BRANCHES, CENTRES, Site

VLANS = {100: "Staff", 200: "Scanners", 300: "Cameras", 400: "Guest", 900: "Management"}
CENTRE_VLANS = {10: "Hypervisors", 20: "Storage", 30: "Customer DMZ", 900: "Management", 40: "Machines"}
ROLES = ("User", "Voice", "Servers", "Management", "Transit")
VRFS = ("Backbone", "Warehouse", "Guest", "Customers", "Payments")
_ROLE_OF = {
    "Staff": "User",
    "Guest": "User",
    "Management": "Management",
    "Hypervisors": "Servers",
    "Machines": "Servers",
    "Storage": "Servers",
}


def plan_networks(book: Book) -> None:
    """Enter the whole plan."""
    for rir, private in (("RFC 1918", True), ("RFC 6598", True), ("RIPE", False), ("RFC 4193", True)):
        book.named("ipam/rirs", rir, is_private=private)
    for prefix, rir in (
        ("10.0.0.0/8", "RFC 1918"),
        ("172.16.0.0/12", "RFC 1918"),
        ("185.88.12.0/22", "RIPE"),
        ("fd5a:17::/32", "RFC 4193"),
    ):
        book.add("ipam/aggregates", prefix=prefix, rir=book.id_of("ipam/rirs", rir))
    for asn, about in ((64700, "Backbone"), (64710, "Hamburg DC"), (64720, "Newark DC"), (208011, "Internet edge")):
        book.add("ipam/asns", known_as=str(asn), asn=asn, rir=book.id_of("ipam/rirs", "RIPE"), description=about)
    for site, number in (("Hamburg DC", "64710"), ("Newark DC", "64720")):
        book.thing("dcim/sites", book.id_of("dcim/sites", site))["asns"] = [book.id_of("ipam/asns", number)]
    for role in ROLES:
        book.named("ipam/roles", role)
    _vrfs(book)
    _vlans(book)
    _prefixes(book)


def _vrfs(book: Book) -> None:
    targets = {name: book.add("ipam/route-targets", name=f"64700:{at * 10}") for at, name in enumerate(VRFS, 1)}
    shared = book.add("ipam/route-targets", name="64700:999", description="Shared services")
    book.add("ipam/route-targets", name="64700:998", description="Kept for later")
    for at, name in enumerate(VRFS, 1):
        imported = [targets[name], shared] if name in {"Warehouse", "Customers"} else [targets[name]]
        exported = [targets[name], shared] if name == "Backbone" else [targets[name]]
        unique = name == "Payments"
        book.add(
            "ipam/vrfs",
            name=name,
            rd=f"64700:{at * 10}",
            enforce_unique=unique,
            import_targets=imported,
            export_targets=exported,
        )


def _vlans(book: Book) -> None:
    for site in (*CENTRES, *BRANCHES):
        where = book.id_of("dcim/sites", site.name)
        if site in CENTRES:
            group = book.named(
                "ipam/vlan-groups",
                f"{site.name} Fabric",
                scope_type="dcim.site",
                scope_id=where,
                vid_ranges=[[2, 1999]],
            )
        for vid, name in (CENTRE_VLANS if site in CENTRES else VLANS).items():
            role = _ROLE_OF.get(name)
            book.add(
                "ipam/vlans",
                known_as=f"{site.code} {name}",
                vid=vid,
                name=name,
                site=where,
                group=group if site in CENTRES else None,
                status="reserved" if name == "Cameras" and site.group == "Offices" else "active",
                role=book.id_of("ipam/roles", role) if role else None,
                tenant=book.id_of("tenancy/tenants", "Corporate IT"),
            )


def _prefixes(book: Book) -> None:
    scoped = {"scope_type": "dcim.site"}
    book.add("ipam/prefixes", prefix="10.16.0.0/12", status="container", description="Central Europe")
    book.add("ipam/prefixes", prefix="10.48.0.0/12", status="container", description="Branches")
    for site in (*CENTRES, *BRANCHES):
        where: dict[str, Any] = {**scoped, "scope_id": book.id_of("dcim/sites", site.name)}
        book.add("ipam/prefixes", prefix=f"10.{site.net}.0.0/16", status="container", description=site.name, **where)
        for third, (vid, name) in zip(count(), (CENTRE_VLANS if site in CENTRES else VLANS).items()):
            role = _ROLE_OF.get(name)
            book.add(
                "ipam/prefixes",
                known_as=f"{site.code} {name}",
                prefix=f"10.{site.net}.{third}.0/24",
                status="reserved" if site.status == "planned" else "active",
                vlan=book.id_of("ipam/vlans", f"{site.code} {name}"),
                role=book.id_of("ipam/roles", role) if role else None,
                tenant=book.id_of("tenancy/tenants", "Corporate IT"),
                description=f"VLAN {vid} {name}",
                **where,
            )
        book.add(
            "ipam/prefixes",
            known_as=f"{site.code} loopbacks",
            prefix=f"10.{site.net}.255.0/27",
            status="active",
            description="Loopbacks",
            **where,
        )
    for at, vrf in enumerate(VRFS):
        number = book.id_of("ipam/vrfs", vrf)
        book.add("ipam/prefixes", prefix=f"172.{20 + at}.0.0/16", status="container", vrf=number)
        book.add("ipam/prefixes", known_as=vrf, prefix=f"172.{20 + at}.0.0/24", status="active", vrf=number)
        for host in range(1, 9 + at):
            book.add(
                "ipam/ip-addresses", address=f"172.{20 + at}.0.{host}/24", vrf=number, status="active", dns_name=""
            )
    book.add("ipam/prefixes", prefix="fd5a:17::/32", status="container")
    book.add("ipam/prefixes", prefix="fd5a:17:10::/64", status="active", description="Hamburg DC servers")
    warehouse = book.id_of("ipam/vrfs", "Warehouse")
    book.add(
        "ipam/ip-ranges",
        start_address="172.21.0.100/24",
        end_address="172.21.0.149/24",
        vrf=warehouse,
        status="active",
        description="Scanner DHCP",
    )
    book.add(
        "ipam/ip-ranges",
        start_address="10.48.3.50/24",
        end_address="10.48.3.199/24",
        status="reserved",
        description="Guest DHCP",
    )


def address(
    book: Book, site: Site, network: str, host: int, interface: int, dns_name: str = "", kind: str = "dcim.interface"
) -> int:
    """Give an interface, of a device unless told otherwise, an address of one of the site's networks."""
    prefix = book.thing("ipam/prefixes", book.id_of("ipam/prefixes", f"{site.code} {network}"))["prefix"]
    base, length = prefix.split("/")
    shown = f"{base.rsplit('.', 1)[0]}.{host}/{length}"
    return book.add(
        "ipam/ip-addresses",
        address=shown,
        status="active",
        assigned_object_type=kind,
        assigned_object_id=interface,
        dns_name=dns_name,
    )
