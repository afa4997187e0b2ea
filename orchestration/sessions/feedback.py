"""What people say of an answer: thumbs up or down, kept with its turn."""

import re

from orchestration.sessions.session import Session

_RATING = re.compile(r"rate:(up|down):(.+)")


def rated(session: Session, ref: str) -> Session | None:
    """Return the session with a rating in it; None where the reference is none.

    Args:
        session: the thread's memory.
        ref: of the button: "rate:up:<turn>"; a turn that the thread has forgotten changes nothing.
    """
    rating = _RATING.fullmatch(ref)
    if rating is None:
        return None
    way, turn = rating.groups()
    turns = tuple(each.model_copy(update={"feedback": way}) if each.id == turn else each for each in session.turns)
    return session.model_copy(update={"turns": turns})
