"""Power and cooling: panels, feeds, ports, outlets, and the same for coolant."""

from orchestration.catalogue.words.form import DAILY, MOVING, Words

_CABLED = {
    "cable": "patch, power cord, cord",
    "connected_endpoints": "connected to, goes to, feeds, fed by, powers, powered by, far end, other end, plugged into, supplies",
    "cabled": "cabled, plugged in, has a cable, with a cable",
    "occupied": "occupied, in use, used, taken",
    "connected": "connected",
    "mark_connected": "marked as connected",
    "type": "connector, plug, socket, receptacle",
}

WORDS = {
    "dcim.powerpanel": Words(
        "power panel",
        "power panels",
        said="panel, panels, electrical panel, electrical panels, breaker panel, breaker panels, distribution panel, distribution panels, "
        "distribution board, distribution boards, rpp, rpps",
        columns="name site location powerfeed_count description",
        facts="site location powerfeed_count description",
        within="site",
        indexed=True,
        fields={"powerfeed_count": "power feeds, feeds, number of feeds"},
        keep=DAILY,
    ),
    "dcim.powerfeed": Words(
        "power feed",
        "power feeds",
        said="feed, feeds, power circuit, power circuits, breaker, breakers, power supply line, power supply lines, whip, whips",
        columns="name power_panel rack status type voltage",
        facts="status type supply phase voltage amperage max_utilization power_panel rack tenant cable connected_endpoints description",
        within="power_panel",
        indexed=True,
        fields=_CABLED
        | {
            "type": "primary or redundant",
            "supply": "ac or dc, current",
            "amperage": "amps, ampere, amperes, breaker size, current",
            "voltage": "volts, volt",
            "max_utilization": "maximum utilization, utilization limit",
            "power_panel": "panel, supplied from, from panel",
        },
        keep=MOVING,
    ),
    "dcim.powerport": Words(
        "power port",
        "power ports",
        said="psu, psus, power supply, power supplies, power inlet, power inlets, power input, power inputs",
        columns="name device type maximum_draw allocated_draw connected_endpoints",
        facts="device type label maximum_draw allocated_draw cable connected_endpoints description",
        within="device",
        fields=_CABLED
        | {
            "maximum_draw": "draw, maximum draw, max draw, power draw, power consumption, consumption, watts, maximum power",
            "allocated_draw": "allocated draw, allocated power, budgeted power",
        },
        keep=MOVING,
    ),
    "dcim.poweroutlet": Words(
        "power outlet",
        "power outlets",
        said="outlet, outlets, pdu outlet, pdu outlets, pdu port, pdu ports, socket, sockets, power socket, power sockets, receptacle, receptacles",
        columns="name device type feed_leg status connected_endpoints",
        facts="device status type label power_port feed_leg color cable connected_endpoints description",
        within="device",
        fields=_CABLED | {"feed_leg": "leg, phase", "power_port": "inlet, power port"},
        keep=MOVING,
    ),
    "dcim.coolingsource": Words(
        "cooling source",
        "cooling sources",
        said="chiller, chillers, cdu, cdus, coolant distribution unit, coolant distribution units, cooling unit, cooling units",
        columns="name site location type status cooling_capacity",
        facts="site location type status fluid_type cooling_capacity coolingfeed_count description",
        within="site",
        indexed=True,
        fields={"fluid_type": "fluid, coolant", "cooling_capacity": "capacity", "coolingfeed_count": "cooling feeds"},
        keep=DAILY,
    ),
    "dcim.coolingfeed": Words(
        "cooling feed",
        "cooling feeds",
        said="coolant feed, coolant feeds, cooling loop, cooling loops",
        columns="name cooling_source rack status cooling_capacity max_flow",
        facts="cooling_source rack status cooling_capacity max_flow max_flow_unit tenant description",
        within="cooling_source",
        indexed=True,
        fields={"cooling_capacity": "capacity", "max_flow": "flow, maximum flow", "cooling_source": "source"},
        keep=DAILY,
    ),
    "dcim.coolingintake": Words(
        "cooling intake",
        "cooling intakes",
        said="coolant intake, coolant intakes, coolant inlet, coolant inlets",
        columns="name device type diameter max_flow cooling_outflow",
        facts="device type label diameter diameter_unit max_flow max_flow_unit cooling_outflow description",
        within="device",
        fields={"max_flow": "flow, maximum flow"},
        keep=DAILY,
    ),
    "dcim.coolingoutflow": Words(
        "cooling outflow",
        "cooling outflows",
        said="coolant outflow, coolant outflows, coolant outlet, coolant outlets",
        columns="name device type diameter cooling_intake",
        facts="device type label diameter diameter_unit cooling_intake description",
        within="device",
        keep=DAILY,
    ),
}
