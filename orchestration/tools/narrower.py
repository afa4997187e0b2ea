"""What to say where a question would take too many requests: what it would take, and which questions cost less."""

from orchestration.catalogue.types import ObjectType
from orchestration.errors import TooMuch
from orchestration.tools.wording import inline, listed

# What people narrow by, and what tells the whole in a few counts, the most usual first.
_BY = ("status", "site", "role", "tenant")
MOST_OFFERS = 3


def too_much(about: ObjectType, text: str) -> TooMuch:
    """Return the error that says so.

    Args:
        about: the type that too much would be read of.
        text: what it would take.
    """
    by = [inline(about.fields[name].label) for name in _BY if name in about.fields]
    narrow = f"Name a {listed(by, 'or a')} to narrow it." if by else "Name one of them, or a part of a name."
    return TooMuch(text, narrow, cheaper(about))


def cheaper(about: ObjectType, but: str = "") -> tuple[str, ...]:
    """Return questions about objects of a type that a few counts answer, but for a field."""
    by = [inline(about.fields[name].label) for name in _BY if name in about.fields and name != but]
    return tuple(f"How many {about.plural} are there per {each}?" for each in by[:MOST_OFFERS])
