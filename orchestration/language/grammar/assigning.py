"""What is said of an object that is to be made or changed: "status planned, in Akron, role Router, named Lab-1"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.catalogue.types import ObjectType
from orchestration.language.grammar import linking, measures
from orchestration.language.grammar.draft import Mind, types_of
from orchestration.language.intent import Assignment, Reference, Selection, leaf, select
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

# Words between a field and its value.
_BETWEEN = frozenset(
    "from between of to is are as be it the a an number equal with must should and named called number nr no id in was".split()
)
_STOPS = ("with", "without", "change", "ask", "want", "please", "thanks", "greeting", "that")
_NUMBERED = re.compile(r"^(.*?)(\d+)(?:/\d+)?$")
# A component is told by where it is: a port of a device.
_PORTS = ("dcim.interface", "virtualization.vminterface")
_PARTS = (*_PORTS, "dcim.frontport", "dcim.rearport", "dcim.poweroutlet", "dcim.powerport", "dcim.consoleport")
_YES = {"yes": "true", "true": "true", "on": "true", "no": "false", "false": "false", "off": "false"}
# Fields whose values are networks: a word is none.
_NETWORKS = ("prefix", "address", "start_address")
_FIGURED = ("address", "prefix", "start_address", "asn")
# Which fields a bare figure fills, by its kind.
_BY_FIGURE = {
    "prefix": ("prefix",),
    "address": ("address", "start_address"),
    "rd": ("rd",),
    "asn": ("asn",),
    "units": ("u_height",),
    "unit": ("position",),
    "mac": ("mac_address",),
    "dns": ("dns_name",),
    "mail": ("email",),
}


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
    _link: str = ""
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
            self._free_position,
            self._named_words,
            self._tagged,
            self._reference,
            self._field,
            self._typed,
            self._figure,
        ):
            if taken := read(at):
                self._link = ""
                return taken
        if item.quoted:
            return self._quoted(item)
        if self._value(item) or self._name_of_thing(at):
            self._link = ""
            return 1
        if self._silent(item):
            if item.role("in"):
                self._link = item.norm
            return 1
        return self._unknown(at)

    def _silent(self, item: Item) -> bool:
        if item.hits and not item.words:
            return False
        return bool(item.words) and not (
            item.content and not any(item.role(role) for role in ("in", "with", "named", "and", "all", "be", "that"))
        )

    def _free_position(self, at: int) -> int:
        """Take "at a free U", "next free unit"."""
        item = self.items[at]
        if "position" not in self.about.fields or not (item.means("state", "empty") or item.role("next_free")):
            return 0
        following = self.item(at + 1)
        if following is None or not (following.role("unit") or following.norm in ("position", "slot")):
            return 0
        self.assign("position", "free")
        return 2

    def _named_words(self, at: int) -> int:
        item = self.items[at]
        if not item.role("named") or (item.role("and")):
            return 0
        start = at + 1
        while (
            (following := self.item(start)) is not None
            and (following.role("be") or following.role("named"))
            and not following.quoted
        ):
            start += 1
        taken, text = self._text(start, names=True)
        if not text:
            return 0
        self.assign(self.about.name_field, text)
        self.named = True
        return start - at + taken

    def _tagged(self, at: int) -> int:
        item = self.items[at]
        if not item.role("tagged") or "tags" not in self.about.fields:
            return 0
        taken = 0
        while (following := self.item(at + 1 + taken)) is not None:
            hits = tuple(hit for hit in following.hits if hit.type == "extras.tag")
            if following.role("and") and taken:
                taken += 1
                continue
            if not (hits or following.quoted or (not following.known and following.text[:1].isupper())):
                break
            self.ground(following.text, hits, "extras.tag")
            self.assign("tags", following.text)
            taken += 1
            if following.after.strip(","):
                break
        return taken + 1 if taken else 0

    def _reference(self, at: int) -> int:
        """Take "in it", "from them", "for this manufacturer": what an earlier ask of the message makes."""
        item = self.items[at]
        if not self.earlier or not (item.role("it") or item.role("ones")) or item.content:
            return 0
        following = self.item(at + 1)
        kinds = following.kinds if following is not None and not item.after else ()
        for ask, type_ in reversed(self.earlier):
            if kinds and type_ not in kinds:
                continue
            name = self.relation_to(type_)
            if name is not None:
                reference = Reference(to="ask", position=None, ask=ask, type=type_)
                self.assign(name, None, select(type_, refers=reference))
                return 2 if kinds else 1
        return 0

    # Fields with values.

    def _field(self, at: int) -> int:
        item = self.items[at]
        name, start = self.field_named(item), at + 1
        if name is None:
            name, start = self._across(at), at + 2
        if name is None:
            return 0
        while (following := self.item(start)) is not None and start - at <= 3:
            if (
                following.quoted
                or following.hits
                or following.figure
                or following.value
                or following.norm not in _BETWEEN
            ):
                break
            start += 1
        described = self.about.fields.get(name)
        if described is not None and described.kind == "boolean":
            following = self.item(at + 1)
            said = _YES.get(following.norm) if following is not None else None
            self.assign(name, said or "true")
            return 2 if said else 1
        if start >= len(self.items):
            return 0
        taken = self.value_of(name, start)
        return start - at + taken if taken else 0

    def _across(self, at: int) -> str | None:
        """Return the field that the end of one span and the next span name together: "allowed VLAN" and "IDs"."""
        item, following = self.items[at], self.item(at + 1)
        if following is None or item.size < 2 or item.quoted or item.hits or item.after:
            return None
        words = self.mind.catalogue.field_words(self.kind).get(f"{item.norm.split()[-1]} {following.norm}", ())
        return next((each for each in words if each in self.about.fields and self.about.fields[each].writable), None)

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

    def value_of(self, name: str, at: int) -> int:
        """Read the value of a field.

        Args:
            name: the field.
            at: where its value begins.

        Returns:
            How many items it takes; 0 where it is no value of that field.
        """
        if at >= len(self.items):
            return 0
        item = self.items[at]
        if name in _FIGURED and item.figure is None:
            return 0
        described = self.about.fields.get(name)
        link = self.about.links.get(name)
        target = (described.relation if described else None) or (link.target if link else None)
        if item.norm in ("none", "nothing", "empty") and not item.quoted:
            self.assign(name, None)
            return 1
        if target:
            return self._related(name, target, at)
        if described is not None and described.kind == "choice":
            return self._choice(name, at)
        if name == "position" and (item.means("state", "empty") or item.role("next_free")):
            self.assign(name, "free")
            return 1
        if described is not None and described.kind in ("integer", "decimal") and name != "position":
            return self._number(name, at)
        if item.figure is not None and item.figure.kind == "unit":
            self.assign(name, item.figure.low)
            return 1
        if name == "start_address" and item.figure is not None:
            return self._between(at)
        if item.figure is not None and item.figure.kind in ("address", "prefix"):
            self.assign(name, item.text)
            return 1
        taken, text = self._text(at, names=name == self.about.name_field)
        if not text:
            return 0
        self.named = self.named or name == self.about.name_field
        self.assign(name, text)
        return taken

    def _related(self, name: str, target: str, at: int) -> int:
        item = self.items[at]
        start = at
        if item.kinds and not item.hits and self.item(at + 1) is not None:
            start, item = at + 1, self.items[at + 1]
        hits = tuple(hit for hit in item.hits if target in ("*", hit.type))
        if hits and hits[0].score < 1.0 and (whole := self._longer_name(start)):
            # "Wayne Industries" is neither Wayne nor Industries.
            self.ground(whole, (), target)
            self.assign(name, whole)
            return start - at + 2
        written = item.text[:1].isupper() and not (item.kinds or item.field or item.words)
        if not (hits or item.quoted or item.figure or written):
            return 0
        taken, text = 1, item.text
        if not hits:
            taken, text = self._text(start, names=True)
            if not text:
                return 0
        self.ground(text, hits, target)
        self.assign(name, text)
        return start - at + taken

    def _longer_name(self, at: int) -> str:
        """Return two words that are written as one name, each of which is part of another name; empty where they are not."""
        item, following = self.items[at], self.item(at + 1)
        if (
            following is None
            or item.after
            or not following.text[:1].isupper()
            or following.kinds
            or following.field
            or following.words
        ):
            return ""
        return f"{item.text} {following.text}"

    def _choice(self, name: str, at: int) -> int:
        item = self.items[at]
        meant = self.mind.catalogue.value_words(self.kind).get(item.norm, ())
        own = [values for field_, values in meant if field_ == name]
        if own:
            self.assign(name, own[0][0] if len(own[0]) == 1 else item.text)
            return 1
        if item.words and not item.content:
            return 0
        following = self.item(at + 1)
        if following is not None and not item.after:
            both = self.mind.catalogue.value_words(self.kind).get(f"{item.norm} {following.norm}", ())
            own = [values for field_, values in both if field_ == name]
            if own:
                self.assign(name, own[0][0])
                return 2
        self.assign(name, item.text)
        return 1

    def _number(self, name: str, at: int) -> int:
        taken, text = self._range(at)
        if not text:
            figure = self.items[at].figure
            if figure is None or figure.kind not in ("number", "units", "unit", "asn", "speed"):
                return 0
            taken, text = 1, _scaled(figure.low, figure.word, name)
            following = self.item(at + 1)
            if following is not None and not figure.word and name in measures.UNITS.get(following.norm, ()):
                taken, text = 2, _scaled(figure.low, following.norm, name)
        self.assign(name, text)
        return taken

    # Types with names, and bare names.

    def _typed(self, at: int) -> int:
        """Take "in rack R1", "VLAN group Floors", "site Akron"."""
        item = self.items[at]
        if not item.kinds or item.quoted:
            return 0
        following = self.item(at + 1)
        if following is None or item.after.strip(":-"):
            return 0
        for target in item.kinds:
            name = self.relation_to(target)
            hits = tuple(hit for hit in following.hits if hit.type == target)
            linked = bool(self._link) or not self.creating
            if name is None or not (
                hits
                or following.quoted
                or (linked and not following.known)
                or (linked and following.figure and not following.hits)
            ):
                continue
            if target in _PARTS and not hits:
                return 1 + self._part(name, target, at + 1)
            taken, text = (1, following.text) if hits else self._text(at + 1, names=True)
            self.ground(text, hits, target)
            self.assign(name, text)
            return 1 + taken
        return 0

    def _part(self, name: str, target: str, at: int) -> int:
        """Take "GigabitEthernet0 on switch-1": a part of a device."""
        part, joint, owner = self.items[at], self.item(at + 1), self.item(at + 2)
        where = []
        taken = 1
        if joint is not None and owner is not None and joint.role("in"):
            own = types_of(owner.hits)
            for type_, link in (("dcim.device", "device"), ("virtualization.virtualmachine", "virtual_machine")):
                if type_ in own:
                    where, taken = [leaf(link, "eq", [owner.text])], 3
                    self.grounds[owner.text] = own[type_]
                    target = "virtualization.vminterface" if link == "virtual_machine" else target
                    break
        self.assign(name, None, select(target, names=[part.text], where=where))
        return taken

    def _name_of_thing(self, at: int) -> bool:
        """Take a name of something that is there as what the object points at."""
        item = self.items[at]
        if item.quoted or not item.hits:
            return False
        if self.creating and not self.named and item.size == 1 and self._own_name(at):
            return False
        options = []
        for type_, hits in types_of(item.hits).items():
            name = self.relation_to(type_)
            if name is not None and not any(each.field == name for each in self.values):
                price = (
                    linking.rank(type_)
                    + (0.0 if hits[0].score == 1.0 else 0.6)
                    - (0.3 if name in self.about.fields else 0.0)
                )
                options.append((price, name, hits))
        if not options:
            return False
        _, name, hits = min(options, key=lambda each: each[0])
        kept = tuple(hit for hit in hits if hit.score == hits[0].score)
        self.ground(item.text, kept, kept[0].type)
        self.assign(name, item.text)
        return True

    def _own_name(self, at: int) -> bool:
        """Say whether a known name is the new object's own: the first word, when no connector stands before it."""
        return (
            at == 0
            and not self._link
            and not any(hit.score == 1.0 and self.relation_to(hit.type) for hit in self.items[at].hits)
        )

    def _value(self, item: Item) -> bool:
        """Take a choice that stands by itself: "planned", "cat6", "facing rear"."""
        if item.quoted or not item.value:
            return False
        meant = self.mind.catalogue.value_words(self.kind).get(item.norm, ())
        fitting = [
            (name, values)
            for name, values in meant
            if name in self.about.fields and self.about.fields[name].writable and len(values) == 1
        ]
        if not fitting or (
            self.named is False and self.creating and item.text[:1].isupper() and not item.hits and len(item.norm) < 3
        ):
            return False
        name, values = min(fitting, key=lambda each: each[0] != "status")
        if any(each.field == name for each in self.values):
            return False
        self.assign(name, values[0])
        return True

    # Figures.

    def _figure(self, at: int) -> int:
        item = self.items[at]
        figure = item.figure
        if figure is None or item.quoted:
            return 0
        fields = self.about.fields
        following = self.item(at + 1)
        if figure.kind == "number" and not item.hits:
            unit = figure.word or (following.norm if following is not None and not item.after else "")
            for name in measures.UNITS.get(unit, ()):
                if name in fields:
                    self.assign(name, _scaled(figure.low, unit, name))
                    return 1 if figure.word else 2
        if (
            figure.kind in ("number", "range")
            and "vid" in fields
            and not any(each.field == "vid" for each in self.values)
            and not self._link
        ):
            span, text = self._range(at)
            self.assign("vid", text or figure.low)
            return span or 1
        if figure.kind in ("number", "asn") and self.kind == "ipam.asn":
            self.assign("asn", figure.low)
            return 1
        if figure.kind in ("address", "prefix") and self.kind == "ipam.iprange":
            return self._between(at)
        if figure.kind == "port" and (link := self.relation_to(_PORTS[0])):
            return self._part(link, _PORTS[0], at)
        for name in _BY_FIGURE.get(figure.kind, ()):
            if name in fields and not any(each.field == name for each in self.values):
                self.assign(name, figure.low)
                return 1
        return 0

    def _between(self, at: int) -> int:
        """Take the two ends of an IP range."""
        self.assign("start_address", self.items[at].text)
        for further in (1, 2):
            item = self.item(at + further)
            if item is not None and item.figure is not None and item.figure.kind in ("address", "prefix"):
                self.assign("end_address", item.text)
                return further + 1
        return 1

    def _range(self, at: int) -> tuple[int, str]:
        """Return how many items a range takes, and it as written: "110 to 114"; nothing where there is none."""
        item, joint, last = self.items[at], self.item(at + 1), self.item(at + 2)
        if item.figure is not None and item.figure.kind == "range":
            return 1, item.text
        if joint is None or last is None or not (joint.role("thru") or item.after == "-"):
            return 0, ""
        if item.after == "-":
            joint, last = item, joint
            text = f"{item.text} - {last.text}"
        else:
            text = f"{item.text} {joint.text} {last.text}"
        first = _NUMBERED.match(item.text)
        second = _NUMBERED.match(last.text)
        if not first or not second or (second.group(1) and first.group(1) != second.group(1)):
            return 0, ""
        return (2 if item.after == "-" else 3), text

    # Texts.

    def _text(self, at: int, *, names: bool) -> tuple[int, str]:
        """Return how many items a free text takes, and the text; several names with "and" between them are one text."""
        item = self.item(at)
        if item is None:
            return 0, ""
        taken, text = self._range(at)
        if text:
            return taken, text
        if item.quoted:
            return 1, item.text
        words: list[str] = []
        here = at
        while (item := self.item(here)) is not None:
            stops = bool(words) and self._stops(here)
            if stops or (words and item.quoted):
                break
            words.append(item.text)
            here += 1
            if item.after.strip("-"):
                break
        further = self.item(here)
        if names and words and further is not None and (further.role("and") or "," in self.items[here - 1].after):
            more_at = here + 1 if further.role("and") else here
            more = self.item(more_at)
            if more is not None and self._new_name(more):
                rest_taken, rest = self._text(more_at, names=True)
                joint = ", " if more_at == here else f" {further.text} "
                return more_at - at + rest_taken, f"{' '.join(words)}{joint}{rest}"
        return here - at, " ".join(words)

    def _stops(self, at: int) -> bool:
        item = self.items[at]
        if any(item.role(role) for role in _STOPS) or item.role("and") or item.role("in"):
            return True
        return self.field_named(item) is not None

    def _new_name(self, item: Item) -> bool:
        if item.quoted:
            return True
        code = item.figure is not None and item.figure.kind in ("code", "dns")
        return (code or not item.known) and not item.words and not item.kinds and not item.hits

    def _quoted(self, item: Item) -> int:
        name = self.about.name_field
        if self.creating and not self.named and not any(each.field == name for each in self.values):
            self.assign(name, item.text)
            self.named = True
        elif "description" in self.about.fields:
            self.assign("description", item.text)
        else:
            self.unused.append(item)
        return 1

    def _unknown(self, at: int) -> int:
        item = self.items[at]
        name = self.about.name_field
        # A network or number is named by figures alone: "an address for a printer".
        free = (
            self.creating
            and not self.named
            and name not in _FIGURED
            and not any(each.field == name for each in self.values)
        )
        free = free and name not in _NETWORKS
        looks = item.figure is not None and item.figure.kind in ("code", "dns", "port")
        if (
            free
            and name in self.about.fields
            and (looks or item.hits or item.text[:1].isupper() or (not item.known and not self._link))
        ):
            taken, text = self._text(at, names=True)
            if text:
                self.assign(name, text)
                self.named = True
                return taken
        if not (item.role("change") or item.role("filler") or (item.kinds and self.kind in item.kinds)):
            self.unused.append(item)
        return 1

    def ground(self, text: str, hits: Sequence[NameHit], target: str) -> None:
        """Note what a name means; one that nothing has is missing."""
        if hits:
            self.grounds[text] = tuple(hits)
        elif target in self.mind.catalogue and self.mind.catalogue[target].indexed:
            self.missing.append(text)


def _scaled(number: str, unit: str, name: str) -> str:
    factor = measures.FACTORS.get((unit, name), 1)
    if factor == 1:
        return number
    return f"{float(number) * factor:.0f}"
