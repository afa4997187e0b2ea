"""Removing a person, or a message, from what a thread remembers."""

from orchestration.sessions.session import Session, Topic


def without(session: Session, person: str, before: str) -> Session:
    """Return a session without a person's turns up to a moment.

    What the thread was about goes with them, for it cannot be told whose words made it.

    Args:
        session: the thread's memory.
        person: the key of an author.
        before: turns with an id smaller than this one are removed; ids sort by the time they were accepted. Empty removes none.
    """
    left = tuple(turn for turn in session.turns if turn.author.key != person or turn.id >= before)
    if len(left) == len(session.turns):
        return session
    return session.model_copy(update={"turns": left, "topic": Topic()})


def without_message(session: Session, message: str) -> Session:
    """Return a session without the turn of a message, and without what the thread was about.

    Args:
        session: the thread's memory.
        message: key of the message.
    """
    left = tuple(turn for turn in session.turns if turn.key != message)
    return session if len(left) == len(session.turns) else session.model_copy(update={"turns": left, "topic": Topic()})
