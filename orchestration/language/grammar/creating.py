"""Requests for something new: "create VLAN 110 named Cameras in Akron", "carve the next two free /27s from 10.0.0.0/22"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Assignment
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

# What the next free one of a type is taken from.
SOURCES: dict[str, tuple[str, ...]] = {
    "ipam.prefix": ("ipam.prefix",),
    "ipam.ipaddress": ("ipam.prefix", "ipam.iprange"),
    "ipam.vlan": ("ipam.vlangroup",),
    "ipam.asn": ("ipam.asnrange",),
}
ROLE = "dcim.devicerole"
ASSIGNMENT = "tenancy.contactassignment"
_MAKING = ("create", "new", "allocate")
# A wish for something that is free is a request to take it: "need the next free /25".
_WISHING = ("need", "want", "like", "have")
_POLITE = ("please", "greeting", "thanks", "filler", "and", "all", "only")
NUMBERS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_MOST = 100
# Words behind a type that make it a request to see something.
_SHOWING = ("report", "count", "csv", "table")


@dataclass(slots=True)
class _Head:
    """What a request begins with.

    Args:
        kind: type of what is wanted.
        past: index behind it.
        free: it is to be the next that is free.
        number: how many.
        size: prefix length.
        role: a word that says its role and with it its type: "access switch".
    """

    kind: str = ""
    past: int = 0
    free: bool = False
    number: int = 1
    size: int | None = None
    role: Item | None = None


def create(mind: Mind, items: Sequence[Item], done: Sequence[Draft]) -> list[Draft]:
    """Return what is to be created, in order; nothing where no type is said.

    Args:
        mind: what the grammar knows.
        items: what is said with the verb, without it.
        done: what the message asks for before.
    """
    items = _type_first(mind, items)
    head = _head(mind, items)
    if head is None or _shows(items[head.past : head.past + 2]):
        return []
    drafts: list[Draft] = []
    for number, part in enumerate(_parts(mind, items[head.past :], head.kind)):
        own = head if number == 0 else _head(mind, part)
        said = part if number == 0 else part[own.past :] if own else []
        if own is not None:
            drafts.append(_draft(mind, own, said, [*done, *drafts]))
    _share(mind, drafts)
    return drafts


def allocate(mind: Mind, items: Sequence[Item], done: Sequence[Draft]) -> Draft | None:
    """Return what is to be taken of what is free; None where nothing says of what type it is to be.

    Args:
        mind: what the grammar knows.
        items: what is said with the verb, without it.
        done: what the message asks for before.
    """
    head = _head(mind, items)
    if head is None or head.kind not in SOURCES or _shows(items[head.past : head.past + 2]):
        return None
    head.free = True
    draft = _draft(mind, head, list(items[head.past :]), done)
    return draft if draft.want == "allocate" else None


def unspoken(mind: Mind, items: Sequence[Item]) -> list[Draft]:
    """Return what is asked for without a verb of change: "VLANs 401-403, names Cam-401 thru Cam-403", "need the next free /25".

    Args:
        mind: what the grammar knows.
        items: of the message's clause.
    """
    wish = next((at for at, item in enumerate(items) if not _silent(item)), None)
    if wish is None or any(item.role("ask") for item in items if not item.role("be")):
        return []
    if items[wish].role("want") and items[wish].norm.split()[-1] in _WISHING and wish + 1 < len(items):
        free = any(each.role("next_free") for each in items[wish + 1 : wish + 3])
        taken = allocate(mind, items[wish + 1 :], ()) if free else None
        return [taken] if taken is not None else []
    named = next((at for at, item in enumerate(items) if item.role("named")), None)
    if any(item.role("want") for item in items) or named is None or named + 1 >= len(items) or items[named + 1].hits:
        return []
    if wish + 1 >= named or not items[wish].kinds or items[wish + 1].hits:
        return []
    figure = items[wish + 1].figure
    return create(mind, items[wish:], ()) if figure is not None and figure.kind in ("number", "range") else []


def free_in(mind: Mind, kind: str, items: Sequence[Item]) -> tuple[Noun, list[Item], dict[str, tuple[NameHit, ...]]] | None:
    """Return what the next free one of a type is taken from, the items that do not tell it, and what its name means.

    Args:
        mind: what the grammar knows.
        kind: type of what is taken.
        items: where to look.
    """
    del mind
    for at, item in enumerate(items):
        hits = tuple(hit for type_ in SOURCES.get(kind, ()) for hit in item.hits if hit.type == type_)
        network = item.figure is not None and item.figure.kind == "prefix" and "ipam.prefix" in SOURCES.get(kind, ())
        if not hits and not network:
            continue
        begin = at
        while begin and (items[begin - 1].role("in") or set(items[begin - 1].kinds) & set(SOURCES[kind])):
            begin -= 1
        type_ = hits[0].type if hits else "ipam.prefix"
        noun = Noun(kinds=(type_,), names=[item.text], said=True)
        kept = tuple(hit for hit in hits if hit.type == type_)
        return noun, [*items[:begin], *items[at + 1 :]], {item.text: kept} if kept else {}
    return None


def number_of(item: Item) -> int | None:
    """Return the count that an item says: "two", "3", "next two free"; None where it says none."""
    if item.figure is not None and item.figure.kind == "number" and item.figure.low.isdigit():
        return min(int(item.figure.low), _MOST)
    return next((NUMBERS[word] for word in item.norm.split() if word in NUMBERS), None)


def _type_first(mind: Mind, items: Sequence[Item]) -> list[Item]:
    """Put the type of what is wanted first where something is said before: "reserved, site Akron - create prefix 10.0.0.0/24"."""
    items = [item for item in items if not (item.role("it") and not item.content)]
    if _head(mind, items) is not None and not _given(mind, items, 0):
        return items
    for at, item in enumerate(items):
        if at and item.kinds and not _given(mind, items, at):
            return [*items[at:], *items[:at]]
    return items


def _given(mind: Mind, items: Sequence[Item], at: int) -> bool:
    """Say whether a type word tells of something that is there: "tenant Acme"."""
    while at < len(items) and not items[at].kinds and (_silent(items[at]) or _making(items[at])):
        at += 1
    if at + 1 >= len(items) or not items[at].kinds:
        return False
    return any(hit.type in items[at].kinds and hit.score == 1.0 for hit in items[at + 1].hits)


def _making(item: Item) -> bool:
    return any(item.means("change", each) for each in _MAKING) and not item.kinds and not item.hits


def _silent(item: Item) -> bool:
    return any(item.role(role) for role in _POLITE) and not (item.kinds or item.hits or item.figure)


def _head(mind: Mind, items: Sequence[Item]) -> _Head | None:
    """Read the type of what is wanted, its number and size; None where anything else stands before it."""
    head, at = _Head(), 0
    while at < len(items):
        item = items[at]
        if item.role("next_free") or item.means("state", "empty"):
            head.free = True
            head.number = number_of(item) or head.number
        elif item.figure is not None and item.figure.kind == "mask":
            head.size = int(item.figure.low)
            head.kind = head.kind or "ipam.prefix"
        elif item.kinds and not head.kind:
            head.kind = _writable(mind, item.kinds)
            if not head.kind:
                return None
        elif head.kind:
            break
        elif any(hit.type == ROLE for hit in item.hits):
            head.kind, head.role = "dcim.device", item
        elif number_of(item) is not None and item.size == 1 and not item.hits:
            head.number = number_of(item) or 1
        elif not (_silent(item) or _making(item) or item.norm in ("it", "its", "of")):
            return None
        at += 1
        if head.kind and items[at - 1].after.strip():
            break
    if not head.kind:
        return None
    head.past = at
    return head


def _writable(mind: Mind, kinds: Sequence[str]) -> str:
    return next((kind for kind in kinds if kind in mind.catalogue and any(each.required for each in mind.catalogue[kind].fields.values())), "")


def _shows(items: Sequence[Item]) -> bool:
    return any(any(item.role(role) for role in _SHOWING) or item.norm in ("list", "overview") for item in items if not item.content)


def _parts(mind: Mind, items: Sequence[Item], kind: str) -> Iterator[list[Item]]:
    """Cut what is said into what belongs to each of several new things: "VLAN 610 A and VLAN 611 B"."""
    part: list[Item] = []
    for at, item in enumerate(items):
        joined = item.role("and") is not None and not item.content
        if (joined or (part and "," in part[-1].after)) and part and _another(mind, items[at + joined :], kind):
            yield part
            part = []
        if not (joined and not part):
            part.append(item)
    yield part


def _another(mind: Mind, items: Sequence[Item], kind: str) -> bool:
    """Say whether another new thing begins here, rather than something said of the first."""
    new, at = False, 0
    while at < len(items) and not items[at].kinds and (_silent(items[at]) or _making(items[at]) or items[at].norm == "its"):
        new = new or items[at].norm in ("a", "an", "its") or _making(items[at])
        at += 1
    if at + 1 >= len(items) or not items[at].kinds:
        return False
    other = _writable(mind, items[at].kinds)
    named = any(hit.type in items[at].kinds and hit.score == 1.0 for hit in items[at + 1].hits)
    if not other or named or items[at + 1].role("be") or items[at + 1].after == ":":
        return False
    return new or kind in items[at].kinds or Assigner(mind, kind, []).field_named(items[at]) is None


def _draft(mind: Mind, head: _Head, items: Sequence[Item], before: Sequence[Draft]) -> Draft:
    draft = Draft(want="create", noun=Noun(kinds=(head.kind,), said=True), number=head.number, size=head.size)
    said = list(items)
    source = free_in(mind, head.kind, said) if head.free or _unnumbered(head.kind, said) else None
    if source is not None or (head.free and head.kind in SOURCES):
        draft.want = "allocate"
    if source is not None:
        draft.parent, said, means = source
        draft.grounds.update(means)
        if not means:
            draft.missing += draft.parent.names
    earlier = [(at, each.noun.kind) for at, each in enumerate(before) if each.noun and each.noun.kind]
    _note(draft, _assigner(mind, head.kind, said, draft, earlier))
    if head.role is not None and not any(each.field == "role" for each in draft.values):
        hits = tuple(hit for hit in head.role.hits if hit.type == ROLE)
        draft.grounds[head.role.text] = hits
        draft.values.append(Assignment(field="role", text=head.role.text, selection=None, add="set"))
    return draft


def _unnumbered(kind: str, items: Sequence[Item]) -> bool:
    """Say whether an address is wanted of which only the network is said: "an address in 10.0.0.0/24"."""
    if kind != "ipam.ipaddress":
        return False
    return not any(item.figure is not None and item.figure.kind == "address" for item in items)


def _assigner(mind: Mind, kind: str, items: Sequence[Item], draft: Draft, earlier: Sequence[tuple[int, str]] = ()) -> Assigner:
    values = list(draft.values)
    named = any(each.field == mind.catalogue[kind].name_field for each in values)
    return Assigner(mind, kind, list(items), earlier=earlier, values=values, named=named).read()


def _note(draft: Draft, assigner: Assigner) -> None:
    draft.values = assigner.values
    draft.grounds.update(assigner.grounds)
    draft.missing += assigner.missing
    draft.unused += [item for item in assigner.unused if not item.role("please")]


def _share(mind: Mind, drafts: Sequence[Draft]) -> None:
    """Let what is said once at the end be said of all things of a type: "VLAN 610 A and VLAN 611 B in Akron"."""
    if len(drafts) < 2 or drafts[-1].noun is None:
        return
    last = drafts[-1]
    for draft in drafts[:-1]:
        if draft.noun is None or last.noun is None or draft.noun.kind != last.noun.kind:
            continue
        about = mind.catalogue[draft.noun.kind or ""]
        said = {each.field for each in draft.values}
        common = {name for name, each in about.fields.items() if each.kind in ("relation", "choice")} | set(about.links)
        shared = [each for each in last.values if each.field in common - said]
        draft.values += shared
        draft.grounds.update({each.text: last.grounds[each.text] for each in shared if each.text and each.text in last.grounds})
