"""Making new things: "create VLAN 110 named Cameras in Akron", several at once, and the next free of something."""

from collections.abc import Sequence
from itertools import pairwise

from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.grammar.rolenames import roles_of
from orchestration.language.intent import Assignment, Reference, leaf, select
from orchestration.language.spans import Item

_BY_FIGURE = {"prefix": "ipam.prefix", "address": "ipam.ipaddress", "asn": "ipam.asn"}
# What the next free one of a type is taken from.
_PARENTS = {
    "ipam.prefix": ("ipam.prefix", "ipam.aggregate"),
    "ipam.ipaddress": ("ipam.prefix", "ipam.iprange"),
    "ipam.vlan": ("ipam.vlangroup",),
}
_THEIRS = frozenset(("its", "their", "his", "her"))
_FROM = frozenset(("from", "out of", "within", "inside", "under"))
_MOST = 50
_OWN = frozenset(("name", "vid", "prefix", "address", "serial", "asset_tag", "slug", "description"))


def create(mind: Mind, items: Sequence[Item], done: Sequence[Draft]) -> list[Draft]:
    """Return what a command to create asks for, one draft an object or a series.

    Args:
        mind: what the grammar knows.
        items: what is said of it.
        done: what the message asked for before.
    """
    heads = _heads(items)
    if not heads:
        return [_headless(mind, items)]
    drafts: list[Draft] = []
    lone: list[bool] = []
    for number, (at, kind) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else len(items)
        own = list(items[at + (1 if items[at].figure is None else 0) : end])
        if number == 0:
            own = [*items[:at], *own]
        drafts.append(_object(mind, kind, own, items[at], [*done, *drafts]))
        if number and items[at - 1].norm in _THEIRS:
            _belong(mind, drafts[-1], len(done) + number - 1, drafts[-2])
        lone.append(all(not item.field and not item.role("in") for item in own))
    _share(drafts, lone)
    return drafts


def _belong(mind: Mind, draft: Draft, ask: int, owner: Draft) -> None:
    """Let "its device type" point at what was made before it."""
    kinds = [each.noun.kind if each.noun is not None else None for each in (draft, owner)]
    if kinds[0] is None or kinds[1] is None:
        return
    field = Assigner(mind, kinds[0], []).relation_to(kinds[1])
    if field is None or any(each.field == field for each in draft.values):
        return
    refers = Reference(to="ask", position=None, ask=ask, type=kinds[1])
    draft.values.append(Assignment(field=field, text=None, selection=select(kinds[1], refers=refers), add="set"))


def made_before(done: Sequence[Draft]) -> list[tuple[int, str]]:
    """Return the types of what earlier asks make, by their index."""
    return [(at, each.noun.kind) for at, each in enumerate(done) if each.noun is not None and each.noun.kind]


def _heads(items: Sequence[Item]) -> list[tuple[int, str]]:
    """Return where the new objects are named, with their types."""
    heads: list[tuple[int, str]] = []
    for at, item in enumerate(items):
        kind = item.kinds[0] if item.kinds else "dcim.device" if roles_of(item) else _told_by(items, at)
        if kind is None or item.quoted:
            continue
        before = items[at - 1] if at else None
        linked = before is not None and (before.role("in") or before.role("with")) and not before.content
        if (not heads and not linked) or (heads and _begins_another(items, at, kind, heads[-1][1])):
            heads.append((at, kind))
    return heads


def _told_by(items: Sequence[Item], at: int) -> str | None:
    """Return the type of a new object that only a figure tells: "register AS65010"."""
    item, before = items[at], items[at - 1] if at else None
    if item.figure is None or item.figure.kind != "asn" or (before is not None and before.kinds):
        return None
    return "ipam.asn"


def _begins_another(items: Sequence[Item], at: int, kind: str, current: str) -> bool:
    """Say whether a type word names another new object rather than something the current one points at."""
    before = at - 1
    while before >= 0 and _fills(items[before]):
        before -= 1
    following = items[at + 1] if at + 1 < len(items) else None
    if before < 0 or following is None:
        return False
    joined = items[before].role("and") is not None or any(mark in items[before].after for mark in ",;")
    plural = items[before].role("with") is not None and items[at].plural
    if not (joined or plural):
        return False
    if kind == current and any(hit.score == 1.0 and hit.type != kind for hit in following.hits):
        # "..., Access Switch, Akron": its role and its site.
        return False
    if kind == current:
        return following.figure is not None or following.quoted or not following.known
    known = any(hit.type in items[at].kinds and hit.score == 1.0 for hit in following.hits)
    if not items[at].kinds and items[at].figure is None:
        return False
    named = following.quoted or not following.known or (following.figure is not None and not following.figure.word)
    written = bool(following.hits) and following.text[:1].isupper() and not following.words
    return (named or written or plural) and not known


def _fills(item: Item) -> bool:
    number = item.figure is not None and item.figure.kind == "number" and not item.hits
    if number or item.means("change", "new"):
        return True
    return any(item.role(role) for role in ("all", "change", "it")) and not item.content


def _object(mind: Mind, kind: str, items: list[Item], head: Item, done: Sequence[Draft]) -> Draft:
    said = [item for item in items if not item.role("change") or item.content]
    assigner = Assigner(mind, kind, said, earlier=made_before(done)).read()
    roles = roles_of(head)
    if roles and not head.kinds and (roles[0].score == 1.0 or len(roles) == 1):
        role = roles[0]
        if not any(each.field == "role" for each in assigner.values):
            assigner.assign("role", role.name)
            assigner.grounds[role.name] = (role.model_copy(update={"score": 1.0}),)
    return _drafted("create", kind, assigner)


def _headless(mind: Mind, items: Sequence[Item]) -> Draft:
    """Read "create 10.0.0.0/24 in VRF Red": the figure tells the type."""
    for item in items:
        kind = _BY_FIGURE.get(item.figure.kind) if item.figure is not None and not item.quoted else None
        if kind:
            return _drafted("create", kind, Assigner(mind, kind, list(items)).read())
    return Draft(want="create", unused=[item for item in items if item.content or not item.known], penalty=0.6)


def _drafted(want: str, kind: str, assigner: Assigner) -> Draft:
    draft = Draft(noun=Noun(kinds=(kind,), said=True), values=assigner.values, unused=assigner.unused)
    draft.want = "allocate" if want == "allocate" else "create"
    draft.grounds, draft.missing = assigner.grounds, assigner.missing
    return draft


def _share(drafts: Sequence[Draft], lone: Sequence[bool]) -> None:
    """Let objects of one type that are listed share what is said behind the last: "VLAN 1 and VLAN 2 in Akron"."""
    last = drafts[-1]
    for draft, bare in zip(drafts[:-1], lone[:-1], strict=True):
        if not bare or draft.noun is None or last.noun is None or draft.noun.kind != last.noun.kind:
            continue
        has = {each.field for each in draft.values}
        shared = [each for each in last.values if each.field not in has | _OWN]
        draft.values += shared
        draft.grounds.update({text: last.grounds[text] for text in _texts(shared) if text in last.grounds})


def _texts(values: Sequence[Assignment]) -> list[str]:
    return [each.text for each in values if each.text]


def allocate(mind: Mind, items: Sequence[Item], done: Sequence[Draft]) -> Draft | None:
    """Return what a command to take the next free of something asks for; None where it is about nothing free.

    Args:
        mind: what the grammar knows.
        items: what is said of it.
        done: what the message asked for before.
    """
    mask = next((item for item in items if item.figure is not None and item.figure.kind == "mask"), None)
    kind = allocated(items, mask)
    if kind is None:
        return None
    taken, parent = parent_of(mind, items, kind)
    left = [
        item
        for place, item in enumerate(items)
        if place not in taken and item is not mask and not _consumed(item, kind)
    ]
    number = next((item for item in left if _counts(item)), None)
    left = [item for item in left if item is not number]
    assigner = Assigner(mind, kind, left, creating=False, earlier=made_before(done)).read()
    draft = _drafted("allocate", kind, assigner)
    draft.parent = parent
    if mask is not None and mask.figure is not None and kind == "ipam.prefix":
        draft.size = int(mask.figure.low)
    if number is not None and number.figure is not None:
        draft.number = max(1, min(int(float(number.figure.low)), _MOST))
    for text, hits in parent.hits.items() if parent is not None else ():
        draft.grounds[text] = tuple(hits)
    draft.penalty += 0.1 if parent is None else 0.0
    return draft


def _counts(item: Item) -> bool:
    return item.figure is not None and item.figure.kind == "number" and not item.figure.word and not item.hits


def _consumed(item: Item, kind: str) -> bool:
    free = item.role("next_free") or item.means("state", "empty") or item.role("space")
    return bool(free or kind in item.kinds or item.norm in ("one", "ones"))


def lies_in_a_network(items: Sequence[Item]) -> bool:
    """Say whether what is new is only told by the network it is to lie in: "a /26 in 10.0.0.0/16", "an address from it"."""
    pairs = list(pairwise(items))
    inside = any(
        item.figure is not None and item.figure.kind == "prefix" and (before.role("in") or before.norm in _FROM)
        for before, item in pairs
    )
    mask = any(item.figure is not None and item.figure.kind == "mask" for item in items)
    unnamed = any(
        {"ipam.ipaddress", "ipam.prefix"}.intersection(item.kinds) and following.figure is None
        for item, following in pairs
    )
    own = any(item.figure is not None and item.figure.kind == "address" for item in items)
    return inside and not own and (mask or unnamed)


def allocated(items: Sequence[Item], mask: Item | None) -> str | None:
    """Return the type of what is to be taken; None where nothing says it."""
    free = any(item.role("next_free") or item.means("state", "empty") for item in items) or lies_in_a_network(items)
    for kind in ("ipam.ipaddress", "ipam.vlan", "ipam.prefix"):
        for item, following in zip(items, [*items, None][1:], strict=True):
            figure = following.figure if following is not None else None
            introduces = figure is not None and figure.kind in ("prefix", "address", "number")
            if kind in item.kinds and not introduces and (free or mask is not None):
                return kind
    if mask is not None:
        return "ipam.prefix"
    network = any(item.figure is not None and item.figure.kind == "prefix" for item in items)
    return "ipam.ipaddress" if free and network else None


def parent_of(mind: Mind, items: Sequence[Item], kind: str) -> tuple[set[int], Noun | None]:
    """Return which items say where to allocate from, and that.

    Args:
        mind: what the grammar knows.
        items: what is said.
        kind: the type of what is to be taken.
    """
    types = _PARENTS[kind]
    for at, item in enumerate(items):
        hits = tuple(hit for hit in item.hits if hit.type in types)
        network = item.figure is not None and item.figure.kind in ("prefix", "address") and "ipam.prefix" in types
        if not hits and not network:
            continue
        chosen = hits[0].type if hits else "ipam.prefix"
        noun = Noun(kinds=(chosen,), names=[item.text], said=True)
        if own := tuple(hit for hit in hits if hit.type == chosen):
            noun.hits[item.text] = own
        return _around(items, at, noun, types), noun
    place = next(
        (at for at, item in enumerate(items) if (item.role("it") or item.role("ordinal")) and not item.content), None
    )
    if place is not None:
        noun_ = Builder(mind, [items[place]]).read().main
        if noun_ is not None and noun_.kind in types:
            return {place}, noun_
    return set(), None


def _around(items: Sequence[Item], at: int, noun: Noun, types: Sequence[str]) -> set[int]:
    """Take what belongs to the parent: its type word, whose it is ("Akron's 10.0.0.0/8"), its VRF."""
    taken = {at}
    before = items[at - 1] if at else None
    if before is not None and (any(type_ in types for type_ in before.kinds) or before.text.endswith(("'s", "’s"))):
        taken.add(at - 1)
    for place in range(at + 1, min(at + 4, len(items))):
        hits = tuple(hit for hit in items[place].hits if hit.type == "ipam.vrf")
        if hits and "ipam.vrf" in items[place - 1].kinds:
            noun.where.append(leaf("vrf", "eq", [items[place].text]))
            noun.hits[items[place].text] = hits
            return taken | {place, place - 1}
    return taken
