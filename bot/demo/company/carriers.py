"""The carriers and their circuits: MPLS and internet to every branch, dark fibre between the data centres."""

from itertools import count

from bot.demo.company.book import Book
from bot.demo.company.places import BRANCHES, CENTRES

PROVIDERS = ("Nordlink", "Atlantic Carrier", "Pacific Wave Telecom", "Rhône Télécom", "Tideline")
TYPES = ("MPLS", "Internet", "Dark Fibre")
_CARRIER_OF = {
    "Europe/Paris": "Rhône Télécom",
    "Asia/Tokyo": "Pacific Wave Telecom",
    "Australia/Perth": "Pacific Wave Telecom",
    "Asia/Singapore": "Pacific Wave Telecom",
}


def order_circuits(book: Book) -> None:
    """Enter providers, circuits and their ends, and plug those that are in service."""
    for provider in PROVIDERS:
        book.named("circuits/providers", provider)
    for kind in TYPES:
        book.named("circuits/circuit-types", kind)
    cloud = book.add(
        "circuits/provider-networks", name="Nordlink MPLS", provider=book.id_of("circuits/providers", "Nordlink")
    )
    numbers = count(4101, 7)
    for site in BRANCHES:
        where = book.id_of("dcim/sites", site.name)
        router = book.id_of("dcim/devices", f"{site.code}-rtr01")
        for kind, port in (("MPLS", "GigabitEthernet0/0/0"), ("Internet", "GigabitEthernet0/0/1")):
            provider = "Nordlink" if kind == "MPLS" else _CARRIER_OF.get(site.zone, "Atlantic Carrier")
            circuit = _circuit(book, f"{provider[:3].upper()}-{next(numbers)}", provider, kind, site.status)
            if kind == "MPLS":
                _end(book, circuit, "A", "circuits.providernetwork", cloud)
            end = _end(book, circuit, "Z", "dcim.site", where)
            if site.status == "active":
                _plug(book, router, port, end)
    lines = [_circuit(book, f"TID-{next(numbers)}", "Tideline", "Dark Fibre", "active") for _ in range(2)]
    for side, site in zip("AZ", CENTRES, strict=True):
        for at, line in enumerate(lines):
            end = _end(book, line, side, "dcim.site", book.id_of("dcim/sites", site.name))
            if at == 0:
                _patch(book, site.code, end)


def _circuit(book: Book, cid: str, provider: str, kind: str, status: str) -> int:
    return book.add(
        "circuits/circuits",
        known_as=cid,
        cid=cid,
        provider=book.id_of("circuits/providers", provider),
        type=book.id_of("circuits/circuit-types", kind),
        status="active" if status == "active" else "provisioning",
        tenant=book.id_of("tenancy/tenants", "Corporate IT"),
        commit_rate={"MPLS": 200_000, "Internet": 1_000_000}.get(kind),
        install_date="2024-05-14",
    )


def _end(book: Book, circuit: int, side: str, kind: str, number: int) -> int:
    return book.add(
        "circuits/circuit-terminations",
        circuit=circuit,
        term_side=side,
        termination_type=kind,
        termination_id=number,
        port_speed=1_000_000,
    )


def _plug(book: Book, device: int, port: str, end: int) -> None:
    ports = (each for each in book.objects["dcim/interfaces"] if each["device"] == device and each["name"] == port)
    book.cable(("circuits.circuittermination", end), ("dcim.interface", next(ports)["id"]), "smf-os2")


def _patch(book: Book, code: str, end: int) -> None:
    """Bring a circuit in at the first port of the second panel, which is tied to the first panel and so to the first router."""
    panel = book.id_of("dcim/devices", f"{code}-pp-a02")
    port = next(each for each in book.objects["dcim/front-ports"] if each["device"] == panel)
    book.cable(("circuits.circuittermination", end), ("dcim.frontport", port["id"]), "smf-os2")
