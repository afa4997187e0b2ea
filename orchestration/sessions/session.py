"""A session: what a chat thread is about, and its turns."""

from orchestration.language.intent import Intent, Order, Selection
from orchestration.language.reading import NameHit
from orchestration.messages.address import Address, Author
from orchestration.messages.frozen import Frozen, Stored
from orchestration.messages.incoming import Click, Form, Utterance
from orchestration.messages.sheet import Sheet

MOST_TURNS = 50
MOST_BYTES = 32 * 1024
MOST_FOCUS = 6


class Question(Frozen):
    """What the bot asked back and waits for.

    Args:
        intent: what was meant so far.
        about: what is missing: "name:<span>" (which of several), "field:<field>" (a value), "selection" (of which object), "type", "want",
            "reading" (what was meant: the intent is what can be answered without it).
        ask: index of the ask in the intent that it is about.
        choices: what was offered: each the span's meaning or the value to take.
        span: the text in the intent that a choice settles.
        grounds: what earlier choices settled, by span.
        sheet: the form that answers it as well; None for none.
        offer: what is done where the answer is yes: what is missing is made along; None where nothing is offered.
    """

    intent: Intent
    about: str
    ask: int = 0
    span: str = ""
    choices: tuple[NameHit, ...] = ()
    values: tuple[str, ...] = ()
    grounds: dict[str, tuple[NameHit, ...]] = {}
    sheet: Sheet | None = None
    offer: Intent | None = None


class Focus(Frozen):
    """Something the thread was about: a listing, an object, or both.

    Args:
        want: what was done with it (find, count, inspect, ...).
        selection: what was selected, with the thread's earlier references filled in.
        report: the report or picture it was, where it was one.
        listing: id of the listing shown, if any.
        type: type of its rows.
        rows: the first rows shown, in order, for "the second one"; at most 50.
        things: the objects it was about; one for an inspection.
        grounds: what its names meant.
        columns: fields shown.
        group: field it was counted by.
        table: id of the listing behind a table whose rows are no objects that the thread could mean.
        size: what was asked of a report, in its own measure.
        sort: what it was ordered by.
        whole: what was selected where only the first of it are the listing; None where the listing is all of it.
    """

    want: str
    selection: Selection | None = None
    report: str | None = None
    listing: str | None = None
    type: str | None = None
    rows: tuple[NameHit, ...] = ()
    things: tuple[NameHit, ...] = ()
    grounds: dict[str, tuple[NameHit, ...]] = {}
    columns: tuple[str, ...] = ()
    group: str | None = None
    table: str | None = None
    size: int | None = None
    sort: tuple[Order, ...] = ()
    whole: Selection | None = None


class Topic(Frozen):
    """What the thread is about.

    Args:
        focus: the latest first, at most six.
        question: what the bot waits for, if anything.
        proposal: id of the change that waits for its confirmation, if any.
        pending: the intent behind that change, for "make it planned instead"; None where none waits.
        chosen: what ambiguous names were said to mean in this thread, by normalised span.
        readers: with whose rights all of this was read (`orchestration.ports.scope_of`), each once.
        asked_by: the one of them whose turn left the question and the change.
    """

    focus: tuple[Focus, ...] = ()
    question: Question | None = None
    proposal: str | None = None
    pending: Intent | None = None
    chosen: dict[str, NameHit] = {}
    readers: tuple[str, ...] = ()
    asked_by: str = ""


class Turn(Frozen):
    """One message and what became of it.

    Args:
        id: of the turn.
        key: of the message, by which a second delivery is recognised.
        author: who spoke.
        said: the words, cut to 300 characters; of a click its label's reference.
        at: when, seconds since the epoch.
        intent: what was wanted, in a word; empty while it is open.
        kind: the reply's kind; empty while it is open.
        answer: the reply's first line, cut to 200 characters.
        message_ids: the platform's ids of what was posted.
        feedback: what the person said of the answer: "up", "down" or nothing.
        private: the answer was for the person alone.
    """

    id: str
    key: str
    author: Author
    said: str
    at: float
    intent: str = ""
    kind: str = ""
    answer: str = ""
    message_ids: tuple[str, ...] = ()
    feedback: str = ""
    private: bool = False


class Session(Stored):
    """A thread's memory.

    Args:
        address: the thread.
        turns: the latest last; bounded by MOST_TURNS and, with everything else, by MOST_BYTES as JSON.
        topic: what the thread is about.
        counted: turns there were in all.
    """

    address: Address
    turns: tuple[Turn, ...] = ()
    topic: Topic = Topic()
    counted: int = 0


def admit(session: Session, incoming: Utterance | Click | Form, turn: str) -> Session:
    """Open a turn for a message; a message that has one already changes nothing.

    Args:
        session: the thread's memory.
        incoming: the message.
        turn: id for the new turn.

    Returns:
        The session with the turn in it, the same session where it was there.
    """
    if any(each.key == incoming.key for each in session.turns):
        return session
    said = incoming.text if isinstance(incoming, Utterance) else incoming.ref
    opened = Turn(id=turn, key=incoming.key, author=incoming.author, said=said[:300], at=incoming.at)
    return session.model_copy(update={"turns": (*session.turns, opened), "counted": session.counted + 1})


def bounded(session: Session) -> Session:
    """Drop the oldest turns, then the oldest of what the thread was about, until the session fits its bounds.

    Returns:
        A session of at most MOST_TURNS turns whose JSON has at most MOST_BYTES bytes.
    """
    kept = session.model_copy(update={"turns": session.turns[-MOST_TURNS:]})
    while len(kept.model_dump_json().encode()) > MOST_BYTES:
        if len(kept.turns) > 1:
            kept = kept.model_copy(update={"turns": kept.turns[max(1, len(kept.turns) // 5) :]})
        elif len(kept.topic.focus) > 1:
            kept = kept.model_copy(update={"topic": kept.topic.model_copy(update={"focus": kept.topic.focus[:-1]})})
        elif kept.topic != Topic():
            kept = kept.model_copy(update={"topic": Topic()})
        else:
            break
    return kept
