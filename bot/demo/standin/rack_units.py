"""Units of a rack: which there are, and which are free."""

from bot.demo.standin.store import Row, Store


def units_of(rack: Row) -> list[float]:
    """Return a rack's half units as NetBox numbers them, from top to bottom (the other way where it numbers downwards)."""
    start, height = rack["starting_unit"], rack["u_height"]
    upwards = [start + half / 2 for half in range(int(height * 2))]
    return upwards if rack["desc_units"] else upwards[::-1]


def taken_by(store: Store, device: Row) -> list[float]:
    """Return the half units that a mounted device takes."""
    height = store.rows["dcim.devicetype"][device["device_type"]]["u_height"]
    return [float(device["position"]) + half / 2 for half in range(int(height * 2))]


def mounted(store: Store, rack: Row, face: str | None) -> list[Row]:
    """Return the devices that take units of a rack's face, or of either face where none is named."""
    found = []
    for number in sorted(store.index("dcim.device", "rack").get(rack["id"], ())):
        device = store.rows["dcim.device"][number]
        deep = store.rows["dcim.devicetype"][device["device_type"]]["is_full_depth"]
        if device["position"] and (face is None or deep or device["face"] == face):
            found.append(device)
    return found


def free_positions(store: Store, rack: Row, height: float, face: str | None, without: int | None = None) -> set[float]:
    """Return the positions at which a device of a height (in units) can be mounted.

    Args:
        store: where the devices are.
        rack: the rack.
        height: of the device, in units.
        face: the face it is mounted on, None where it takes both.
        without: a device to leave out of account: itself, when it moves.
    """
    free = set(units_of(rack))
    for device in mounted(store, rack, face):
        if device["id"] != without:
            free.difference_update(taken_by(store, device))
    return {unit for unit in free if all(unit + half / 2 in free for half in range(int(height * 2)))}
