"""Changing what is there: "set the status of X to offline", "rename X to Y", "move X to rack R1", "tag them Lab"."""

from collections.abc import Sequence

from orchestration.language.grammar import fielding
from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Assignment, Reference, select
from orchestration.language.spans import Item

_PIVOTS = frozenset(("to", "into", "as", "on", "with", "is", "are", "be", "equal to", "over to", "onto", "over"))
_RANGED = frozenset(("address", "number", "prefix"))
_STRONG = frozenset(("to", "into", "as", "equal to"))
NOTE = "extras.journalentry"


# What says that something goes out of use, by NetBox's types; the first that a type has.
_RETIRED = ("decommissioning", "decommissioned", "deprovisioning", "retired", "deprecated")


def update(mind: Mind, verb: str, items: Sequence[Item], done: Sequence[Draft]) -> Draft | None:
    """Return what a command to change something asks for; None where it is about nothing.

    Args:
        mind: what the grammar knows.
        verb: which change: set, rename, move, assign, tag, untag, enable, disable, retire.
        items: what is said with it.
        done: what the message asked for before.
    """
    items = [
        item
        for item in items
        if not (item.role("please") or item.role("filler") or item.role("thanks"))
        or item.content
        or item.norm in _PIVOTS
    ]
    if verb == "move":
        items = _without_origin(items)
    if not items:
        return None
    if verb in ("tag", "untag"):
        return _tag(mind, items, done, add="add" if verb == "tag" else "remove")
    if verb in ("enable", "disable"):
        return _switch(mind, items, on=verb == "enable")
    if verb == "retire":
        return _retire(mind, items)
    options = []
    for late, at in enumerate(_pivots(items)):
        draft = _around(mind, verb, items, at, done)
        if draft is not None:
            # "assign it to eth0 on X": the first of such words parts the thing from its value.
            draft.penalty += 0.05 * late + (0.0 if items[at].norm in _STRONG else 0.3)
            options.append(draft)
    further = (_behind(mind, verb, items, done), made_of(mind, items, done), _should_be(mind, items, done))
    options += [each for each in further if each is not None]
    options = [each for each in options if each.values]
    return min(options, key=_badness) if options else None


def _badness(draft: Draft) -> float:
    vague = 0.0 if draft.noun is not None and (draft.noun.names or draft.noun.refers or draft.noun.where) else 2.0
    return draft.penalty + sum(item.size for item in draft.unused) + vague - 0.1 * len(draft.values)


def _pivots(items: Sequence[Item]) -> list[int]:
    return [at for at in range(1, len(items) - 1) if items[at].norm in _PIVOTS and not _within_range(items, at)]


def _within_range(items: Sequence[Item], at: int) -> bool:
    """Say whether a word only joins the ends of a range: "10.0.0.6 to 10.0.0.8"."""
    before, behind = items[at - 1].figure, items[at + 1].figure
    return items[at].quoted or (
        before is not None and behind is not None and before.kind == behind.kind and before.kind in _RANGED
    )


def _around(mind: Mind, verb: str, items: Sequence[Item], at: int, done: Sequence[Draft]) -> Draft | None:
    """Read what stands around a pivot: the thing and its new value, in either order."""
    left, right = list(items[:at]), list(items[at + 1 :])
    straight = _changed(mind, verb, left, right, done)
    turned = None
    if verb != "rename" and items[at].norm in ("to", "on", "onto", "as"):
        turned = _changed(mind, verb, right, left, done)
        if turned is not None:
            turned.penalty += 0.05
    options = [each for each in (straight, turned) if each is not None and each.values]
    return min(options, key=_badness) if options else None


def _without_origin(items: list[Item]) -> list[Item]:
    """Leave out where something is moved from; where it goes to is what is written."""
    start = next((at for at, item in enumerate(items) if item.norm == "from"), None)
    if start is None:
        return items
    end = next((at for at in range(start + 1, len(items)) if items[at].hits), start)
    return [*items[:start], *items[end + 1 :]]


def _changed(mind: Mind, verb: str, thing: list[Item], value: list[Item], done: Sequence[Draft]) -> Draft | None:
    """Return the change of a thing, whose field may be named with it: "the status of X" ... "offline"."""
    word, thing = _field_of(thing)
    draft, builder = thing_of(mind, thing)
    if draft is None or draft.noun is None or draft.noun.kind is None:
        return None
    assigner = _assigner(mind, draft.noun.kind, value, done)
    if word is not None:
        field = assigner.field_named(word)
        if field is None:
            return None
        _value_for(assigner, field)
        return _with(draft, assigner)
    if verb == "rename":
        _value_for(assigner, mind.catalogue[draft.noun.kind].name_field)
    elif builder.columns and (field := assigner.field_named(builder.columns[0])):
        _value_for(assigner, field)
    elif builder.columns:
        return None
    else:
        assigner.read()
    return _with(draft, assigner)


def _field_of(items: list[Item]) -> tuple[Item | None, list[Item]]:
    """Part "the status of X" into the field and the thing; no field where nothing of the kind stands first."""
    first = next((at for at, item in enumerate(items) if item.content), None)
    if first is None or first + 2 > len(items) - 1:
        return None, items
    item, joint = items[first], items[first + 1]
    if not (item.field or item.kinds or item.hits) or item.quoted or item.figure is not None or item.after:
        return None, items
    if joint.norm not in ("of", "for", "on") or (joint.content and not joint.role("in")):
        return None, items
    return item, items[first + 2 :]


def _value_for(assigner: Assigner, field: str) -> None:
    taken = fielding.value_of(assigner, field, 0)
    assigner.items = assigner.items[taken:] if taken else assigner.items
    if taken:
        assigner.read()


def thing_of(mind: Mind, items: Sequence[Item]) -> tuple[Draft | None, Builder]:
    """Return the thing that some items name, as a draft of its change."""
    builder = Builder(mind, [item for item in items if not (item.role("change") and not item.content)]).read()
    noun = builder.main
    if noun is None:
        return None, builder
    if noun.hits and not noun.said:
        noun.kinds = noun.kinds[:1]
        for text, hits in noun.hits.items():
            builder.ground(text, tuple(hit for hit in hits if hit.type == noun.kind))
    draft = Draft(want="update", noun=noun, grounds=builder.grounds, missing=builder.missing, unused=builder.unused)
    draft.penalty = builder.penalty
    return draft, builder


def _assigner(mind: Mind, kind: str, items: Sequence[Item], done: Sequence[Draft]) -> Assigner:
    earlier = [
        (at, each.noun.kind)
        for at, each in enumerate(done)
        if each.noun is not None and each.noun.kind and each.want in ("create", "allocate")
    ]
    return Assigner(mind, kind, list(items), creating=False, earlier=earlier)


def _with(draft: Draft, assigner: Assigner) -> Draft:
    draft.values = assigner.values
    draft.grounds = {**assigner.grounds, **draft.grounds}
    draft.missing = [*draft.missing, *assigner.missing]
    draft.unused = [*draft.unused, *assigner.unused]
    return draft


def _should_be(mind: Mind, items: list[Item], done: Sequence[Draft]) -> Draft | None:
    """Read "X is misspelled, it should be Y": what stands last is what the thing is to be called."""
    last = items[-1]
    fresh = last.figure is not None and last.figure.kind == "code" and not last.hits
    it = next((at for at, item in enumerate(items) if item.role("it") and not item.content), None)
    if not (fresh or last.quoted) or it is None or it + 2 != len(items):
        return None
    draft, _ = thing_of(mind, [items[it]])
    if draft is None or draft.noun is None or draft.noun.kind is None:
        return None
    assigner = _assigner(mind, draft.noun.kind, [last], done)
    _value_for(assigner, mind.catalogue[draft.noun.kind].name_field)
    draft.penalty += 0.2
    return _with(draft, assigner)


def made_of(mind: Mind, items: Sequence[Item], done: Sequence[Draft]) -> Draft | None:
    """Read "make it the device's primary IPv4": the value, then the field of the thing that gets it."""
    value = next((at for at, item in enumerate(items) if item.role("it") or item.hits or _is_address(item)), None)
    if value is None:
        return None
    rest = [item for item in items[value + 1 :] if not item.role("all") or item.content]
    place = next((at for at, item in enumerate(rest) if item.field and not item.kinds), None)
    if place is None:
        return None
    owner = [item for at, item in enumerate(rest) if at != place and not (item.role("in") and not item.hits)]
    draft, _ = thing_of(mind, owner) if owner else (None, None)
    noun = draft.noun if draft is not None else None
    if draft is None or noun is None or noun.kind is None:
        return None
    if noun.empty:
        seen = next((each for each in mind.seen if each.type == noun.kind), None)
        if seen is None:
            return None
        noun.names = [seen.text]
        draft.grounds[seen.text] = seen.hits
    assigner = _assigner(mind, noun.kind, [items[value]], done)
    field = assigner.field_named(rest[place])
    if field is None or field not in mind.catalogue[noun.kind].fields:
        return None
    target = mind.catalogue[noun.kind].fields[field].relation
    for ask, type_ in reversed(assigner.earlier):
        if items[value].role("it") and type_ == target:
            reference = Reference(to="ask", position=None, ask=ask, type=type_)
            assigner.assign(field, None, select(type_, refers=reference))
            return _with(draft, assigner)
    _value_for(assigner, field)
    return _with(draft, assigner) if assigner.values else None


def _is_address(item: Item) -> bool:
    return item.figure is not None and item.figure.kind == "address"


def _behind(mind: Mind, verb: str, items: list[Item], done: Sequence[Draft]) -> Draft | None:
    """Read "set X offline", "put X in access mode, description ...": the thing, then what it gets."""
    end = _end_of_thing(items)
    if end == 0 or (end == len(items) and verb != "rename"):
        return None
    draft, builder = thing_of(mind, items[:end])
    if draft is None or draft.noun is None or draft.noun.kind is None or builder.columns:
        return None
    if verb == "rename":
        rest = items[end + 1 :] if end < len(items) and items[end].norm in _PIVOTS else items[end:]
        assigner = _assigner(mind, draft.noun.kind, rest, done)
        _value_for(assigner, mind.catalogue[draft.noun.kind].name_field)
        return _with(draft, assigner)
    return _with(draft, _assigner(mind, draft.noun.kind, items[end:], done).read())


def _end_of_thing(items: Sequence[Item]) -> int:
    """Return where the words for a thing end: behind its names, its place, or a reference."""
    at, named = 0, False
    while at < len(items):
        item = items[at]
        following = items[at + 1] if at + 1 < len(items) else None
        names = (
            item.quoted
            or item.hits
            or (item.figure is not None and item.figure.kind in ("port", "address", "prefix", "code", "number"))
        )
        if item.role("it") or item.role("ones") or item.role("ordinal") or names:
            named = True
        elif named and following is not None and (_leads_on(item, following) or _within_range(items, at)):
            pass
        elif item.kinds or item.role("all") or (item.value and not named) or (not named and item.role("state")):
            if named and item.kinds:
                return at
        else:
            return at if named else 0
        at += 1
        if (
            named
            and "," in item.after
            and not (following is not None and (following.hits or following.figure) and not following.value)
        ):
            return at
    return at


def _leads_on(item: Item, following: Item) -> bool:
    """Say whether a thing's words go on behind a joint: "R1 of Akron", "R1 and R2"."""
    if item.role("in"):
        return bool(following.hits) and not following.value
    return item.role("and") is not None and bool(following.hits or following.figure)


def _tag(mind: Mind, items: list[Item], done: Sequence[Draft], *, add: str) -> Draft | None:
    """Read "tag X with Lab", "tag all of them Lab", "add the tag Lab to X"."""
    tags = [item for item in items if any(hit.type == "extras.tag" for hit in item.hits) or item.quoted]
    things = [item for item in items if item not in tags]
    if not tags:
        tags = [item for item in items[-1:] if not item.words and not item.kinds]
        things = [item for item in items if item not in tags]
    if len(tags) > 1 and not any(item.role("it") or item.role("ones") or item.kinds or item.hits for item in things):
        things, tags = [item for item in items if item is not tags[-1]], tags[-1:]
    while things and things[-1].norm in ("with", "as", "to", "from", "on", "in", "of"):
        things = things[:-1]
    things = [item for at, item in enumerate(things) if at or item.norm not in ("to", "from", "on", "with", "of")]
    draft, _ = thing_of(mind, [item for item in things if not (item.role("tagged") and item.kinds)])
    if draft is None or draft.noun is None or not tags:
        return None
    del done
    for item in tags:
        hits = tuple(hit for hit in item.hits if hit.type == "extras.tag")
        draft.values.append(
            Assignment.model_validate({"field": "tags", "text": item.text, "selection": None, "add": add})
        )
        if hits:
            draft.grounds[item.text] = hits
        else:
            draft.missing.append(item.text)
    return draft


def _switch(mind: Mind, items: Sequence[Item], *, on: bool) -> Draft | None:
    """Read "shut Gi1/0/1 on X"."""
    draft, _ = thing_of(mind, items)
    if draft is None or draft.noun is None or draft.noun.kind is None:
        return None
    fields = mind.catalogue[draft.noun.kind].fields
    if "enabled" in fields:
        draft.values = [_plain("enabled", "true" if on else "false")]
    elif "status" in fields:
        draft.values = [_plain("status", "active" if on else "offline")]
    return draft


def _retire(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Read "decommission X": the status that says so of its type."""
    draft, _ = thing_of(mind, items)
    if draft is None or draft.noun is None or draft.noun.kind is None:
        return None
    status = mind.catalogue[draft.noun.kind].fields.get("status")
    known = {value for value, _ in status.choices} if status is not None else set()
    retired = next((each for each in _RETIRED if each in known), None)
    draft.values = [_plain("status", retired)] if retired is not None else []
    return draft


def _plain(field: str, text: str) -> Assignment:
    return Assignment(field=field, text=text, selection=None, add="set")


def about_note(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Read "write a journal note on X: port 12 flaps" as a new journal entry."""
    place = next((at for at, item in enumerate(items) if item.hits or item.role("it") or item.role("ordinal")), None)
    draft = Draft(want="create", noun=Noun(kinds=(NOTE,), said=True))
    if place is None:
        draft.values = comment(items)
        return draft
    end = place + 1
    thing, _ = thing_of(mind, items[:end])
    if thing is None or thing.noun is None:
        return None
    selection = thing.noun.selection()
    if not selection.names and selection.refers is None:
        selection = select(selection.type, names=[items[place].text])
    draft.values = [
        Assignment(field="assigned_object", text=None, selection=selection, add="set"),
        *comment(items[end:]),
    ]
    draft.grounds, draft.missing = thing.grounds, thing.missing
    return draft


def comment(items: Sequence[Item]) -> list[Assignment]:
    """Return what a journal entry says; nothing where no words are left for it."""
    quoted = next((item for item in items if item.quoted), None)
    words = [item for item in items if not (item.role("named") or item.role("that") or item.role("in")) or item.quoted]
    text = quoted.text if quoted is not None else " ".join(item.text for item in words)
    return [_plain("comments", text)] if text else []
