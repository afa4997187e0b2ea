"""What a thread and the index of names remember, as one person may see it now.

A thread is shared, and those who speak in it read with different rights. Names in its memory were read with the rights of whoever
asked. Before somebody with other rights goes on from them ("those", "the second one", a choice) each object is looked up with their
own; what they may not see is as if nobody had spoken of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from orchestration.errors import NetbotError, NotAllowed
from orchestration.language.reading import NameHit
from orchestration.ports import Inventory, Query
from orchestration.sessions.session import Focus, Question, Session, Topic
from orchestration.tools.kit import Kit, together
from orchestration.tools.rows import by_ids


def as_seen(kit: Kit, session: Session) -> Session:
    """Return a thread's memory without what whoever asks may not see.

    Args:
        kit: of the turn.
        session: the thread's memory.

    Returns:
        The session itself where all in it was read with the same rights, which costs nothing. Else one in which rows that are
        not to be seen have no names (the others keep their places), and what else would name them is gone.

    Raises:
        NetBoxUnavailable: it cannot be found out.
    """
    topic = session.topic
    if set(topic.readers) <= {kit.scope}:
        return session
    hits = {hit for focus in topic.focus for hit in _named(focus)} | set(topic.chosen.values())
    if topic.question is not None:
        hits |= {*topic.question.choices, *_grounds(topic.question)}
    eyes = _Eyes(kit, _visible(kit, hits))
    mine = topic.asked_by == kit.scope
    seen = Topic(
        focus=tuple(each for focus in topic.focus if (each := eyes.focus(focus)) is not None),
        question=topic.question if mine else eyes.question(topic.question),
        proposal=topic.proposal,
        pending=topic.pending if mine else None,
        chosen={span: hit for span, hit in topic.chosen.items() if eyes.see(hit)},
        readers=topic.readers,
        asked_by=topic.asked_by,
    )
    # What was answered to others may have been for them alone.
    mute = {"answer": ""}
    turns = tuple(each if each.author.key == kit.author.key else each.model_copy(update=mute) for each in session.turns)
    return session.model_copy(update={"topic": seen, "turns": turns})


def still_seen(inventory: Inventory, hits: Sequence[NameHit]) -> tuple[NameHit, ...]:
    """Return those names of the index that may be shown: it is some minutes old, and rights that were taken away are in no log.

    Args:
        inventory: NetBox, with the rights of whoever is to see them.
        hits: from the index of names.

    Returns:
        All of them with the bot's own rights, which costs nothing. With a token of somebody's own those that NetBox shows, or did within
        the minute that its answers are kept: one small request a type, all at once. None where it cannot be found out.
    """
    if not inventory.own_token or not hits:
        return tuple(hits)
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for hit in hits:
        wanted[hit.type].add(hit.id)

    def found(type_: str) -> set[tuple[str, int]]:
        ids = tuple(("id", str(each)) for each in sorted(wanted[type_]))
        try:
            rows = inventory.list(Query(type=type_, params=ids, fields=("id",), limit=len(ids))).rows
        except NetbotError:
            return set()
        return {(type_, row["id"]) for row in rows}

    seen = frozenset[tuple[str, int]]().union(*together([partial(found, type_) for type_ in wanted]))
    return tuple(hit for hit in hits if (hit.type, hit.id) in seen)


def _named(focus: Focus) -> Iterable[NameHit]:
    return (*focus.rows, *focus.things, *_grounds(focus))


def _grounds(of: Focus | Question) -> tuple[NameHit, ...]:
    return tuple(hit for hits in of.grounds.values() for hit in hits)


def _visible(kit: Kit, hits: Iterable[NameHit]) -> frozenset[tuple[str, int]]:
    """Return type and id of those that are to be seen, one request a type."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for hit in hits:
        if hit.type in kit.catalogue:
            wanted[hit.type].add(hit.id)

    def found(type_: str) -> set[tuple[str, int]]:
        try:
            return {(type_, id_) for id_ in by_ids(kit, type_, sorted(wanted[type_]), ("id",))}
        except NotAllowed:
            return set()

    return frozenset[tuple[str, int]]().union(*together([partial(found, type_) for type_ in wanted]))


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Looks at what is remembered.

    Args:
        kit: of the turn.
        visible: type and id of what is to be seen.
    """

    kit: Kit
    visible: frozenset[tuple[str, int]]

    def see(self, hit: NameHit) -> bool:
        """Say whether an object is to be seen."""
        return (hit.type, hit.id) in self.visible

    def focus(self, focus: Focus) -> Focus | None:
        """Return something the thread was about; None where it was about what is not to be seen."""
        if not all(map(self.see, (*focus.things, *_grounds(focus)))):
            return None
        if focus.rows and not any(map(self.see, focus.rows)):
            return None
        return focus.model_copy(
            update={"rows": tuple(each if self.see(each) else self._unnamed(each) for each in focus.rows)}
        )

    def question(self, question: Question | None) -> Question | None:
        """Return a question that waits; None where it names what is not to be seen, or values that nobody can look up."""
        if question is None or question.values or not all(map(self.see, (*question.choices, *_grounds(question)))):
            return None
        return question

    def _unnamed(self, hit: NameHit) -> NameHit:
        # "The second one" stays the second one; what it is called does not show.
        name = f"{self.kit.catalogue[hit.type].singular} {hit.id}" if hit.type in self.kit.catalogue else str(hit.id)
        return hit.model_copy(update={"name": name, "within": ""})
