"""The table of facts: what NetBox itself says of its types, drawn by `tests/catalogue/draw_facts.py`.

A row of a field is [kind, label, flags, list it points at, choices, unit, longest, least, most], one of a filter is
[kind, look-ups, flags, choices]; what is empty at the end is left out. Rows become entries when somebody looks at them.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar, cast

from orchestration.catalogue.types import Field, FieldKind, Filter

REQUIRED, NULLABLE, WRITABLE, READABLE = 1, 2, 4, 8
MULTIPLE, TREE = 1, 2
# NetBox's TagFilter is conjoined: what carries both tags, not either.
EVERY = frozenset(("tag", "tag_id"))
_FIELD = ["string", "", 0, "", 0, "", 0, None, None]
_FILTER: list[Any] = ["string", 0, 0, ()]

Entry = TypeVar("Entry")


class Lazy(Mapping[str, Entry], Generic[Entry]):
    """A mapping that is made when it is first looked into.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[], dict[str, Entry]]) -> None:
        self._make = make
        self._made: dict[str, Entry] | None = None

    @property
    def _entries(self) -> dict[str, Entry]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class Facts:
    """The table, opened.

    Args:
        table: as the file holds it.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.netbox: str = table["netbox"]
        self.types: Mapping[str, Any] = table["types"]
        self._choices = [tuple((value, label) for value, label in each) for each in table["choices"]]
        self._lookups = [frozenset(each) for each in table["lookups"]]
        self.keys: dict[str, str] = {path: about["key"] for path, about in self.types.items()}
        self.plurals = {key: path.rsplit("/", 1)[1].replace("-", "_") for path, key in self.keys.items()}
        self._models = {key.partition(".")[2]: key for key in self.keys.values()}
        self._pointing: dict[str, list[tuple[str, str]]] = {}

    def rows(self, path: str) -> Mapping[str, list[Any]]:
        """Return the rows of a type's fields, by name."""
        return cast("Mapping[str, list[Any]]", self.types[path]["fields"])

    def target(self, row: list[Any]) -> str | None:
        """Return the key of the type that a field's row points at; None where it points at none, or at none of the catalogue."""
        return self.keys.get(row[3]) if len(row) > 3 else None

    def pointing(self, key: str) -> Sequence[tuple[str, str]]:
        """Return the fields that point at a type, as (key of their type, name)."""
        if not self._pointing:
            found: dict[str, list[tuple[str, str]]] = {}
            for path, other in self.keys.items():
                for name, row in self.rows(path).items():
                    if (to := self.target(row)) and row[2] & READABLE:
                        found.setdefault(to, []).append((other, name))
            # Only when it is whole: another thread that looks would keep links from half of it for good.
            self._pointing = found
        return self._pointing.get(key, ())

    def model(self, name: str) -> str | None:
        """Return the key of the type that a counter's name means: "ipaddresses", "console_port_template"; None for none."""
        model = name.replace("_", "")
        return (
            self._models.get(model)
            or self._models.get(model.removesuffix("s"))
            or self._models.get(model.removesuffix("es"))
        )

    def field(self, name: str, row: list[Any], words: tuple[str, ...], unit: str) -> Field:
        """Return the entry of a field.

        Args:
            name: NetBox's name of it.
            row: its row in the table.
            words: further words for it.
            unit: the unit to show where the table has none.
        """
        kind, label, flags, _, choices, own_unit, longest, least, most = row + _FIELD[len(row) :]
        return Field(
            name=name,
            label=label,
            kind=cast("FieldKind", kind),
            relation=self.target(row),
            choices=self._choices[choices - 1] if choices else (),
            required=bool(flags & REQUIRED),
            nullable=bool(flags & NULLABLE),
            writable=bool(flags & WRITABLE),
            readable=bool(flags & READABLE),
            max_length=longest or None,
            minimum=least,
            maximum=most,
            words=words,
            unit=own_unit or unit,
        )

    def filter(self, name: str, row: list[Any]) -> Filter:
        """Return the entry of a filter."""
        kind, lookups, flags, choices = row + _FILTER[len(row) :]
        return Filter(
            name=name,
            kind=kind,
            lookups=self._lookups[lookups],
            choices=tuple(choices),
            multiple=bool(flags & MULTIPLE),
            every=name in EVERY,
            tree=bool(flags & TREE),
        )


@cache
def read_facts() -> Facts:
    """Read the table; done once a process."""
    return Facts(json.loads(gzip.decompress(files(__package__).joinpath("facts.json.gz").read_bytes())))
