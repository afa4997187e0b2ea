"""What the company buys, and how one of it is put in place with its ports."""

from dataclasses import dataclass, field
from typing import Any

from bot.demo.company.book import Book, slug
from bot.demo.company.places import Site


@dataclass(frozen=True, slots=True)
class Model:
    """A device type and the ports each one of it comes with.

    Args:
        maker: its manufacturer.
        height: units; 0 stands beside the rails.
        ports: interfaces, as (name with {} for the number, type, first, last).
        power: power ports, and the watts each draws at most.
        outlets: outlets of a PDU.
        fibres: front ports of a patch panel.
        console: type of the console port, empty for none.
        deep: whether it takes front and rear.
    """

    maker: str
    height: float = 1
    ports: tuple[tuple[str, str, int, int], ...] = ()
    power: tuple[int, int] = (0, 0)
    outlets: int = 0
    fibres: int = 0
    console: str = ""
    deep: bool = True


MODELS = {
    "MX204": Model(
        "Juniper",
        1,
        (
            ("xe-0/1/{}", "10gbase-x-sfpp", 0, 7),
            ("et-0/0/{}", "100gbase-x-qsfp28", 0, 3),
            ("fxp{}", "1000base-t", 0, 0),
        ),
        (2, 350),
        console="rj-45",
    ),
    "QFX5120-48Y": Model(
        "Juniper",
        1,
        (
            ("xe-0/0/{}", "25gbase-x-sfp28", 0, 23),
            ("et-0/0/{}", "100gbase-x-qsfp28", 48, 53),
            ("em{}", "1000base-t", 0, 0),
        ),
        (2, 260),
        console="rj-45",
    ),
    "7280R3": Model(
        "Arista",
        1,
        (("Ethernet{}", "100gbase-x-qsfp28", 1, 30), ("Management{}", "1000base-t", 1, 1)),
        (2, 420),
        console="rj-45",
    ),
    "PA-3410": Model(
        "Palo Alto Networks",
        1,
        (("ethernet1/{}", "10gbase-x-sfpp", 1, 8), ("mgmt{}", "1000base-t", 0, 0)),
        (2, 180),
        console="usb-micro-b",
    ),
    "C8300-1N1S": Model(
        "Cisco",
        1,
        (
            ("GigabitEthernet0/0/{}", "1000base-t", 0, 3),
            ("TenGigabitEthernet0/1/{}", "10gbase-x-sfpp", 0, 1),
            ("GigabitEthernet{}", "1000base-t", 0, 0),
        ),
        (1, 250),
        console="usb-c",
    ),
    "C9300-24P": Model(
        "Cisco",
        1,
        (("GigabitEthernet1/0/{}", "1000base-t", 1, 24), ("TenGigabitEthernet1/1/{}", "10gbase-x-sfpp", 1, 4)),
        (1, 715),
        console="rj-45",
    ),
    "AP-635": Model("Aruba", 0, (("eth{}", "2.5gbase-t", 0, 0), ("wlan{}", "ieee802.11ax", 0, 1)), deep=False),
    "PowerEdge R760": Model("Dell", 2, (("eno{}", "25gbase-x-sfp28", 1, 2), ("idrac{}", "1000base-t", 0, 0)), (2, 800)),
    "PowerStore 500T": Model(
        "Dell", 2, (("port{}", "25gbase-x-sfp28", 0, 3), ("mgmt{}", "1000base-t", 0, 0)), (2, 900)
    ),
    "AP8853": Model("APC", 0, power=(1, 0), outlets=12, deep=False),
    "AP7900B": Model("APC", 1, power=(1, 0), outlets=8, deep=False),
    "FHD 24 LC": Model("FibreWorks", 1, fibres=24, deep=False),
}
ROLES = (
    "Core Router",
    "Branch Router",
    "Spine Switch",
    "Leaf Switch",
    "Access Switch",
    "Firewall",
    "Access Point",
    "Server",
    "Storage",
    "PDU",
    "Patch Panel",
)
PLATFORMS = {
    "Junos": "Juniper",
    "EOS": "Arista",
    "PAN-OS": "Palo Alto Networks",
    "IOS XE": "Cisco",
    "Debian 12": "",
    "Proxmox VE 8": "",
}
_PLATFORM_OF = {"Juniper": "Junos", "Arista": "EOS", "Palo Alto Networks": "PAN-OS", "Cisco": "IOS XE"}


@dataclass(slots=True)
class Placed:
    """A device that was put in place.

    Args:
        id: of the device.
        ports: ids of its interfaces by name.
        power: ids of its power ports, in order.
        outlets: ids of its outlets, in order.
        fronts: ids of its front ports, in order.
        rear: id of its rear port.
    """

    id: int
    ports: dict[str, int] = field(default_factory=dict)
    power: list[int] = field(default_factory=list)
    outlets: list[int] = field(default_factory=list)
    fronts: list[int] = field(default_factory=list)
    rear: int = 0


def buy_hardware(book: Book) -> None:
    """Enter manufacturers, device types, roles and platforms."""
    for maker in dict.fromkeys(model.maker for model in MODELS.values()):
        book.named("dcim/manufacturers", maker)
    book.named("dcim/manufacturers", "Nokia")  # On the list of suppliers, and nothing bought of it yet.
    for name, maker in PLATFORMS.items():
        book.named("dcim/platforms", name, manufacturer=book.id_of("dcim/manufacturers", maker) if maker else None)
    for role in ROLES:
        book.named("dcim/device-roles", role, color="9e9e9e", vm_role=role == "Server")
    for name, model in MODELS.items():
        number = book.add(
            "dcim/device-types",
            model=name,
            slug=slug(name),
            manufacturer=book.id_of("dcim/manufacturers", model.maker),
            u_height=model.height,
            is_full_depth=model.deep,
        )
        # With a type come the templates of its ports, so that a device made of it later has them too.
        _add_ports(book, model, "-template", {"device_type": number})


def place(book: Book, site: Site, name: str | None, model: str, role: str, **fields: Any) -> Placed:
    """Put a device in place with all its ports.

    Args:
        book: where it is entered.
        site: where it stands.
        name: its name; None for a spare that nobody named.
        model: its device type.
        role: its role.
        fields: rack, position, status and what else is particular.
    """
    about = MODELS[model]
    platform = _PLATFORM_OF.get(about.maker)
    given: dict[str, Any] = {
        "status": "planned" if site.status == "planned" else "active",
        "tenant": book.id_of("tenancy/tenants", "Freight Operations"),
        "platform": book.id_of("dcim/platforms", platform) if platform else None,
        "serial": book.serial(about.maker),
        **fields,
    }
    device = book.add(
        "dcim/devices",
        known_as=name or "",
        name=name,
        device_type=book.id_of("dcim/device-types", model),
        role=book.id_of("dcim/device-roles", role),
        site=book.id_of("dcim/sites", site.name),
        **given,
    )
    return _with_ports(book, about, Placed(device))


def _with_ports(book: Book, about: Model, placed: Placed) -> Placed:
    ports = _add_ports(book, about, "", {"device": placed.id})
    placed.ports, placed.power, placed.outlets, placed.fronts, placed.rear = ports
    return placed


def _add_ports(
    book: Book, about: Model, suffix: str, own: dict[str, Any]
) -> tuple[dict[str, int], list[int], list[int], list[int], int]:
    """Add the ports of a model to a device, or as templates to its type; returns what `Placed` holds of them."""
    enabled: dict[str, Any] = {"enabled": True}
    interfaces = {
        port: book.add(
            f"dcim/interface{suffix}s", name=port, type=kind, mgmt_only=_for_management(port), **enabled, **own
        )
        for pattern, kind, first, last in about.ports
        for port in (pattern.format(number) for number in range(first, last + 1))
    }
    if about.console:
        book.add(f"dcim/console-port{suffix}s", name="Console", type=about.console, **own)
    many, watts = about.power
    draw: dict[str, Any] = {"maximum_draw": watts, "allocated_draw": watts * 6 // 10} if watts else {}
    power = [
        book.add(
            f"dcim/power-port{suffix}s",
            name="Input" if about.outlets else f"PSU{number}",
            type="iec-60320-c14",
            **draw,
            **own,
        )
        for number in range(many)
    ]
    outlets = [
        book.add(
            f"dcim/power-outlet{suffix}s",
            name=f"Outlet {number}",
            type="iec-60320-c13",
            power_port=power[0],
            **({} if suffix else {"status": "enabled"}),
            **own,
        )
        for number in range(1, about.outlets + 1)
    ]
    fronts, rear = _splice(book, about.fibres, suffix, own) if about.fibres else ([], 0)
    return interfaces, power, outlets, fronts, rear


def _for_management(port: str) -> bool:
    return port.startswith(("fxp", "em", "Management", "mgmt", "idrac", "GigabitEthernet0")) and "/" not in port


def _splice(book: Book, fibres: int, suffix: str, own: dict[str, Any]) -> tuple[list[int], int]:
    """Tie each front port of a patch panel to one position of its rear port."""
    rear = book.add(f"dcim/rear-port{suffix}s", name="Trunk", type="splice", positions=fibres, **own)
    fronts = []
    for number in range(1, fibres + 1):
        behind = [{"position": 1, "rear_port": rear, "rear_port_position": number}]
        name = f"Port {number}"
        fronts.append(
            book.add(f"dcim/front-port{suffix}s", name=name, type="lc", positions=1, rear_ports=behind, **own)
        )
    book.thing(f"dcim/rear-port{suffix}s", rear)["front_ports"] = [
        {"position": at, "front_port": port, "front_port_position": 1} for at, port in enumerate(fronts, 1)
    ]
    return fronts, rear
