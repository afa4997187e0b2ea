"""Objects made and changed: a request's fields read, checked and kept, with what NetBox does by itself when it saves."""

from collections.abc import Mapping
from typing import Any

from bot.demo.standin.changes import Actor, log_change
from bot.demo.standin.clock import now
from bot.demo.standin.custom_fields import read_custom_fields
from bot.demo.standin.errors import Errors, Invalid
from bot.demo.standin.field_values import read_field
from bot.demo.standin.loading import empty
from bot.demo.standin.rules import check
from bot.demo.standin.saving import after_save, before_save
from bot.demo.standin.schema import Type
from bot.demo.standin.store import Row, Store
from bot.demo.standin.unique import unique_fields, unique_together


def create(store: Store, type_name: str, data: Any, actor: Actor) -> Row:
    """Make an object.

    Raises:
        Invalid: with messages by field; nothing is kept then.
    """
    about = store.schema.types[type_name]
    row = {name: empty(field) for name, field in about.fields.items() if field.kept and not field.write_only}
    row["id"] = store.next_id(type_name)
    given = _read(store, about, data, row, None, required=True)
    for name in ("created", "last_updated"):
        if name in row:
            row[name] = now()
    if "created_by" in row and row["created_by"] is None:
        row["created_by"] = actor.user
    return _save(store, about, row, None, given, actor, data)


def update(store: Store, type_name: str, before: Row, data: Any, actor: Actor, *, partial: bool) -> Row:
    """Change an object; where not `partial`, required fields must all be given.

    Raises:
        Invalid: with messages by field; nothing is kept then.
    """
    about = store.schema.types[type_name]
    row = dict(before)
    given = _read(store, about, data, row, before, required=not partial)
    if "last_updated" in row:
        row["last_updated"] = now()
    return _save(store, about, row, before, given, actor, data)


def _read(store: Store, about: Type, data: Any, row: Row, before: Row | None, *, required: bool) -> dict[str, Any]:
    """Read the fields of a request into a row; return them by name."""
    if not isinstance(data, Mapping):
        raise Invalid({"__all__": [f"Invalid data. Expected a dictionary, but got {type(data).__name__}."]})
    errors: dict[str, Any] = {}
    given: dict[str, Any] = {}
    for name, field in about.fields.items():
        if field.read_only or name == "custom_fields":
            continue
        if name not in data:
            if required and field.info.get("required"):
                errors[name] = ["This field is required."]
            continue
        try:
            given[name] = read_field(store, field, data[name])
        except Invalid as problem:
            errors[name] = problem.body
    if "custom_fields" in about.fields:
        try:
            given["custom_fields"] = read_custom_fields(
                store, about.name, data.get("custom_fields"), before and before["custom_fields"]
            )
        except Invalid as problem:
            errors["custom_fields"] = problem.body
    given.update(_changed_tags(store, about, data, row, errors))
    row.update(
        {name: value for name, value in given.items() if about.fields[name].kept and not about.fields[name].write_only}
    )
    errors.update(
        {
            name: found
            for name, found in unique_fields(store, about, row, set(given) & set(row)).items()
            if name not in errors
        }
    )
    if errors:
        raise Invalid(errors)
    return given


def _changed_tags(
    store: Store, about: Type, data: Mapping[str, Any], row: Row, errors: dict[str, Any]
) -> dict[str, Any]:
    """Read `add_tags` and `remove_tags`, which every object with tags takes beside `tags`."""
    if "tags" not in about.fields or not ({"add_tags", "remove_tags"} & set(data)):
        return {}
    if data.get("tags"):
        errors["tags"] = 'Cannot specify "tags" together with "add_tags" or "remove_tags".'
        return {}
    tags = list(row["tags"])
    for name in ("add_tags", "remove_tags"):
        try:
            wanted = read_field(store, about.fields["tags"], data.get(name) or [])
        except Invalid as problem:
            errors[name] = problem.body
            continue
        tags = [tag for tag in tags if tag not in wanted] + (wanted if name == "add_tags" else [])
    return {"tags": tags}


def _save(
    store: Store,
    about: Type,
    row: Row,
    before: Row | None,
    given: Mapping[str, Any],
    actor: Actor,
    data: Mapping[str, Any],
) -> Row:
    errors: Errors = {}
    # Ends of a cable are given with it but kept as objects of their own.
    asked = {**row, **{name: value for name, value in given.items() if about.fields[name].kind == "terminations"}}
    try:
        check(store, about, asked, before)
    except Invalid as problem:
        errors = problem.errors
    for name, found in unique_together(store, about, row, set(errors)).items():
        errors.setdefault(name, []).extend(found)
    if errors:
        raise Invalid(errors)
    row = before_save(store, about.name, row, before, given)
    store.put(about.name, row)
    log_change(store, actor, about.name, before, row, str(data.get("changelog_message") or ""))
    after_save(store, about.name, row, before, given, actor)
    return store.rows[about.name][row["id"]]
