"""What is said of an object beside its fields: its name, its tags, what an earlier ask makes, and what nothing is known of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.language.grammar import fielding, spelling
from orchestration.language.intent import Reference, Selection, select
from orchestration.language.references import Referent, referents
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.assigning import Assigner


# Fields whose values are networks or numbers: a word is none.
_NETWORKS = ("prefix", "address", "start_address")
# Where something can be: what "there" may stand for.
_PLACES = frozenset(
    (
        "dcim.site",
        "dcim.location",
        "dcim.rack",
        "dcim.region",
        "dcim.sitegroup",
        "virtualization.cluster",
        "ipam.vlangroup",
    )
)


def free_position(assigner: Assigner, at: int) -> int:
    """Take "at a free U", "next free unit"."""
    item = assigner.items[at]
    if "position" not in assigner.about.fields or not (item.means("state", "empty") or item.role("next_free")):
        return 0
    following = assigner.item(at + 1)
    if following is None or not (following.role("unit") or following.norm in ("position", "slot")):
        return 0
    assigner.assign("position", "free")
    return 2


def named_words(assigner: Assigner, at: int) -> int:
    """Take "named Lab-1"; says how many items it took, 0 where it is something else."""
    item = assigner.items[at]
    if not item.role("named") or (item.role("and")):
        return 0
    start = at + 1
    while (
        (following := assigner.item(start)) is not None
        and (following.role("be") or following.role("named"))
        and not following.quoted
    ):
        start += 1
    taken, text = spelling.free_text(assigner, start, names=True)
    if not text:
        return 0
    assigner.assign(assigner.about.name_field, text)
    assigner.named = True
    return start - at + taken


def tagged(assigner: Assigner, at: int) -> int:
    """Take "tagged Lab and Voice"; says how many items it took, 0 where it is something else."""
    item = assigner.items[at]
    if not item.role("tagged") or "tags" not in assigner.about.fields:
        return 0
    taken = 0
    while (following := assigner.item(at + 1 + taken)) is not None:
        hits = tuple(hit for hit in following.hits if hit.type == "extras.tag")
        if following.role("and") and taken:
            taken += 1
            continue
        if not (hits or following.quoted or (not following.known and following.text[:1].isupper())):
            break
        assigner.ground(following.text, hits, "extras.tag")
        assigner.assign("tags", following.text)
        taken += 1
        if following.after.strip(","):
            break
    return taken + 1 if taken else 0


def reference(assigner: Assigner, at: int) -> int:
    """Take "in it", "from them", "for this manufacturer", "there": what an earlier ask of the message makes, or what the thread is about."""
    item = assigner.items[at]
    if not (item.role("it") or item.role("ones")) or item.content:
        return 0
    following = assigner.item(at + 1)
    kinds = following.kinds if following is not None and not item.after else ()
    for ask, type_ in reversed(assigner.earlier):
        if kinds and type_ not in kinds:
            continue
        name = assigner.relation_to(type_)
        if name is not None:
            reference = Reference(to="ask", position=None, ask=ask, type=type_)
            assigner.assign(name, None, select(type_, refers=reference))
            return 2 if kinds else 1
    return _of_the_thread(assigner, at, kinds)


def _of_the_thread(assigner: Assigner, at: int, kinds: Sequence[str]) -> int:
    """Take what the thread is about as what a new object belongs to; says how many items it took, 0 where nothing says that it does."""
    item = assigner.items[at]
    where = "there" in item.norm.split()
    if not assigner.creating or not (where or kinds or assigner.link):
        return 0
    plural = item.role("ones") is not None
    for referent in referents(assigner.mind.topic, assigner.mind.catalogue, plural=plural):
        fits = referent.type in kinds if kinds else not where or referent.type in _PLACES
        name = assigner.relation_to(referent.type) if fits else None
        selection = _selected(assigner, referent) if name is not None else None
        if name is not None and selection is not None:
            assigner.assign(name, None, selection)
            return 2 if kinds else 1
    if where:
        assigner.unused.append(item)
        return 1
    return 0


def _selected(assigner: Assigner, referent: Referent) -> Selection | None:
    """Return the one thing that a new object is to point at; None where several may be meant."""
    if referent.how == "named":
        assigner.ground(referent.text, referent.hits, referent.type)
        return select(referent.type, names=[referent.text])
    if referent.how == "inner" and referent.selection is not None:
        assigner.grounds.update({text: hits for text, hits in referent.grounds.items() if text not in assigner.grounds})
        return referent.selection
    if referent.how == "field" or len(referent.hits) != 1:
        return None
    (hit,) = referent.hits
    assigner.ground(hit.name, (hit,), referent.type)
    return select(referent.type, names=[hit.name])


def quoted(assigner: Assigner, item: Item) -> int:
    """Take a text in quotes: the name of what is new, else its description; says how many items it took."""
    name = assigner.about.name_field
    if assigner.creating and not assigner.named and not any(each.field == name for each in assigner.values):
        assigner.assign(name, item.text)
        assigner.named = True
    elif "description" in assigner.about.fields:
        assigner.assign("description", item.text)
    else:
        assigner.unused.append(item)
    return 1


def unknown(assigner: Assigner, at: int) -> int:
    """Take what nothing is known of as the name of what is new, or leave it unused; says how many items it took."""
    item = assigner.items[at]
    name = assigner.about.name_field
    # A network or number is named by figures alone: "an address for a printer".
    free = (
        assigner.creating
        and not assigner.named
        and name not in fielding.FIGURED
        and not any(each.field == name for each in assigner.values)
    )
    free = free and name not in _NETWORKS
    looks = item.figure is not None and item.figure.kind in ("code", "dns", "port")
    if (
        free
        and name in assigner.about.fields
        and (looks or item.hits or item.text[:1].isupper() or (not item.known and not assigner.link))
    ):
        taken, text = spelling.free_text(assigner, at, names=True)
        if text:
            assigner.assign(name, text)
            assigner.named = True
            return taken
    if not (item.role("change") or item.role("filler") or (item.kinds and assigner.kind in item.kinds)):
        assigner.unused.append(item)
    return 1
