"""Which columns a listing shows, what must be fetched for them, and the table they make."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration.catalogue.denied import denied_field
from orchestration.catalogue.types import Field, ObjectType
from orchestration.errors import NotUnderstood
from orchestration.messages import Column, Run, Table
from orchestration.tools.cells import at, is_numeric, name_run, text_of
from orchestration.tools.kit import Kit
from orchestration.tools.proof import Row
from orchestration.tools.rows import by_ids
from orchestration.tools.wording import first_upper, inline, listed

MOST_COLUMNS = 6
# Where a field that a type lacks is looked for first: a device's region is its site's.
_HOSTS = (
    "site",
    "device",
    "device_type",
    "module_type",
    "rack",
    "cluster",
    "circuit",
    "provider",
    "virtual_machine",
    "tenant",
    "vlan",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A column.

    Args:
        name: as it was asked for.
        at: where the record holds it: a field, "device_type.manufacturer", or "cf_x".
        title: its title.
        field: the catalogue's entry, where there is one.
        host: the relation whose record holds it, where the row itself does not; then one request more reads these records.
    """

    name: str
    at: str
    title: str
    field: Field | None = None
    host: str | None = None

    @property
    def fetched(self) -> str:
        """The field that must be fetched of the row."""
        if self.host:
            return self.host
        return "custom_fields" if self.at.startswith("cf_") else self.at.split(".")[0]


# A circuit shows where it ends by both its ends.
_ENDS = ("termination_a", "termination_z")
_INSTEAD = {
    ("circuits.circuit", name): _ENDS for name in ("site", "location", "region", "provider_network", "terminations")
}


def expanded(about: ObjectType, names: Sequence[str]) -> tuple[str, ...]:
    """Return columns by the fields that show them, where a type shows something in two."""
    return tuple(dict.fromkeys(each for name in names for each in _INSTEAD.get((about.key, name), (name,))))


def chosen(kit: Kit, about: ObjectType, asked: Sequence[str]) -> tuple[Shown, ...]:
    """Return the columns to show: the name, then those asked for, or the type's own.

    Raises:
        NotUnderstood: the type has no such field.
    """
    names = [each for each in expanded(about, asked or about.columns) if each not in {about.name_field, "display"}]
    return tuple(column_of(kit, about, name) for name in dict.fromkeys(names) if asked or name in about.fields)


def column_of(kit: Kit, about: ObjectType, name: str) -> Shown:
    """Return the column for a field, a custom field, a link, or a field of something it belongs to.

    Raises:
        NotUnderstood: there is none.
    """
    field = about.fields.get(name)
    if field is not None and field.readable:
        return Shown(name, name, field.label, field)
    if name.startswith("cf_") and not denied_field(about.key, name):
        title = field.label if field is not None else name.removeprefix("cf_").replace("_", " ").capitalize()
        return Shown(name, name, title, field)
    link = about.links.get(name)
    if link is not None and link.proof:
        return Shown(name, link.proof, name.replace("_", " ").capitalize())
    for host in _HOSTS:
        owner = about.fields.get(host)
        if owner is None or owner.relation is None:
            continue
        held = kit.catalogue[owner.relation].fields.get(name)
        if held is not None and held.readable:
            return Shown(name, name, held.label, held, host)
    have = listed(
        [inline(each.label) for each in about.fields.values() if each.readable and each.name not in _PLUMBING][:30]
    )
    raise NotUnderstood(
        f'{about.plural[:1].upper()}{about.plural[1:]} have no "{name.replace("_", " ")}".', f"They have {have}."
    )


_PLUMBING = frozenset({"id", "url", "display", "display_url", "custom_fields", "_depth", "_occupied", "config_context"})


def needed(about: ObjectType, columns: Sequence[Shown]) -> tuple[str, ...]:
    """Return the fields to fetch for a table of these columns."""
    named = (about.name_field,) if about.name_field in about.fields else ()
    status = ("status",) if "status" in about.fields else ()
    within = tuple(each for each in (about.within, *about.also_within) if each)
    return tuple(dict.fromkeys(("id", "display", *named, *status, *within, *(each.fetched for each in columns))))


def hosted(kit: Kit, about: ObjectType, columns: Sequence[Shown], rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows with the columns that only their hosts' records hold; one request for each kind of host."""
    filled = [dict(row) for row in rows]
    for host in dict.fromkeys(each.host for each in columns if each.host):
        owner = about.fields[host].relation or ""
        wanted = [each for each in columns if each.host == host]
        ids = sorted({row[host]["id"] for row in rows if isinstance(row.get(host), dict)})
        held = by_ids(kit, owner, ids, ("id", "display", *(each.at for each in wanted)))
        for row in filled:
            record: Mapping[str, Any] = held.get((row.get(host) or {}).get("id", 0), {})
            row.update({each.at: record.get(each.at) for each in wanted})
    return tuple(filled)


def kept(columns: Sequence[Shown], rows: Sequence[Row], said: Collection[str] = ()) -> tuple[Shown, ...]:
    """Return the columns that are filled in any row, at most six with the name.

    Args:
        columns: in order.
        rows: the rows to show.
        said: columns that the first line says of all rows.
    """
    filled = [each for each in columns if each.name not in said and any(text_of(at(row, each.at)) for row in rows)]
    return tuple(filled[: MOST_COLUMNS - 1])


def shown_of(kit: Kit, row: Row, column: Shown) -> str:
    """Return what a row shows in a column; a type by its name."""
    value = at(row, column.at)
    if isinstance(value, str) and column.at.endswith("_type") and value in kit.catalogue:
        return kit.catalogue[value].singular
    return text_of(value, column.field)


def table(kit: Kit, about: ObjectType, columns: Sequence[Shown], rows: Sequence[Row]) -> Table:
    """Return the table of some rows, the name first with its link."""
    named = about.fields.get(about.name_field)
    by_name = named is not None and (not rows or any(row.get(about.name_field) for row in rows))
    first = Column(title=named.label if named and by_name else first_upper(about.singular))
    titles = (
        first,
        *(Column(title=each.title, align="right" if is_numeric(each.field) else "left") for each in columns),
    )
    cells = tuple(
        (name_run(row, about, kit.inventory), *(Run(text=shown_of(kit, row, each)) for each in columns)) for row in rows
    )
    return Table(columns=titles, rows=cells)


def without_host(columns: Sequence[Shown]) -> tuple[Shown, ...]:
    """Return the columns as rows hold them once their hosts' records were read."""
    return tuple(replace(each, host=None) for each in columns)
