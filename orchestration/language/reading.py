"""A reading: an intent, how sure it is, and what stands behind its names."""

from typing import Literal

from orchestration.language.intent import Intent
from orchestration.messages.frozen import Frozen
from orchestration.messages.receipt import ModelUse

Certainty = Literal["certain", "likely", "unsure"]


class NameHit(Frozen):
    """An object of this NetBox that a span of the message may name.

    Args:
        type: key of its type in the catalogue.
        id: its id.
        name: its name as NetBox shows it.
        within: what tells it from others of the same name: "DM-Akron" of a rack, "Alpha" of a prefix; may be empty.
        score: 1.0 for the same text (case, accents and punctuation aside), less for one that is only near.
    """

    type: str
    id: int
    name: str
    within: str = ""
    score: float = 1.0


class Unplaced(Frozen):
    """A name that narrows an ask and that nothing known has.

    Args:
        ask: index of the ask in the intent.
        text: the name, as it was written.
        swallowed: words of it that were taken for something else.
        before: it is a plain word right before what is asked for, "db servers", which may be a part of their names, or nothing of NetBox's.
    """

    ask: int
    text: str
    swallowed: tuple[str, ...] = ()
    before: bool = False


class Reading(Frozen):
    """What a reader made of a message.

    Args:
        intent: what is asked.
        certainty: certain (answer), likely (ask the model, else answer a read and say what was not used), unsure (ask back).
        grounds: for each name or value in the intent that is one of this NetBox's objects, by the text as it stands in the intent: the objects it may be.
        unused: words of the message that the reading does not account for.
        missing: names in the intent that no object has, with the nearest that are, by the text as it stands in the intent.
        unplaced: names that narrow an ask and that nothing known has; an answer without them would be of more than was asked.
        read_by: which reader.
        doubt: what is asked back where a model's reading does not hold to what was said; None where nothing is. The intent is then what
            can be answered all the same.
        used: what asking a model cost; None where none was asked.
    """

    intent: Intent
    certainty: Certainty
    grounds: dict[str, tuple[NameHit, ...]] = {}
    unused: tuple[str, ...] = ()
    missing: dict[str, tuple[NameHit, ...]] = {}
    unplaced: tuple[Unplaced, ...] = ()
    read_by: Literal["rules", "model"] = "rules"
    doubt: str | None = None
    used: ModelUse | None = None
