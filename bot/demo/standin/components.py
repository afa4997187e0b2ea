"""Components of a new device or module, made from the templates of its type."""

import re

from bot.demo.standin.changes import Actor, log_change
from bot.demo.standin.clock import now
from bot.demo.standin.loading import empty
from bot.demo.standin.store import Row, Store

# In NetBox's order: power ports stand before the outlets they feed, rear ports before the front ports that lead to them.
KINDS = (
    "consoleport", "consoleserverport", "powerport", "poweroutlet", "coolingintake", "coolingoutflow", "interface", "rearport", "frontport",
    "modulebay", "devicebay", "inventoryitem",
)  # fmt: skip
# Relations between components of one kind or another, which templates have too.
_RELATIONS = {"power_port": "powerport", "cooling_intake": "coolingintake", "parent": "", "bridge": ""}


def fill_device(store: Store, device: Row, actor: Actor) -> None:
    """Make the components of a new device."""
    _fill(
        store,
        "device_type",
        device["device_type"],
        {"device": device["id"]},
        "",
        str(device["vc_position"] or 0),
        actor,
    )


def fill_module(store: Store, module: Row, actor: Actor) -> None:
    """Make the components of a new module; `{module}` in their names becomes the position of its bay."""
    bay = store.rows["dcim.modulebay"][module["module_bay"]]
    owner = {"device": module["device"], "module": module["id"]}
    _fill(store, "module_type", module["module_type"], owner, bay["position"], "0", actor)


def _fill(store: Store, key: str, kind: int, owner: dict[str, int], bay: str, position: str, actor: Actor) -> None:
    made: dict[tuple[str, int], int] = {}
    for name in KINDS:
        template, component = f"dcim.{name}template", f"dcim.{name}"
        if key not in store.schema.types[template].fields:
            continue
        for number in sorted(store.index(template, key).get(kind, ())):
            row = _component(store, component, store.rows[template][number], owner)
            for field in ("name", "label", "position"):
                if isinstance(row.get(field), str):
                    row[field] = re.sub(r"\{vc_position[^}]*\}", position, row[field].replace("{module}", bay))
            made[name, number] = row["id"]
            store.put(component, row)
            log_change(store, actor, component, None, row)
    for (name, number), component_id in made.items():
        _relate(store, name, store.rows[f"dcim.{name}template"][number], component_id, made)


def _component(store: Store, component: str, template: Row, owner: dict[str, int]) -> Row:
    fields = store.schema.types[component].fields
    row = {name: empty(field) for name, field in fields.items() if field.kept and not field.write_only}
    taken = {
        name
        for name, value in template.items()
        if name in row and fields[name].kind not in ("ref", "refs", "id of", "mappings")
    }
    row.update(
        {name: template[name] for name in taken - {"id", "created", "last_updated", "custom_fields", "tags", "owner"}}
    )
    row.update(owner, id=store.next_id(component), created=now(), last_updated=now())
    return row


def _relate(store: Store, name: str, template: Row, component_id: int, made: dict[tuple[str, int], int]) -> None:
    """Point a component at those made from the templates its own template points at."""
    row = store.rows[f"dcim.{name}"][component_id]
    changed = {
        field: made[kind or name, template[field]]
        for field, kind in _RELATIONS.items()
        if template.get(field) is not None and (kind or name, template[field]) in made
    }
    for field, other in (("rear_ports", "rear_port"), ("front_ports", "front_port")):
        if field in row and template.get(field):
            changed[field] = [
                {**mapping, other: made[other.replace("_", ""), mapping[other]]}
                for mapping in template[field]
                if (other.replace("_", ""), mapping[other]) in made
            ]  # type: ignore[assignment]
    if changed:
        store.put(f"dcim.{name}", {**row, **changed})
