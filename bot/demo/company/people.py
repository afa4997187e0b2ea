"""Who owns things and whom to call: tenants, contacts, tags, custom fields."""

from bot.demo.company.book import Book

TENANTS = {
    "Internal": ("Freight Operations", "Corporate IT", "Finance"),
    "Customers": ("Meridian Foods", "Tallis Pharma", "Orchard & Vale", "Polar Seafoods"),
}
CONTACTS = (
    ("Ingrid Solberg", "Head of Network", "+47 22 55 01 10", "Network Team"),
    ("Matteo Ricci", "Network Engineer", "+33 4 55 50 12 34", "Network Team"),
    ("Priya Raman", "Data Centre Manager", "+49 40 555 0177", "Facilities"),
    ("Hannah Lindqvist", "Site Manager", "+1 973 555 0142", "Facilities"),
    ("Kenji Mori", "Site Manager", "+81 6 5555 0123", "Facilities"),
)
TAGS = ("Refresh 2027", "PCI", "Cold Chain", "Out of Band", "Pilot", "24x7")
COLOURS = ("9e9e9e", "f44336", "2196f3", "ff9800", "4caf50", "673ab7")


def hire_people(book: Book) -> None:
    """Enter tenants, contacts, tags and custom fields."""
    for group, tenants in TENANTS.items():
        number = book.named("tenancy/tenant-groups", group)
        for at, tenant in enumerate(tenants, 1):
            code = f"{tenant[:2].upper()}{at:03d}" if group == "Customers" else None
            book.named("tenancy/tenants", tenant, group=number, custom_fields={"account_code": code})
    for role in ("Operations", "Billing", "Emergency"):
        book.named("tenancy/contact-roles", role)
    for name, title, phone, group in CONTACTS:
        if group not in {each["name"] for each in book.objects.get("tenancy/contact-groups", ())}:
            book.named("tenancy/contact-groups", group)
        email = name.lower().replace(" ", ".") + "@halvorsen-freight.example"
        groups = [book.id_of("tenancy/contact-groups", group)]
        book.add("tenancy/contacts", name=name, title=title, phone=phone, email=email, groups=groups)
    for tag, colour in zip(TAGS, COLOURS, strict=True):
        book.named("extras/tags", tag, color=colour)
    book.add(
        "extras/custom-fields",
        name="account_code",
        label="Account code",
        type="text",
        object_types=["tenancy.tenant"],
    )
    book.add(
        "extras/custom-fields",
        name="support_until",
        label="Support until",
        type="date",
        object_types=["dcim.device"],
    )
    book.add("users/users", username="demo", first_name="Demo", last_name="Admin", is_active=True)


def tag(book: Book, *names: str) -> list[int]:
    """Return the ids of tags by name."""
    return [book.id_of("extras/tags", name) for name in names]
