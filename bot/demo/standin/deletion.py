"""Objects deleted, with those that hang on them; refused where others stand in the way."""

from bot.demo.standin.changes import Actor, log_change
from bot.demo.standin.display import display
from bot.demo.standin.errors import Refused
from bot.demo.standin.store import Row, Store

Key = tuple[str, int]


class Protected(Refused):
    """Other objects stand in the way of a deletion."""

    status = 409

    def __init__(self, found: list[str]) -> None:
        self.count = len(found)
        super().__init__(
            {"detail": f"Unable to delete object. {len(found)} dependent objects were found: {', '.join(found)}"}
        )


def delete(store: Store, type_name: str, row: Row, actor: Actor, message: str = "") -> None:
    """Delete an object and what goes with it; relations that may be empty are emptied.

    Raises:
        Protected: naming what stands in the way; nothing is deleted then.
    """
    doomed, emptied = _survey(store, (type_name, row["id"]))
    for owner, number, field in emptied:
        if (owner, number) not in doomed:
            _empty(store, owner, number, field, doomed, actor)
    # What hangs on an object goes first, so that names can still be shown in the log.
    for kind, number in reversed(doomed):
        gone = store.rows[kind][number]
        log_change(store, actor, kind, gone, None, message if (kind, number) == (type_name, row["id"]) else "")
    for kind, number in doomed:
        store.remove(kind, number)


def _survey(store: Store, start: Key) -> tuple[dict[Key, None], list[tuple[str, int, str]]]:
    """Return what goes with an object, itself first, and the relations that must be emptied: type, id, field."""
    doomed: dict[Key, None] = {}
    blocking: dict[Key, None] = {}
    restricting: dict[Key, None] = {}
    emptied: list[tuple[str, int, str]] = []
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key in doomed:
            continue
        doomed[key] = None
        for owner, number, field, fate in _referring(store, key):
            match fate:
                case "CASCADE":
                    waiting.append((owner, number))
                case "PROTECT":
                    blocking[owner, number] = None
                case "RESTRICT":
                    restricting[owner, number] = None
                case _:
                    emptied.append((owner, number, field))
    blocking.update((key, None) for key in restricting if key not in doomed)
    if blocking:
        ordered = sorted(blocking, key=lambda key: (key[1], key[0]))
        raise Protected([f"{display(store, kind, store.rows[kind][number])} ({number})" for kind, number in ordered])
    return doomed, emptied


def _referring(store: Store, key: Key) -> list[tuple[str, int, str, str]]:
    """Return what refers to an object: type, id, field, and what becomes of it (as in Django: CASCADE, PROTECT, ...)."""
    type_name, number = key
    found = []
    for owner, field in store.schema.referring[type_name]:
        fate = field.on_delete if field.kind in ("ref", "id of") else "DROP"
        found += [(owner, each, field.name, fate) for each in sorted(store.index(owner, field.name).get(number, ()))]
    for owner, kind, field_name in store.schema.types[type_name].cascade:
        if owner in store.rows and {kind, field_name} <= set(store.schema.types[owner].fields):
            found += [
                (owner, each, field_name, "CASCADE")
                for each in sorted(store.index(owner, kind, field_name).get(key, ()))
            ]
    return found


def _empty(store: Store, owner: str, number: int, field: str, doomed: dict[Key, None], actor: Actor) -> None:
    row = store.rows[owner][number]
    about = store.schema.types[owner].fields[field]
    value = [each for each in row[field] if (about.to, each) not in doomed] if isinstance(row[field], list) else None
    changed = {**row, field: value}
    store.put(owner, changed)
    log_change(store, actor, owner, row, changed)
