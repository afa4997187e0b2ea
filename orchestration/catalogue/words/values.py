"""Words that say a value of a field or filter, where neither NetBox's value nor its label is the word people use."""

from collections.abc import Mapping

from orchestration.catalogue.types import Meant

_YES, _NO = ("true",), ("false",)
_MULTI_MODE = ("mmf", "mmf-om1", "mmf-om2", "mmf-om3", "mmf-om4", "mmf-om5")
_SINGLE_MODE = ("smf", "smf-os1", "smf-os2")

COLOURS = {
    "dark red": "aa1409", "red": "f44336", "pink": "e91e63", "rose": "ffe4e1", "fuchsia": "ff66ff", "purple": "9c27b0",
    "dark purple": "673ab7", "indigo": "3f51b5", "blue": "2196f3", "light blue": "03a9f4", "cyan": "00bcd4", "teal": "009688",
    "aqua": "00ffff", "dark green": "2f6a31", "green": "4caf50", "light green": "8bc34a", "lime": "cddc39", "yellow": "ffeb3b",
    "amber": "ffc107", "orange": "ff9800", "dark orange": "ff5722", "brown": "795548", "light grey, light gray": "c0c0c0",
    "grey, gray": "9e9e9e", "dark grey, dark gray": "607d8b", "black": "111111", "white": "ffffff",
}  # fmt: skip
# By filter or field; they hold for every type that has it.
VALUES: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "assigned": (
        ("assigned, in use, used", _YES),
        (
            "unassigned, not assigned, unused, orphaned, orphan, stray, dangling, assigned to nothing, assigned to nobody, not assigned to anything",
            _NO,
        ),
    ),
    "cabled": (
        ("cabled, with a cable, plugged in, patched", _YES),
        ("uncabled, not cabled, without a cable, without cable, unplugged, unpatched, not patched", _NO),
    ),
    # NetBox's own names for its colours (`utilities.choices.ColorChoices`).
    "color": tuple((name, (code,)) for name, code in COLOURS.items()),
    "connected": (("connected, linked", _YES), ("unconnected, not connected, disconnected, without a connection", _NO)),
    "enabled": (
        ("enabled, up, admin up, switched on", _YES),
        ("disabled, down, admin down, shut, shutdown, shut down, switched off", _NO),
    ),
    "family": (("ipv4, v4, ip v4, ip4", ("4",)), ("ipv6, v6, ip v6, ip6", ("6",))),
    "has_oob_ip": (
        ("with an oob ip, with oob ip, has an oob ip", _YES),
        ("without an oob ip, without oob ip, no oob ip", _NO),
    ),
    "has_primary_ip": (
        ("with a primary ip, with primary ip, with an ip address, with an ip", _YES),
        (
            "without a primary ip, without primary ip, no primary ip, without an ip address, without an ip, without ip",
            _NO,
        ),
    ),
    "is_full_depth": (("full depth, full-depth", _YES), ("half depth, half-depth, not full depth", _NO)),
    "is_pool": (("pool, pools", _YES),),
    "is_private": (("private", _YES), ("public", _NO)),
    "mgmt_only": (("management, mgmt, management only, mgmt only, mgmt-only, out of band", _YES),),
    "occupied": (
        ("occupied, in use, used, taken, busy", _YES),
        ("free, unused, available, not in use, not used, spare, unoccupied, vacant, idle, empty", _NO),
    ),
    "unterminated": (("unterminated, dangling, loose, open ended", _YES),),
    "virtual_chassis_member": (
        ("in a virtual chassis, in a stack, stacked", _YES),
        ("not in a virtual chassis, not stacked, standalone", _NO),
    ),
    "vm_role": (("for vms, vm role", _YES),),
}
# By type.
VALUES_THERE: Mapping[str, Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "dcim.site": {"status": (("decommissioned, decommed", ("decommissioning",)), ("staged", ("staging",)))},
    "dcim.interface": {
        "type": (
            (
                "svi, svis, virtual, loopback, loopbacks, sub-interface, sub-interfaces, subinterface, subinterfaces",
                ("virtual",),
            ),
            (
                "lag, lags, port channel, port channels, port-channel, port-channels, bond, bonds, bundle, bundles, ae, etherchannel",
                ("lag",),
            ),
            ("bridge, bridges", ("bridge",)),
        ),
        "mode": (
            ("access port, access ports, access mode, untagged port, untagged ports", ("access",)),
            ("trunk, trunks, trunk port, trunk ports, tagged port, tagged ports", ("tagged", "tagged-all")),
        ),
        "kind": (("physical", ("physical",)), ("wireless", ("wireless",))),
    },
    "dcim.device": {
        "status": (
            ("powered off, not running, offline, down", ("offline",)),
            ("powered on, running, alive, live, in production, online", ("active",)),
            ("in stock, in storage, on the shelf, spares", ("inventory",)),
            ("retired, decommissioned, decommed, decom, phased out", ("decommissioning",)),
            ("staging", ("staged",)),
            ("broken, faulty, defective, dead", ("failed",)),
        ),
        "face": (("front side, front-mounted", ("front",)), ("rear side, back side, back, rear-mounted", ("rear",))),
    },
    "dcim.cable": {
        "type": (
            (
                "copper, utp, ethernet cable, ethernet cables",
                ("cat3", "cat5", "cat5e", "cat6", "cat6a", "cat7", "cat7a", "cat8"),
            ),
            ("dac, twinax", ("dac-active", "dac-passive")),
            ("multimode, multi-mode, mm fiber, mm fibre", _MULTI_MODE),
            ("single-mode, singlemode, sm fiber, sm fibre", _SINGLE_MODE),
            ("fiber, fibre, fiber optic, fibre optic, optical, optic", (*_MULTI_MODE, *_SINGLE_MODE, "aoc")),
        ),
    },
    "virtualization.virtualmachine": {
        "status": (
            ("powered off, switched off, turned off, stopped, not running, off, shut down, down", ("offline",)),
            ("powered on, running, alive, live, in production, online, on, up", ("active",)),
            ("broken, crashed, dead", ("failed",)),
            ("retired, decommissioned, decommed, decom, phased out", ("decommissioning",)),
            ("staging", ("staged",)),
        ),
    },
    "circuits.circuit": {
        "status": (
            ("down, out of service", ("offline",)),
            ("live, in production, in service, up", ("active",)),
            ("ordered, on order, being provisioned", ("provisioning",)),
            ("cancelled, canceled, terminated, retired", ("decommissioned",)),
        ),
    },
    "dcim.rack": {"width": (("19 inch, 19-inch, 19in", ("19",)), ("23 inch, 23-inch, 23in", ("23",)))},
    "dcim.powerfeed": {
        "phase": (
            ("single phase, single-phase", ("single-phase",)),
            ("three phase, three-phase, 3 phase, 3-phase", ("three-phase",)),
        ),
        "type": (("redundant, backup, b side", ("redundant",)),),
    },
    "core.objectchange": {
        "action": (
            ("created, create, added, new", ("create",)),
            ("updated, changed, modified, edited, update", ("update",)),
            ("deleted, removed, delete", ("delete",)),
        ),
    },
    "ipam.service": {"protocol": (("tcp", ("tcp",)), ("udp", ("udp",)))},
    "vpn.tunnel": {"encapsulation": (("ipsec", ("ipsec-transport", "ipsec-tunnel")),)},
    "tenancy.contactassignment": {"priority": (("main", ("primary",)), ("backup, second", ("secondary",)))},
}


def value_words(key: str, names: frozenset[str]) -> dict[str, tuple[Meant, ...]]:
    """Return what words say of a type's values.

    Args:
        key: of the type.
        names: its fields and filters.
    """
    found: dict[str, tuple[Meant, ...]] = {}
    there = VALUES_THERE.get(key, {})
    for name, meanings in (*there.items(), *VALUES.items()):
        if name not in names:
            continue
        for said, values in meanings:
            for word in said.split(", "):
                found[word] = (*found.get(word, ()), (name, values))
    return found
