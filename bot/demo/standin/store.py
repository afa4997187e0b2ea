"""The objects of the stand-in, in memory, with indexes that are built when first asked for and kept up by each write."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from bot.demo.standin import tagging
from bot.demo.standin.schema import Schema, Type

Row = dict[str, Any]
Ids = set[int]
Step = tuple[str, ...]
Result = TypeVar("Result")


class Store:
    """All objects by type and id.

    A row holds relations as ids, choices as values and lists of relations as lists of ids. Rows are replaced, never changed, so that a
    journal of replaced rows is enough to undo a failed bulk.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.rows: dict[str, dict[int, Row]] = {name: {} for name in schema.types}
        self.revision = 0
        self.revisions: dict[str, int] = dict.fromkeys(schema.types, 0)
        self.derived: Callable[[str, Row, str], Any] = lambda _type, _row, _field: None
        self._last: dict[str, int] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], dict[Any, Ids]] = {}
        self._memo: dict[Any, Any] = {}
        self._memo_by_type: dict[Any, tuple[int, Any]] = {}
        self._memo_revision = -1
        self._journal: list[tuple[str, int, Row | None]] | None = None

    def next_id(self, type_name: str) -> int:
        """Return an id that no object of the type has or had."""
        self._last[type_name] = self._last.get(type_name, 0) + 1
        return self._last[type_name]

    def put(self, type_name: str, row: Row) -> None:
        """Keep a row under its id, in place of the one there."""
        self._replace(type_name, row["id"], row)

    def remove(self, type_name: str, number: int) -> None:
        """Forget a row."""
        self._replace(type_name, number, None)

    def get(self, type_name: str, number: int | None) -> Row | None:
        """Return a row, or None where there is none."""
        return self.rows[type_name].get(number) if number is not None and type_name in self.rows else None

    def _replace(self, type_name: str, number: int, row: Row | None, *, follow: bool = True) -> None:
        rows = self.rows[type_name]
        old = rows.get(number)
        if self._journal is not None:
            self._journal.append((type_name, number, old))
        for (owner, fields), index in self._indexes.items():
            if owner == type_name:
                for keys, add in ((_keys(old, fields), False), (_keys(row, fields), True)):
                    for key in keys:
                        if add:
                            index.setdefault(key, set()).add(number)
                        elif key in index:
                            index[key].discard(number)
        if row is None:
            rows.pop(number, None)
        else:
            rows[number] = row
        self._last[type_name] = max(self._last.get(type_name, 0), number)
        self.revision += 1
        self.revisions[type_name] += 1
        if follow and "tags" in self.schema.types[type_name].fields:
            tagging.follow(self, type_name, number, old, row)

    def begin(self) -> None:
        """Start to remember what is replaced."""
        self._journal = []

    def commit(self) -> None:
        """Keep what was done since `begin`."""
        self._journal = None

    def roll_back(self) -> None:
        """Undo what was done since `begin`."""
        journal, self._journal = self._journal or [], None
        for type_name, number, old in reversed(journal):
            self._replace(type_name, number, old, follow=False)

    def value(self, type_name: str, row: Row, name: str) -> Any:
        """Return a field of a row, worked out where it is not kept."""
        return row[name] if name in row else self.derived(type_name, row, name)

    def index(self, type_name: str, *fields: str) -> dict[Any, Ids]:
        """Return the ids by the value of a field (or the values of several); a list counts under each of its members."""
        kept = self.schema.types[type_name].fields
        if all(name == "id" or (name in kept and kept[name].kept) for name in fields):
            key = (type_name, fields)
            if key not in self._indexes:
                self._indexes[key] = self._build(type_name, fields, lambda row, name: row.get(name))
            return self._indexes[key]
        return self.memo(
            ("index", type_name, fields),
            lambda: self._build(type_name, fields, lambda row, name: self.value(type_name, row, name)),
        )

    def _build(self, type_name: str, fields: tuple[str, ...], read: Callable[[Row, str], Any]) -> dict[Any, Ids]:
        index: dict[Any, Ids] = {}
        for number, row in self.rows[type_name].items():
            for key in _keys(row, fields, read):
                index.setdefault(key, set()).add(number)
        return index

    def memo(self, key: Any, work: Callable[[], Result]) -> Result:
        """Return what `work` returned since the last write."""
        if self._memo_revision != self.revision:
            self._memo.clear()
            self._memo_revision = self.revision
        if key not in self._memo:
            self._memo[key] = work()
        return self._memo[key]  # type: ignore[no-any-return]

    def memo_of_type(self, type_name: str, key: Any, work: Callable[[], Result]) -> Result:
        """Return what `work`, which looks at one type alone, returned since the last write to that type."""
        held = self._memo_by_type.get((type_name, key))
        if held is None or held[0] != self.revisions[type_name]:
            held = self._memo_by_type[type_name, key] = (self.revisions[type_name], work())
        return held[1]

    def follow(self, type_name: str, number: int, steps: Iterable[Step]) -> tuple[str, list[int]]:
        """Walk steps from one object; return the type that they lead to and the ids reached."""
        ids = [number]
        for step in steps:
            ids = [reached for each in ids for reached in self._forward(type_name, each, step)]
            type_name = step[1]
        return type_name, ids

    def _forward(self, type_name: str, number: int, step: Step) -> Iterable[int]:
        kind, target, *names = step
        row = self.rows[type_name][number]
        if kind == "to":
            value = self.value(type_name, row, names[0])
            return () if value is None else (value,)
        if kind == "each":
            return list(row.get(names[0]) or ())
        if kind in ("children", "members"):
            return sorted(self.index(target, names[0]).get(number, ()))
        if kind == "generic":
            return sorted(self.index(target, *names).get((type_name, number), ()))
        return (row[names[1]],) if row.get(names[0]) == target else ()

    def back(self, type_name: str, steps: tuple[Step, ...], ids: Ids) -> Ids:
        """Return the ids of a type from which the steps lead to one of the ids."""
        owners = [type_name, *(step[1] for step in steps)]
        for owner, step in zip(reversed(owners[:-1]), reversed(steps), strict=True):
            ids = self._backward(owner, step, ids)
        return ids

    def _backward(self, owner: str, step: Step, ids: Ids) -> Ids:
        kind, target, *names = step
        if kind in ("to", "each"):
            index = self.index(owner, names[0])
            return {number for each in ids for number in index.get(each, ())}
        if kind == "member":
            index = self.index(owner, *names)
            return {number for each in ids for number in index.get((target, each), ())}
        found: Ids = set()
        for each in ids:
            row = self.rows[target][each]
            if kind == "generic":
                found.update([row[names[1]]] if row.get(names[0]) == owner else ())
            else:
                found.update(key for key in _keys(row, (names[0],)) if key is not None)
        return found

    def descendants(self, about: Type, number: int) -> Ids:
        """Return the id of a tree's node with those of all below it."""
        children, found, waiting = self.index(about.name, "parent"), {number}, [number]
        while waiting:
            below = children.get(waiting.pop(), set()) - found
            found |= below
            waiting.extend(below)
        return found


def _keys(row: Row | None, fields: tuple[str, ...], read: Callable[[Row, str], Any] | None = None) -> Iterator[Any]:
    """Yield what a row is filed under in an index over the fields."""
    if row is None:
        return
    values = [read(row, name) if read else row.get(name) for name in fields]
    if len(fields) > 1:
        yield tuple(values)
    elif isinstance(values[0], list):
        yield from (item for item in values[0] if not isinstance(item, (dict, list)))
    elif not isinstance(values[0], dict):
        yield values[0]
