"""The form of a write: which fields a create or an update takes, and what each of them takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from orchestration.catalogue.types import Field, ObjectType
from orchestration.changes.rules import Pointer, Rules, rules_of
from orchestration.errors import NotAllowed

# What people do not fill in: these come with other fields, or say how a request is to be carried out.
_NOT_ASKED = frozenset({"custom_fields", "add_tags", "remove_tags", "changelog_message"})
# The two sides of a cable.
ENDS = ("a_terminations", "b_terminations")
_KINDS = {
    "integer": "integer",
    "decimal": "decimal",
    "float": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a form.

    Args:
        name: what answers call it: NetBox's name, of a generic relation the name it is shown by ("scope"), of a custom field "cf_<name>".
        label: the name to show.
        kind: string, integer, decimal, boolean, date, datetime, choice, relation, relations, tags, terminations, json.
        to: keys of the types a relation may point at; empty where that is not known.
        required: a create must have it.
        choices: (value, label) pairs.
        max_length, minimum, maximum: limits of the value.
        pointer: of a generic relation: the fields it is written as.
        pattern: a regular expression that the value must match; empty for none.
        custom: it is a custom field.
        many: of a custom field: it takes a list.
        nullable: it may be empty by being null.
        default: what NetBox puts in where a create leaves it out.
    """

    name: str
    label: str
    kind: str
    to: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    pointer: Pointer | None = None
    pattern: str = ""
    custom: bool = False
    many: bool = False
    nullable: bool = False
    default: Any = None

    @property
    def spoken(self) -> str:
        """The label within a sentence: "device type", but "VLAN ID"."""
        return self.label if any(word.isupper() for word in self.label.split()) else self.label.lower()


@dataclass(frozen=True, slots=True)
class Form:
    """What a create or an update of a type takes.

    Args:
        type: the type.
        slots: by name, in NetBox's order.
        rules: what NetBox's models demand beyond that.
    """

    type: ObjectType
    slots: Mapping[str, Slot]
    rules: Rules = field(default_factory=Rules)


def form_of(type_: ObjectType, options: Mapping[str, Any], op: Literal["create", "update"] = "create") -> Form:
    """Return the form of a type.

    Args:
        type_: its entry in the catalogue.
        options: what OPTIONS says of such a write, for the identity that asks.
        op: what is to be written.

    Raises:
        NotAllowed: NetBox does not let this identity write such objects, or they are none of the bot's.
    """
    must_be_changeable(type_)
    if not options:
        raise NotAllowed(f"NetBox does not let you {op} {type_.plural}.", "Nothing was changed.")
    rules = rules_of(type_.key)
    pointers = {each.type_field: each for each in rules.pointers.values()}
    written_by_pointers = {name for each in rules.pointers.values() for name in (each.type_field, each.id_field)}
    slots: dict[str, Slot] = {}
    for name, about in options.items():
        if about.get("read_only") or name in _NOT_ASKED:
            continue
        if name in pointers:
            pointer = pointers[name]
            label = pointer.name.replace("_", " ").capitalize()
            required = bool(about.get("required"))
            slots[pointer.name] = Slot(
                pointer.name, label, "relation", pointer.to, required, pointer=pointer, nullable=not required
            )
        elif name not in written_by_pointers:
            slots[name] = _slot(name, about, type_.fields.get(name), rules)
    return Form(type_, slots, rules)


def must_be_changeable(type_: ObjectType) -> None:
    """Raise NotAllowed where objects of a type are none that the bot changes."""
    if not type_.changeable:
        raise NotAllowed(f"I only read {type_.plural}.", "Nothing was changed.")


def _slot(name: str, about: Mapping[str, Any], known: Field | None, rules: Rules) -> Slot:
    said = tuple((str(each["value"]), str(each["display_name"])) for each in about.get("choices", ()))
    kind = (
        "terminations"
        if name in ENDS
        else known.kind
        if known
        else "choice"
        if said
        else _KINDS.get(str(about.get("type")), "string")
    )
    slot = Slot(
        name=name,
        label=known.label if known else str(about.get("label") or name.replace("_", " ").capitalize()),
        kind=kind,
        to=(known.relation,) if known and known.relation else (),
        required=bool(about.get("required")),
        choices=said or (known.choices if known else ()),
        max_length=about.get("max_length"),
        minimum=about.get("min_value"),
        maximum=about.get("max_value"),
        nullable=bool(known and known.nullable),
    )
    return replace(slot, default=rules.defaults.get(name))
