"""What is said of an object that is to be made or changed: "status planned, in Akron, role Router, named Lab-1"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.catalogue.types import ObjectType
from orchestration.language.grammar import bare, fielding, telling
from orchestration.language.grammar.draft import Mind
from orchestration.language.intent import Assignment, Selection
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item


@dataclass(slots=True)
class Assigner:
    """Reads what is said of one object.

    Args:
        mind: what the grammar knows.
        kind: the object's type.
        items: what is said.
        creating: the object is new, so that an unknown word may be its name.
        earlier: types of what earlier asks of the message make, by their index: what "it" may be.
    """

    mind: Mind
    kind: str
    items: list[Item]
    creating: bool = True
    earlier: Sequence[tuple[int, str]] = ()
    values: list[Assignment] = field(default_factory=list)
    grounds: dict[str, tuple[NameHit, ...]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unused: list[Item] = field(default_factory=list)
    named: bool = False
    link: str = ""
    _at: int = 0

    @property
    def about(self) -> ObjectType:
        """The object's type."""
        return self.mind.catalogue[self.kind]

    def read(self) -> Assigner:
        """Read all items."""
        self._at = 0
        while self._at < len(self.items):
            self._at += max(1, self._step(self._at))
        return self

    def item(self, at: int) -> Item | None:
        """Return an item, None beyond the end."""
        return self.items[at] if 0 <= at < len(self.items) else None

    def assign(self, name: str, text: str | None, selection: Selection | None = None, add: str = "set") -> None:
        """Note a value; a field that has one already keeps the first, but lists grow."""
        described = self.about.fields.get(name)
        many = described is not None and described.kind in ("tags", "relations")
        if not many and any(each.field == name for each in self.values):
            return
        if many and self.creating is False and add == "set" and name == "tags":
            add = "add"
        self.values.append(Assignment.model_validate({"field": name, "text": text, "selection": selection, "add": add}))

    # One step.

    def _step(self, at: int) -> int:
        item = self.items[at]
        for read in (
            telling.free_position,
            telling.named_words,
            telling.tagged,
            telling.reference,
            bare.port_at,
            fielding.valued,
            bare.typed,
            bare.figure,
        ):
            if taken := read(self, at):
                self.link = ""
                return taken
        if item.quoted:
            return telling.quoted(self, item)
        if bare.value(self, item) or bare.name_of_thing(self, at):
            self.link = ""
            return 1
        if self._silent(item):
            if item.role("in"):
                self.link = item.norm
            return 1
        return telling.unknown(self, at)

    def _silent(self, item: Item) -> bool:
        if item.hits and not item.words:
            return False
        return bool(item.words) and not (
            item.content and not any(item.role(role) for role in ("in", "with", "named", "and", "all", "be", "that"))
        )

    def field_named(self, item: Item) -> str | None:
        """Return the field that a word names, that can be written; None where it names none."""
        if item.quoted or not (item.field or item.kinds or item.hits):
            return None
        about = self.about
        custom = next((hit for hit in item.hits if hit.type == "extras.customfield"), None)
        if custom is not None:
            return f"cf_{custom.name}"
        if item.norm == "id":
            return next((each for each in ("vid", "cid", "asn") if each in about.fields), None)
        for name in self.mind.catalogue.field_words(self.kind).get(item.norm, ()):
            described = about.fields.get(name)
            if described is not None and described.writable:
                return name
            link = about.links.get(name)
            if link is not None and link.back is None and not link.path and described is None:
                return name
        if item.kinds:
            return next((each for each in map(self.relation_to, item.kinds) if each), None)
        return None

    def relation_to(self, type_: str) -> str | None:
        """Return the field by which the object points at another type; None where none does."""
        if type_ == "extras.tag":
            return "tags" if "tags" in self.about.fields else None
        fields = self.about.fields.items()
        direct = next((name for name, each in fields if each.writable and each.relation == type_), None)
        if direct is not None:
            return direct
        links = self.about.links
        return next(
            (name for name, link in links.items() if link.target in (type_, "*") and not link.back and not link.path),
            None,
        )

    def ground(self, text: str, hits: Sequence[NameHit], target: str) -> None:
        """Note what a name means; one that nothing has is missing."""
        if hits:
            self.grounds[text] = tuple(hits)
        elif target in self.mind.catalogue and self.mind.catalogue[target].indexed:
            self.missing.append(text)
