"""What a message asks for: the form that both readers fill, the rules and the model.

Fit for OpenAI's strict JSON schema: no default but None, no dict, no Any, no discriminated union, no tuple; every string and
list is bounded. Names and values are spans of the thread as they were written; ids are found later.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Want = Literal[
    "find",
    "inspect",
    "count",
    "report",
    "picture",
    "compare",
    "create",
    "update",
    "delete",
    "allocate",
    "connect",
    "undo",
    "cancel",
    "more",
    "help",
    "smalltalk",
    "forget",
    "unclear",
]
Op = Literal["eq", "ne", "lt", "lte", "gt", "gte", "contains", "starts", "ends", "empty", "set", "within", "covers"]

Word = Annotated[str, Field(max_length=200)]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(_Read):
    """What a word like "it", "those", "the second one" stands for.

    Args:
        to: listing (the thread's last listing, whole), row (one row of it), thing (the object last talked about),
            earlier (an object or listing before that: "back to that cluster"), ask (what another ask of this message creates or finds).
        position: for row: 1 is the first, -1 the last.
        ask: for ask: its index in the intent.
        type: the type it must have, where a word said so ("that cluster"); else None.
    """

    to: Literal["listing", "row", "thing", "earlier", "ask"]
    position: int | None
    ask: int | None
    type: Word | None


class Condition(_Read):
    """A condition on objects: a leaf, or a joint of others.

    Args:
        join: "is" for a leaf; "and", "or", "not" join the parts.
        field: of a leaf: a field, link or counter of the object's type in the catalogue ("site", "status", "device_count"); a custom field as
            "cf_<name>"; "q" for NetBox's own search; or the key of another type ("dcim.device"): objects of that type which point here, then with a selection.
        op: of a leaf: how field and values compare; "empty" and "set" take no values; "within" and "covers" compare networks.
        values: of a leaf: any of these fits. Choices by their value; dates as 2022-01-31; numbers bare; names as they were written.
        selection: of a leaf: the values are the objects of this selection ("devices whose site ..."). Where the field is the key of a type:
            "set" some object of the selection points here, "empty" none does, "eq", "gt", "gte", "lt", "lte" so many (values) do.
        parts: what a joint joins.
    """

    join: Literal["is", "and", "or", "not"]
    field: Word | None
    op: Op | None
    values: Annotated[list[Word], Field(max_length=50)]
    selection: "Selection | None"
    parts: Annotated[list["Condition"], Field(max_length=10)]


class Selection(_Read):
    """Which objects are meant.

    Args:
        type: key of the type in the catalogue ("dcim.device"); None where no word says it.
        names: names of the objects as they were written; any of these.
        where: conditions that all hold.
        refers: what of the thread it stands for; conditions narrow it further.
    """

    type: Word | None
    names: Annotated[list[Word], Field(max_length=50)]
    where: Annotated[list[Condition], Field(max_length=10)]
    refers: Reference | None


class Order(_Read):
    """A field to sort by."""

    field: Word
    descending: bool


class Assignment(_Read):
    """A field of a change and the value it is to get.

    Args:
        field: the field in the catalogue.
        text: the value as written; None where an object is meant or the field is to be emptied.
        selection: the object it is to point at.
        add: for lists (tags): add to what is there ("add"), take away ("remove"), or replace ("set").
    """

    field: Word
    text: Annotated[str, Field(max_length=2000)] | None
    selection: Selection | None
    add: Literal["set", "add", "remove"]


class Ask(_Read):
    """One thing that is wanted.

    Args:
        want: what to do.
        selection: the objects it is about; for create their type alone.
        columns: fields to show, in the order they were asked for; empty for the type's own. For inspect: the attributes asked for.
            For a count by a group: the second field to count by; empty for none.
        sort: fields to sort by; of counts per something GROUP_NAME or GROUP_COUNT.
        limit: rows at most ("top 5"); None for all.
        group: field to count by ("per role"); None for none.
        report: name of the report or picture, as the registry of tools calls it; None for none.
        values: what a change sets.
        parent: where to allocate from: a prefix, a VLAN group, a rack.
        size: how large: a prefix length for prefixes (26); None where not said.
        number: how many to create or allocate; 1 unless said.
    """

    want: Want
    selection: Selection | None
    columns: Annotated[list[Word], Field(max_length=20)]
    sort: Annotated[list[Order], Field(max_length=5)]
    limit: int | None
    group: Word | None
    report: Word | None
    values: Annotated[list[Assignment], Field(max_length=40)]
    parent: Selection | None
    size: int | None
    number: int


class Intent(_Read):
    """What one message asks for, in the order it asks."""

    asks: Annotated[list[Ask], Field(max_length=10)]


Selection.model_rebuild()
Condition.model_rebuild()


# What counts per something are sorted by.
GROUP_NAME, GROUP_COUNT = "name", "count"
LONGEST_WORD = 200
MOST_VALUES = 50


def bounded(text: str) -> str:
    """Return a name or value cut to what the schema takes; no name of NetBox is longer."""
    return text[:LONGEST_WORD]


def select(
    type_: str | None = None,
    *,
    names: list[str] | None = None,
    where: list[Condition] | None = None,
    refers: Reference | None = None,
) -> Selection:
    """Return a selection; what is not given is empty."""
    return Selection(type=type_, names=[bounded(each) for each in names or []], where=where or [], refers=refers)


def leaf(field: str, op: Op, values: list[str] | None = None, selection: Selection | None = None) -> Condition:
    """Return a condition on one field."""
    kept = [bounded(each) for each in values or []]
    return Condition(join="is", field=field, op=op, values=kept[:MOST_VALUES], selection=selection, parts=[])


def joined(join: Literal["and", "or", "not"], parts: list[Condition]) -> Condition:
    """Return a condition made of others."""
    return Condition(join=join, field=None, op=None, values=[], selection=None, parts=parts)


def ask(
    want: Want,
    selection: Selection | None = None,
    *,
    columns: list[str] | None = None,
    sort: list[Order] | None = None,
    limit: int | None = None,
    group: str | None = None,
    report: str | None = None,
    values: list[Assignment] | None = None,
    parent: Selection | None = None,
    size: int | None = None,
    number: int = 1,
) -> Ask:
    """Return an ask; what is not given is empty."""
    return Ask(
        want=want,
        selection=selection,
        columns=columns or [],
        sort=sort or [],
        limit=limit,
        group=group,
        report=report,
        values=values or [],
        parent=parent,
        size=size,
        number=number,
    )


def names_of(intent: Intent) -> Iterator[str]:
    """Yield the names and values of an intent that may name objects, in order."""
    for each in intent.asks:
        for selection in (each.selection, each.parent, *(value.selection for value in each.values)):
            if selection is not None:
                yield from texts_of(selection)


def texts_of(selection: Selection) -> Iterator[str]:
    """Yield the names and values of a selection, with those nested in it."""
    yield from selection.names
    for condition in selection.where:
        yield from _texts_in(condition)


def _texts_in(condition: Condition) -> Iterator[str]:
    yield from condition.values
    if condition.selection is not None:
        yield from texts_of(condition.selection)
    for part in condition.parts:
        yield from _texts_in(part)
