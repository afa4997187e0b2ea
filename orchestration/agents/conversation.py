"""The Conversation Manager: opens a turn (what was pressed, what its references mean) and closes it (what the thread is about now)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import NotUnderstood
from orchestration.language.choosing import chosen_in
from orchestration.language.intent import Intent, ask, leaf, select
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit, Reading
from orchestration.messages import Click, Form, Utterance
from orchestration.sessions.answers import filled
from orchestration.sessions.session import MOST_FOCUS, Focus, Question, Session, Topic
from orchestration.tools.plan import Going

# Of what the thread was about before, so many rows are enough for "the third one".
MOST_OLDER_ROWS = 10
# The button that answers without the words that were asked back.
ANYWAY = "anyway"
# The button that makes along what is missing.
ALSO = "also"
OUTDATED = "That button belongs to something that is over."


@dataclass(frozen=True, slots=True)
class Opened:
    """What a message is, before its words are read.

    Args:
        text: words to read; None where none are.
        reading: what a button stands for, as a reading.
        going: a listing that is to go on.
        change: the button or form is for the change desk.
        chosen: what a choice settled: the text and the object it means.
    """

    text: str | None = None
    reading: Reading | None = None
    going: Going | None = None
    change: bool = False
    chosen: tuple[str, NameHit] | None = None


def opened(incoming: Utterance | Click | Form, session: Session, catalogue: Catalogue) -> Opened:
    """Return what came in: words to read, or what a button stands for.

    Raises:
        NotUnderstood: the button is unknown, or what it belongs to is over.
    """
    if isinstance(incoming, Utterance):
        return Opened(text=incoming.text)
    kind, _, state = incoming.ref.partition(":")
    match kind:
        case "change":
            came = Opened(change=True)
        case "say" if state:
            came = Opened(text=state)
        case "more":
            came = _more(state)
        case "pick":
            came = _picked(state, session.topic.question, catalogue)
        case "fill" if isinstance(incoming, Form):
            came = Opened(reading=_filled(incoming, session.topic.question))
        case "list":
            came = _listed(state, session.topic, catalogue)
        case _:
            raise NotUnderstood("I do not know that button.", "Ask in words.")
    return came


def _more(state: str) -> Opened:
    listing, _, shown = state.partition(":")
    if not listing or not shown.isdigit():
        raise NotUnderstood("I do not know that button.", "Ask in words.")
    return Opened(going=Going(listing=listing, shown=int(shown)), reading=_certain(Intent(asks=[ask("more")])))


def _picked(state: str, question: Question | None, catalogue: Catalogue) -> Opened:
    place, _, rest = state.partition(":")
    if state == ANYWAY:
        return _anyway(question)
    if state == ALSO and question is not None and question.offer is not None:
        return Opened(reading=_certain(question.offer, question.grounds))
    if question is None or not place.isdigit():
        raise NotUnderstood(OUTDATED, "Ask again.")
    at = int(place)
    if rest.startswith("="):
        if at >= len(question.values) or question.values[at][:60] != rest[1:]:
            raise NotUnderstood(OUTDATED, "Ask again.")
        return Opened(text=question.values[at])
    if at >= len(question.choices):
        raise NotUnderstood(OUTDATED, "Ask again.")
    choice = question.choices[at]
    if f"{choice.type}:{choice.id}" != rest:
        raise NotUnderstood(OUTDATED, "Ask again.")
    intent, span = chosen_in(catalogue, question, choice)
    grounds = {**question.grounds, span: (choice.model_copy(update={"score": 1.0}),)}
    return Opened(reading=_certain(intent, grounds), chosen=(question.span, choice))


def _filled(form: Form, question: Question | None) -> Reading:
    intent = filled(question, form.ref, form.values)
    return _certain(intent, question.grounds if question else {})


def _anyway(question: Question | None) -> Opened:
    """Return what can be answered without the words that were asked back."""
    if question is None or question.about != "reading":
        raise NotUnderstood(OUTDATED, "Ask again.")
    return Opened(reading=_certain(question.intent, question.grounds))


def _listed(state: str, topic: Topic, catalogue: Catalogue) -> Opened:
    """Read "list:<type>:<link>:<type of the owner>:<id>": the objects that belong to one."""
    parts = state.split(":")
    if len(parts) != 4 or parts[0] not in catalogue or parts[2] not in catalogue or not parts[3].isdigit():
        raise NotUnderstood("I do not know that button.", "Ask in words.")
    type_, link, owner, id_ = parts
    known = (hit for focus in topic.focus for hit in (*focus.things, *focus.rows))
    name = next(
        (hit.name for hit in known if hit.type == owner and str(hit.id) == id_), f"{catalogue[owner].singular} {id_}"
    )
    hit = NameHit(type=owner, id=int(id_), name=name)
    intent = Intent(asks=[ask("find", select(type_, where=[leaf(link, "eq", [name])]))])
    return Opened(reading=_certain(intent, {name: (hit,)}))


def _certain(intent: Intent, grounds: Mapping[str, tuple[NameHit, ...]] | None = None) -> Reading:
    return Reading(intent=intent, certainty="certain", grounds=dict(grounds or {}))


def answered(reading: Reading, question: Question | None) -> Reading:
    """Return the reading of a message that names what was missing: "Which rack?", "R106", as what was asked before, of that rack.

    Args:
        reading: of the message.
        question: what the bot waits for.
    """
    asks = reading.intent.asks
    if question is None or question.about != "selection" or len(asks) != 1 or question.ask >= len(question.intent.asks):
        return reading
    said = asks[0]
    if said.want not in {"find", "inspect"} or said.selection is None or not said.selection.names or said.columns:
        return reading
    before = list(question.intent.asks)
    before[question.ask] = before[question.ask].model_copy(update={"selection": said.selection})
    grounds = {**question.grounds, **reading.grounds}
    return reading.model_copy(update={"intent": Intent(asks=before), "grounds": grounds})


def closed(
    session: Session,
    focuses: Sequence[Focus],
    scope: str,
    *,
    question: Question | None,
    chosen: tuple[str, NameHit] | None = None,
) -> Session:
    """Return the thread's memory after a turn.

    Args:
        session: before it.
        focuses: what the turn was about, the latest ask first.
        scope: with whose rights it was read.
        question: what the bot waits for now.
        chosen: what a choice settled, remembered for the thread.
    """
    topic = session.topic
    older = [_thinner(each) for each in topic.focus if each not in focuses] if focuses else list(topic.focus)
    remembered = dict(topic.chosen)
    if chosen is not None:
        remembered[normalise(chosen[0])] = chosen[1]
    # A question takes the place of what another has pending, or one would answer for the other.
    pending = topic.pending if question is None or topic.asked_by == scope else None
    left = {
        "focus": (*focuses, *older)[:MOST_FOCUS],
        "question": question,
        "pending": pending,
        "chosen": remembered,
        "readers": tuple(dict.fromkeys((*topic.readers, scope))),
        "asked_by": scope if question is not None else topic.asked_by,
    }
    return session.model_copy(update={"topic": topic.model_copy(update=left)})


def _thinner(focus: Focus) -> Focus:
    if len(focus.rows) <= MOST_OLDER_ROWS:
        return focus
    return focus.model_copy(update={"rows": focus.rows[:MOST_OLDER_ROWS]})
