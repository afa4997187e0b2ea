"""Rows as NetBox's API shows them: full, brief, or some fields of them."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from bot.demo.standin.cabling import PATH_FIELDS, show_path_field
from bot.demo.standin.custom_fields import show_custom_fields
from bot.demo.standin.display import display
from bot.demo.standin.ordering import order
from bot.demo.standin.schema import Field, Shown, Type
from bot.demo.standin.store import Row, Store

Shower = Callable[[Row], Any]
# Where the web interface calls a list otherwise than the API.
PAGES = {"core/object-changes": "core/changelog"}
# Tags are shown in every object by a serializer of their own.
TAG_FIELDS = ("id", "url", "display_url", "display", "name", "slug", "color")


class Renderer:
    """Shows rows of a store with URLs under `base`, such as "http://127.0.0.1:8000"."""

    def __init__(self, store: Store, base: str) -> None:
        self.store = store
        self.base = base
        self._showers: dict[tuple[str, Shown, bool], list[tuple[str, Shower]]] = {}
        self._kinds: dict[str, Callable[[Type, Field], Shower]] = {
            "url": self._url,
            "page": self._page,
            "ref": self._ref,
            "refs": self._refs,
            "tags": lambda about, field: self._refs(about, replace(field, nested=TAG_FIELDS)),
            "choice": self._choice,
            "generic": self._generic,
            "terminations": self._terminations,
            "custom fields": lambda about, _field: lambda row: show_custom_fields(store, about.name, row, self.nested),
            "computed": self._computed,
        }

    def full(self, type_name: str, row: Row, only: Collection[str] = (), omit: Collection[str] = ()) -> dict[str, Any]:
        """Show a row with all its fields, or with `only` some, or without those to `omit`."""
        about = self.store.schema.types[type_name]
        names = tuple(
            name
            for name, field in about.fields.items()
            if (not only or name in only) and name not in omit and not field.write_only
        )
        return {name: show(row) for name, show in self._compiled(about, names, nested=False)}

    def nested(self, type_name: str, number: int | None, fields: Shown = ()) -> dict[str, Any] | None:
        """Show an object as it appears inside others; None where there is none."""
        row = self.store.get(type_name, number)
        if row is None:
            return None
        return self.store.memo((self.base, type_name, number, fields), lambda: self._nested(type_name, row, fields))

    def _nested(self, type_name: str, row: Row, fields: Shown) -> dict[str, Any]:
        about = self.store.schema.types[type_name]
        names = fields or usual_fields(about)
        return {name: show(row) for name, show in self._compiled(about, names, nested=True)}

    def _compiled(self, about: Type, names: Shown, *, nested: bool) -> list[tuple[str, Shower]]:
        key = (about.name, names, nested)
        if key not in self._showers:
            self._showers[key] = [self._shower(about, name, nested=nested) for name in names]
        return self._showers[key]

    def _shower(self, about: Type, item: str | tuple[str, Shown], *, nested: bool) -> tuple[str, Shower]:
        """Return what shows a field; a field may come with the fields it shows in turn, none for a bare id."""
        name, fields = (item, None) if isinstance(item, str) else item
        field = about.fields[name]
        if fields is not None:
            field = replace(field, kind="ref" if fields else "id of", nested=fields)
        if nested and field.kind == "annotated":
            # The list of the type itself counts; where an object is shown inside another, NetBox leaves its default.
            return field.name, lambda _row: 0
        return field.name, self._kinds.get(field.kind, self._plain)(about, field)

    def _plain(self, about: Type, field: Field) -> Shower:
        return lambda row: self.store.value(about.name, row, field.name)

    def _url(self, about: Type, _field: Field) -> Shower:
        return lambda row: f"{self.base}/api/{about.list}/{row['id']}/"

    def _page(self, about: Type, _field: Field) -> Shower:
        return lambda row: f"{self.base}/{PAGES.get(about.list, about.list)}/{row['id']}/"

    def _ref(self, about: Type, field: Field) -> Shower:
        store, fields = self.store, self._fields_of(field)
        if field.path:
            return lambda row: self.nested(field.to, next(iter(_reached(store, about, row, field)), None), fields)
        return lambda row: self.nested(field.to, store.value(about.name, row, field.name), fields)

    def _refs(self, about: Type, field: Field) -> Shower:
        store, fields = self.store, self._fields_of(field)

        def show(row: Row) -> list[dict[str, Any] | None]:
            ids = _reached(store, about, row, field) if field.path else row[field.name]
            return [self.nested(field.to, each, fields) for each in (order(store, field.to, ids) if ids[1:] else ids)]

        return show

    def _fields_of(self, field: Field) -> Shown:
        """Return the fields a relation shows, empty where they are the related type's own brief ones."""
        return () if field.nested == usual_fields(self.store.schema.types[field.to]) else field.nested

    def _choice(self, about: Type, field: Field) -> Shower:
        labels = dict(field.choices)

        def show(row: Row) -> dict[str, Any] | None:
            value = self.store.value(about.name, row, field.name)
            return None if value in (None, "") else {"value": value, "label": labels.get(value, "")}

        return show

    def _generic(self, _about: Type, field: Field) -> Shower:
        kind, number = field.of
        return lambda row: self.nested(row[kind], row[number]) if row[kind] in self.store.rows else None

    def _terminations(self, about: Type, field: Field) -> Shower:
        return lambda row: [
            {"object_type": kind, "object_id": number, "object": self.nested(kind, number)}
            for kind, number in self.store.value(about.name, row, field.name)
        ]

    def _computed(self, about: Type, field: Field) -> Shower:
        store, name = self.store, field.name
        if name == "display":
            return lambda row: display(store, about.name, row)
        if name in PATH_FIELDS:
            return lambda row: show_path_field(store, (about.name, row["id"]), name, self.nested)
        if name == "parent_device":
            return self._parent_device
        if name == "config_context":
            return lambda row: row["local_context_data"] or {}
        return self._plain(about, field)

    def _parent_device(self, row: Row) -> dict[str, Any] | None:
        bays = self.store.index("dcim.devicebay", "installed_device").get(row["id"])
        if not bays:
            return None
        bay = self.store.rows["dcim.devicebay"][min(bays)]
        fields = ("id", "url", "display_url", "display", "name")
        parent = self.nested("dcim.device", bay["device"], fields) or {}
        return {**parent, "device_bay": self.nested("dcim.devicebay", bay["id"], fields)}


def _reached(store: Store, about: Type, row: Row, field: Field) -> list[int]:
    return store.follow(about.name, row["id"], field.path)[1]


def usual_fields(about: Type) -> tuple[str, ...]:
    """Return the fields a type is shown with inside others: its brief ones, but for counts that NetBox leaves out there."""
    return tuple(name for name, field in about.fields.items() if name in about.brief and field.kind != "count")
