"""What was meant, now that one of several objects is chosen, or one in the place of a name that nothing has."""

from collections.abc import Sequence

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language.intent import Ask, Condition, Intent, Selection, leaf, select
from orchestration.language.reading import NameHit
from orchestration.sessions.session import Question


def chosen_in(catalogue: Catalogue, question: Question, chosen: NameHit) -> tuple[Intent, str]:
    """Return the intent with a choice in it, and the text that stands for the choice there.

    Args:
        catalogue: the object types.
        question: what was asked back.
        chosen: the object.
    """
    span = question.span or question.about.partition(":")[2]
    asks = list(question.intent.asks)
    if not asks or (span and any(span in each.model_dump_json() for each in asks)):
        return question.intent, span
    # What the name was in is not in the intent: "rack elevation", which rack?; "devices in Akorn".
    place = min(question.ask, len(asks) - 1)
    asks[place] = _with(catalogue, asks[place], chosen)
    return Intent(asks=asks), chosen.name


def _with(catalogue: Catalogue, asked: Ask, chosen: NameHit) -> Ask:
    selection = asked.selection or select(chosen.type)
    return asked.model_copy(update={"selection": _narrowed(catalogue, selection, chosen)})


def _narrowed(catalogue: Catalogue, selection: Selection, chosen: NameHit) -> Selection:
    """Return a selection of the object itself, or of what belongs to it: never of all that there is."""
    own = selection.type or chosen.type
    known = own in catalogue and chosen.type in catalogue
    ways = catalogue.ways(own, chosen.type) if known and own != chosen.type else ()
    if not ways:
        return selection.model_copy(update={"type": chosen.type, "names": [chosen.name], "refers": None})
    where = also_by(selection.where, leaf(ways[0].name, "eq", [chosen.name]))
    return selection.model_copy(update={"where": where})


def also_by(where: Sequence[Condition], condition: Condition) -> list[Condition]:
    """Return conditions with one more; beside one on the same link either holds: "in Hamburg and Bergen".

    Args:
        where: the conditions.
        condition: the further one, by values.
    """
    kept = list(where)
    same = next((each for each in kept if (each.field, each.op) == (condition.field, "eq") and each.values), None)
    if same is None:
        return [*kept, condition]
    kept[kept.index(same)] = same.model_copy(update={"values": [*same.values, *condition.values]})
    return kept
