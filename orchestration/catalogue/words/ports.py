"""The ports of devices, and the cables between them."""

from orchestration.catalogue.words.form import LIVE, MOVING, SETTLED, Words

# Words for the fields that every cabled port has.
_CABLED = {
    "cable": "patch, link",
    "link_peers": "next hop of the cable, other end of the cable",
    "cabled": "cabled, plugged in, has a cable, with a cable",
    "occupied": "occupied, in use, used, taken",
    "mark_connected": "marked as connected",
    "label": "physical label",
    "module": "line card",
}
# Further ones of those at which a path over cables ends.
_REACHING = _CABLED | {
    "connected_endpoints": "connected to, goes to, far end, other end, leads to, neighbor, neighbour, remote end, plugged into, peer",
    "connected": "connected",
}

WORDS = {
    "dcim.interface": Words(
        "interface",
        "interfaces",
        said="port, ports, nic, nics, iface, ifaces, intf, intfs, network port, network ports, switch port, switch ports, switchport, "
        "switchports, device interface, device interfaces, network interface, network interfaces, ethernet port, ethernet ports, "
        "uplink, uplinks, lag, lags, port channel, port channels, svi, svis, loopback, loopbacks, subinterface, subinterfaces, trunk, trunks",
        columns="name device type enabled cable description",
        facts="device type enabled label mtu mac_address speed duplex mode untagged_vlan tagged_vlans lag parent vrf mgmt_only cable "
        "connected_endpoints count_ipaddresses description",
        within="device",
        fields=_REACHING
        | {
            "type": "kind, media, physical type, form factor, port type",
            "enabled": "admin status, administratively up, admin state",
            "lag": "lag, port channel, bond, aggregate, member of",
            "parent": "parent interface",
            "mac_address": "mac, hardware address",
            "primary_mac_address": "primary mac",
            "mode": "802.1q mode, vlan mode, switchport mode, trunk or access",
            "untagged_vlan": "native vlan, access vlan, untagged, pvid",
            "tagged_vlans": "tagged, trunked vlans, allowed vlans, trunk vlans",
            "vlan": "vlans, carries vlan, in vlan, on vlan",
            "mgmt_only": "management only, mgmt only, oob only, out of band only",
            "speed": "bandwidth, line rate",
            "poe_mode": "poe, power over ethernet",
            "rf_channel": "wireless channel, channel",
            "count_ipaddresses": "ip addresses, number of ip addresses, ips",
            "vrf": "routing instance",
            "wireless_lans": "ssids, wlans",
            "kind": "physical or virtual",
        },
        keep=MOVING,
    ),
    "dcim.frontport": Words(
        "front port",
        "front ports",
        said="patch panel port, patch panel ports, jack, jacks, wall jack, wall jacks, patch port, patch ports, drop, drops, "
        "network drop, network drops, outlet jack, outlet jacks",
        columns="name device type rear_ports cable description",
        facts="device type label color positions rear_ports cable link_peers description",
        within="device",
        fields=_CABLED
        | {"rear_ports": "rear port, mapped to, behind it", "rear_port": "rear port", "type": "connector"},
        keep=MOVING,
    ),
    "dcim.rearport": Words(
        "rear port",
        "rear ports",
        said="back port, back ports, trunk port of a patch panel, rear connector, rear connectors",
        columns="name device type positions cable description",
        facts="device type label color positions front_ports cable link_peers description",
        within="device",
        fields=_CABLED | {"front_ports": "front port, mapped to", "front_port": "front port", "type": "connector"},
        keep=MOVING,
    ),
    "dcim.consoleport": Words(
        "console port",
        "console ports",
        said="console, consoles, serial port, serial ports, serial console, serial consoles",
        columns="name device type speed connected_endpoints description",
        facts="device type label speed cable connected_endpoints description",
        within="device",
        fields=_REACHING | {"speed": "baud rate, baud", "type": "connector"},
        keep=MOVING,
    ),
    "dcim.consoleserverport": Words(
        "console server port",
        "console server ports",
        said="terminal server port, terminal server ports, console server, console servers",
        columns="name device type speed connected_endpoints description",
        facts="device type label speed cable connected_endpoints description",
        within="device",
        fields=_REACHING | {"speed": "baud rate, baud", "type": "connector"},
        keep=MOVING,
    ),
    "dcim.cable": Words(
        "cable",
        "cables",
        said="patch, patches, patch cable, patch cables, patch cord, patch cords, patch lead, patch leads, cabling, wiring, wire, wires, "
        "connection, connections",
        columns="label a_terminations b_terminations type status length",
        facts="status type a_terminations b_terminations label color length length_unit tenant bundle profile description",
        name="label",
        indexed=True,
        fields={
            "a_terminations": "a end, a side, from, near end",
            "b_terminations": "b end, b side, to, far end",
            "type": "kind, media, medium",
            "length": "how long",
            "bundle": "cable bundle",
            "unterminated": "unterminated, dangling, loose, without an end, open ended",
        },
        keep=MOVING,
    ),
    "dcim.cablebundle": Words(
        "cable bundle",
        "cable bundles",
        said="bundle of cables, bundles of cables, loom, looms",
        columns="name cable_count description",
        facts="cable_count description",
        keep=SETTLED,
    ),
    "dcim.cabletermination": Words(
        "cable termination",
        "cable terminations",
        said="cable end, cable ends, end of a cable, ends of cables",
        columns="termination termination_type cable cable_end",
        facts="cable cable_end termination termination_type",
        name="id",
        page="",
        keep=LIVE,
        changeable=False,
    ),
}
