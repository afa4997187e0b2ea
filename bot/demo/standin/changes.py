"""Who asks, and the log of what was changed (core/object-changes)."""

from dataclasses import dataclass
from typing import Any

from bot.demo.standin.clock import now
from bot.demo.standin.display import display
from bot.demo.standin.errors import Refused
from bot.demo.standin.loading import as_row
from bot.demo.standin.store import Row, Store


@dataclass(frozen=True)
class Actor:
    """Who makes a request: the user, and the request's id."""

    user: int
    username: str
    request_id: str


def log_change(
    store: Store, actor: Actor, type_name: str, before: Row | None, after: Row | None, message: str = ""
) -> None:
    """Log that an object was made, changed or deleted; a change that changes nothing is not logged."""
    row = after or before
    if row is None or type_name.startswith("core.") or "users." in type_name:
        return
    old, new = log_data(store, type_name, before), log_data(store, type_name, after)
    if before is not None and old == new:
        return
    if len(message) > 200:
        raise Refused({"error": "value too long for type character varying(200)\n", "exception": "DataError"}, 500)
    about = store.schema.types["core.objectchange"]
    change = as_row(
        about,
        {
            "id": store.next_id(about.name), "time": now(), "user": actor.user, "user_name": actor.username,
            "request_id": actor.request_id, "action": "update" if before and after else "create" if after else "delete",
            "changed_object_type": type_name, "changed_object_id": row["id"], "object_repr": display(store, type_name, row)[:200],
            "message": message, "prechange_data": old, "postchange_data": new,
        },
    )  # fmt: skip
    store.put(about.name, change)


def log_data(store: Store, type_name: str, row: Row | None) -> dict[str, Any]:
    """Return what the log keeps of an object: bare values, tags by name, object types by id."""
    if row is None:
        return {}
    about = store.schema.types[type_name]
    found: dict[str, Any] = {}
    for name in about.log:
        field = about.fields.get(name)
        if field is None or (not field.kept and field.kind != "counter"):
            continue
        value = store.value(type_name, row, name)
        if field.kind == "tags":
            value = sorted(store.rows["extras.tag"][number]["name"] for number in value)
        elif field.kind == "object type" and value is not None:
            value = next(
                (item["id"] for item in store.schema.object_types if f"{item['app_label']}.{item['model']}" == value),
                value,
            )
        elif field.kind == "decimal" and value is not None and (places := field.info.get("decimal_places")):
            value = f"{value:.{places}f}"
        found[name] = value
    return found
