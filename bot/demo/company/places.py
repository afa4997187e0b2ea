"""Where the company is: regions, sites, rows and rooms, racks."""

from dataclasses import dataclass

from bot.demo.company.book import Book
from bot.demo.company.people import tag

REGIONS = {
    "Europe": ("Germany", "France", "Norway", "Switzerland"),
    "North America": ("United States", "Canada"),
    "Asia Pacific": ("Japan", "Australia", "Singapore"),
}


@dataclass(frozen=True, slots=True)
class Site:
    """A site as it is built.

    Args:
        name: of the site.
        code: what its devices' names begin with.
        country: its region.
        group: what kind of site it is.
        status: of the site.
        address: where it is.
        zone: its time zone.
        net: the second number of its /16 under 10.0.0.0/8.
        tags: names of tags.
    """

    name: str
    code: str
    country: str
    group: str
    status: str
    address: str
    zone: str
    net: int
    tags: tuple[str, ...] = ()


CENTRES = (
    Site(
        "Hamburg DC",
        "ham1",
        "Germany",
        "Data Centres",
        "active",
        "Billbrookdeich 171, 22113 Hamburg",
        "Europe/Berlin",
        16,
        ("24x7",),
    ),
    Site(
        "Newark DC",
        "ewr1",
        "United States",
        "Data Centres",
        "active",
        "340 Frelinghuysen Ave, Newark, NJ 07114",
        "America/New_York",
        32,
        ("24x7", "PCI"),
    ),
)
BRANCHES = (
    Site("Oslo Office", "osl1", "Norway", "Offices", "active", "Drammensveien 130, 0277 Oslo", "Europe/Oslo", 48),
    Site(
        "Zürich Office",
        "zrh1",
        "Switzerland",
        "Offices",
        "active",
        "Hardturmstrasse 11, 8005 Zürich",
        "Europe/Zurich",
        49,
        ("Pilot",),
    ),
    Site(
        "Montréal Office",
        "yul1",
        "Canada",
        "Offices",
        "active",
        "1000 Rue Saint-Antoine, Montréal, QC",
        "America/Toronto",
        50,
    ),
    Site(
        "Köln Depot",
        "cgn1",
        "Germany",
        "Depots",
        "active",
        "Neusser Landstrasse 2, 50735 Köln",
        "Europe/Berlin",
        51,
        ("Cold Chain",),
    ),
    Site(
        "Lyon Depot",
        "lys1",
        "France",
        "Depots",
        "active",
        "12 Rue du Dauphiné, 69800 Saint-Priest",
        "Europe/Paris",
        52,
        ("Cold Chain",),
    ),
    Site(
        "Besançon Depot",
        "bes1",
        "France",
        "Depots",
        "planned",
        "4 Rue de Chemaudin, 25000 Besançon",
        "Europe/Paris",
        53,
        ("Pilot",),
    ),
    Site(
        "Toronto Depot", "yyz1", "Canada", "Depots", "active", "5200 Dixie Rd, Mississauga, ON", "America/Toronto", 54
    ),
    Site(
        "Osaka Depot",
        "kix1",
        "Japan",
        "Depots",
        "active",
        "2-1 Nanko Higashi, Osaka",
        "Asia/Tokyo",
        55,
        ("Cold Chain", "Pilot"),
    ),
    Site(
        "Savannah Port",
        "sav1",
        "United States",
        "Ports",
        "active",
        "7 Main St, Garden City, GA 31408",
        "America/New_York",
        56,
    ),
    Site(
        "Fremantle Port",
        "fre1",
        "Australia",
        "Ports",
        "staging",
        "1 Rudderham Dr, North Fremantle",
        "Australia/Perth",
        57,
    ),
    Site(
        "Singapore Port",
        "sin1",
        "Singapore",
        "Ports",
        "active",
        "33 Harbour Dr, Singapore 117606",
        "Asia/Singapore",
        58,
        ("24x7",),
    ),
)


def open_sites(book: Book) -> None:
    """Enter regions, site groups, sites, locations and racks."""
    for region, countries in REGIONS.items():
        parent = book.named("dcim/regions", region)
        for country in countries:
            book.named("dcim/regions", country, parent=parent)
    for group in ("Data Centres", "Offices", "Depots", "Ports"):
        book.named("dcim/site-groups", group)
    for role in ("Compute", "Network", "Storage", "Branch"):
        book.named("dcim/rack-roles", role, color="607d8b")
    for site in (*CENTRES, *BRANCHES):
        _open(book, site)
    _assign_contacts(book)


def _open(book: Book, site: Site) -> None:
    office = site.group == "Offices"
    number = book.named(
        "dcim/sites",
        site.name,
        status=site.status,
        region=book.id_of("dcim/regions", site.country),
        group=book.id_of("dcim/site-groups", site.group),
        tenant=book.id_of("tenancy/tenants", "Corporate IT" if office else "Freight Operations"),
        physical_address=site.address,
        time_zone=site.zone,
        facility=site.code.upper(),
        tags=tag(book, *site.tags),
    )
    if site in CENTRES:
        _fit_out(book, site, number)
        return
    room = book.named("dcim/locations", "Comms Room", site=number, status="active")
    _rack(book, "Network closet", site, number, room, "Branch", 24)
    if not office:
        floor = book.named("dcim/locations", "Warehouse Floor", site=number, status="active")
        _rack(book, "Warehouse cabinet", site, number, floor, "Branch", 12)


def _fit_out(book: Book, site: Site, number: int) -> None:
    """Put rows of eight racks into a data centre: the first two racks of a row for the network, the last for storage."""
    for row in "ABC" if site.code == "ham1" else "AB":
        hall = book.named("dcim/locations", f"Row {row}", site=number, status="active")
        for at in range(1, 11 if site.code == "ham1" else 10):
            role = "Network" if at <= 2 else "Storage" if at == 8 else "Compute"
            _rack(book, f"{row}{at:02d}", site, number, hall, role, 48 if at <= 2 else 42)


def _rack(book: Book, name: str, site: Site, number: int, location: int, role: str, height: int) -> None:
    reserved = site.group == "Data Centres" and name.endswith(("09", "10"))
    book.add(
        "dcim/racks",
        known_as=f"{site.code} {name}",
        name=name,
        site=number,
        location=location,
        role=book.id_of("dcim/rack-roles", role),
        status="reserved" if name.endswith("09") else "planned" if reserved or site.status == "planned" else "active",
        tenant=book.id_of("tenancy/tenants", "Freight Operations"),
        u_height=height,
        width=19,
        form_factor="wall-cabinet" if height <= 24 else "4-post-cabinet",
        serial=book.serial("RK"),
    )


def _assign_contacts(book: Book) -> None:
    assigned = (
        ("Priya Raman", "Hamburg DC", "Operations", "primary"),
        ("Ingrid Solberg", "Hamburg DC", "Emergency", "secondary"),
        ("Hannah Lindqvist", "Newark DC", "Operations", "primary"),
        ("Kenji Mori", "Osaka Depot", "Operations", "primary"),
        ("Matteo Ricci", "Lyon Depot", "Operations", "primary"),
    )
    for contact, site, role, priority in assigned:
        book.add(
            "tenancy/contact-assignments",
            object_type="dcim.site",
            object_id=book.id_of("dcim/sites", site),
            contact=book.id_of("tenancy/contacts", contact),
            role=book.id_of("tenancy/contact-roles", role),
            priority=priority,
        )
