"""Answers to a question of the bot with choices: "the one in Akron", "the second", "the VRF", a name as it was offered."""

from collections.abc import Iterator, Sequence

from orchestration.language.choosing import chosen_in
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun, of_ask
from orchestration.language.grammar.follow import first_kind
from orchestration.language.intent import Ask, Intent
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item
from orchestration.sessions.session import Question

_YES = frozenset("yes yeah yep sure right correct exactly indeed yup aye ok okay".split()) | {
    "do it",
    "that one",
    "do that",
}
_CONFIRMS = frozenset(
    """confirm;confirmed;i confirm;confirm it;confirm that;go ahead;apply;apply it;approve;approved;do it now;yes do it;
yes go ahead;execute;execute it;submit;save it;proceed""".replace("\n", "").split(";")
)


def read_answer(mind: Mind, items: Sequence[Item], text: str) -> list[Draft]:
    """Return all that was meant, now that one of several is chosen; nothing where a message chooses none.

    Args:
        mind: what the grammar knows.
        items: of the whole message.
        text: the message, readable.
    """
    question = mind.topic.question
    if question is None or not question.intent.asks or not items or "?" in items[-1].after:
        return []
    if _affirms(items):
        if question.offer is not None:
            return _drafts(question.offer, dict(question.grounds))
        only = question.choices[0] if len(question.choices) == 1 else None
        return _drafts(*_meant(mind, question, only)) if only is not None else []
    if any(item.role("ask") and not item.content for item in items[:1]):
        return []
    if any(item.role("want") and not item.content for item in items[:1]) and any(item.kinds for item in items):
        # "List devices in Newark" asks something new, though one of the choices lies there.
        return []
    chosen = _chosen(question.choices, text, items)
    if chosen is None:
        chosen = _instead(mind, question, items)
    if chosen is not None:
        return _drafts(*_meant(mind, question, chosen))
    return next(_narrowed(mind, question, items), []) if question.choices or question.about == "type" else []


def _chosen(choices: Sequence[NameHit], text: str, items: Sequence[Item]) -> NameHit | None:
    """Return the choice that is meant: by its name, where it is, its type, its place in the list; None where none is."""
    said = normalise(text)
    for means in (_is_called, _is_within, _is_of_type):
        met = [each for each in choices if means(each, said, items)]
        if len(met) == 1:
            return met[0]
    ordinal = next((word for item in items for word in item.words if word.role == "ordinal"), None)
    position = int(ordinal.value) if ordinal is not None else 0
    if position and abs(position) <= len(choices):
        return choices[position - 1 if position > 0 else position]
    return None


def _instead(mind: Mind, question: Question, items: Sequence[Item]) -> NameHit | None:
    """Return what is named in place of a name that nothing has: "No device type ISR.", "7280R3"; None where a message says more."""
    said = [item for item in items if not (item.words and not item.content)]
    if not question.about.startswith("name:") or len(said) != 1 or question.ask >= len(question.intent.asks):
        return None
    asked = question.intent.asks[question.ask]
    types = {each.type for each in question.choices}
    if asked.selection is not None and asked.selection.type is not None:
        fields = mind.catalogue[asked.selection.type].fields
        given = (fields.get(each.field) for each in asked.values if each.text == question.span)
        types |= {each.relation for each in given if each is not None and each.relation}
    met = [hit for hit in said[0].hits if hit.type in types and hit.score == 1.0]
    return met[0] if len(met) == 1 else None


def _is_called(choice: NameHit, said: str, items: Sequence[Item]) -> bool:
    names = {normalise(choice.name), normalise(f"{choice.name} {choice.within}")}
    return said in names or any(item.norm in names for item in items if item.size == len(items) or item.quoted)


def _is_within(choice: NameHit, said: str, items: Sequence[Item]) -> bool:
    within = normalise(choice.within)
    if not within:
        return False
    return f" {within} " in f" {said} " or any(normalise(hit.name) == within for item in items for hit in item.hits)


def _is_of_type(choice: NameHit, said: str, items: Sequence[Item]) -> bool:
    del said
    return any(choice.type in item.kinds[:1] for item in items)


def _affirms(items: Sequence[Item]) -> bool:
    """Say whether a message says yes, and nothing else."""
    said = [item for item in items if not (item.role("please") or item.role("thanks"))]
    return bool(said) and (all(item.norm in _YES for item in said) or " ".join(item.norm for item in said) in _YES)


def confirms(items: Sequence[Item]) -> bool:
    """Say whether a message only says that what waits is to be done.

    Args:
        items: of the whole message.
    """
    said = [item for item in items if not (item.role("please") or item.role("thanks"))]
    words = " ".join(item.norm for item in said)
    return _affirms(items) or words in _CONFIRMS


def _meant(mind: Mind, question: Question, chosen: NameHit) -> tuple[Intent, dict[str, tuple[NameHit, ...]]]:
    intent, span = chosen_in(mind.catalogue, question, chosen)
    return intent, {**question.grounds, span: (chosen.model_copy(update={"score": 1.0}),)}


def _drafts(intent: Intent, grounds: dict[str, tuple[NameHit, ...]]) -> list[Draft]:
    return [of_ask(each, grounds) for each in intent.asks]


def _narrowed(mind: Mind, question: Question, items: Sequence[Item]) -> Iterator[list[Draft]]:
    """Read "the one in Akron" where no such choice was offered: as a condition on what was asked about."""
    place = min(question.ask, len(question.intent.asks) - 1)
    asked: Ask = question.intent.asks[place]
    selection = asked.selection
    if selection is None or selection.type is None or any(item.role("want") and not item.content for item in items):
        return
    if selection.type not in (first_kind(items) or (selection.type,)):
        return
    ghost = Noun(
        kinds=(selection.type,),
        names=list(selection.names),
        where=list(selection.where),
        refers=selection.refers,
        said=True,
    )
    known = len(ghost.where)
    builder = Builder(mind, items, ghost).read()
    if builder.main is not ghost or (len(ghost.where) == known and builder.last != "renamed"):
        return
    if any(item.content for item in builder.unused):
        return
    asks = list(question.intent.asks)
    asks[place] = asked.model_copy(update={"selection": ghost.selection()})
    yield _drafts(Intent(asks=asks), {**question.grounds, **builder.grounds})
