"""What runs on the servers: clusters, virtual machines, wireless networks, tunnels, services."""

from itertools import count

from bot.demo.company.book import Book
from bot.demo.company.networks import address
from bot.demo.company.places import BRANCHES, CENTRES, Site

CLUSTERS = (
    ("ham1-prod", "Proxmox", "Production", "Hamburg DC", 28),
    ("ham1-test", "Proxmox", "Test", "Hamburg DC", 10),
    ("ewr1-prod", "VMware vSphere", "Production", "Newark DC", 22),
    ("ewr1-dr", "VMware vSphere", "Recovery", "Newark DC", 0),
)
SERVICES = ("tms", "wms", "edi", "mail", "dns", "mon", "db")


def start_clusters(book: Book) -> None:
    """Enter clusters with their machines, and what stands beside them."""
    for kind in ("Proxmox", "VMware vSphere"):
        book.named("virtualization/cluster-types", kind)
    for group in ("Production", "Test", "Recovery"):
        book.named("virtualization/cluster-groups", group)
    hosts = {site.name: count(10) for site in CENTRES}
    for name, kind, group, site, machines in CLUSTERS:
        where = book.id_of("dcim/sites", site)
        cluster = book.add(
            "virtualization/clusters",
            name=name,
            type=book.id_of("virtualization/cluster-types", kind),
            group=book.id_of("virtualization/cluster-groups", group),
            status="active" if machines else "staging",
            scope_type="dcim.site",
            scope_id=where,
        )
        _host(book, cluster, name, where)
        for at in range(machines):
            called = f"{SERVICES[at % len(SERVICES)]}-{name}-{at // len(SERVICES) + 1:02d}"
            _machine(book, called, cluster, next(each for each in CENTRES if each.name == site), at, next(hosts[site]))
    _air(book)
    for branch in BRANCHES[:4]:
        tunnel = {"status": "active" if branch.status == "active" else "planned", "encapsulation": "ipsec-tunnel"}
        book.add("vpn/tunnels", name=f"{branch.code}-hamburg", **tunnel)


def _host(book: Book, cluster: int, name: str, site: int) -> None:
    """Make the servers of three racks a cluster's hosts."""
    row = {"ham1-prod": "-a0", "ham1-test": "-b0", "ewr1-prod": "-a0", "ewr1-dr": "-b0"}[name]
    for device in book.objects["dcim/devices"]:
        called = device["name"] or ""
        if device["site"] == site and row in called and "-srv" in called:
            device["cluster"] = cluster


def _machine(book: Book, name: str, cluster: int, site: Site, at: int, host: int) -> None:
    database = name.startswith("db")
    machine = book.add(
        "virtualization/virtual-machines",
        name=name,
        cluster=cluster,
        site=book.id_of("dcim/sites", site.name),
        role=book.id_of("dcim/device-roles", "Server"),
        platform=book.id_of("dcim/platforms", "Debian 12"),
        status="offline" if at % 13 == 12 else "active",
        vcpus=8 if database else 2,
        memory=32768 if database else 4096,
        disk=500_000 if database else 40_000,
        tenant=book.id_of("tenancy/tenants", ("Freight Operations", "Corporate IT")[at % 2]),
    )
    ports = [
        book.add("virtualization/interfaces", virtual_machine=machine, name=f"ens{18 + number}", enabled=True)
        for number in range(2 if database else 1)
    ]
    primary = address(
        book, site, "Machines", host, ports[0], f"{name}.halvorsen-freight.example", "virtualization.vminterface"
    )
    book.thing("virtualization/virtual-machines", machine)["primary_ip4"] = primary
    if database:
        book.add(
            "ipam/services",
            name="PostgreSQL",
            parent_object_type="virtualization.virtualmachine",
            parent_object_id=machine,
            port_mappings=["tcp/5432"],
        )


def _air(book: Book) -> None:
    group = book.named("wireless/wireless-lan-groups", "Branches")
    for ssid, auth in (
        ("Halvorsen-Staff", "wpa-enterprise"),
        ("Halvorsen-Scan", "wpa-personal"),
        ("Halvorsen-Guest", "open"),
    ):
        book.add("wireless/wireless-lans", known_as=ssid, ssid=ssid, group=group, status="active", auth_type=auth)
