"""What is missing and could be made along: a site for a tenant that NetBox has not yet."""

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language.intent import Ask, Assignment, Intent, Reference, ask, select

_MAKES = frozenset(("create", "allocate", "update"))
# What needs no more than a name; the slug is made of it.
_BARE = frozenset(("name", "slug", "color"))


def also_made(catalogue: Catalogue, intent: Intent, name: str) -> tuple[Intent, str] | None:
    """Return what a change comes to where an object that it points at is made along, and what kind of object that is.

    Args:
        catalogue: the object types.
        intent: what was wanted.
        name: the name that nothing has.

    Returns:
        None where the name is no value of a field, or where what it names needs more than a name.
    """
    if any(_refers(each) for each in intent.asks):
        return None
    for place, each in enumerate(intent.asks):
        kind = _kind(catalogue, each, name)
        if kind is None:
            continue
        made = ask("create", select(kind), values=[_said(catalogue[kind].name_field, name)])
        refers = Reference(to="ask", position=None, ask=0, type=kind)
        pointed = [
            value.model_copy(update={"text": None, "selection": select(kind, refers=refers)})
            if value.text == name
            else value
            for value in each.values
        ]
        asks = list(intent.asks)
        asks[place] = each.model_copy(update={"values": pointed})
        return Intent(asks=[made, *asks]), kind
    return None


def _kind(catalogue: Catalogue, asked: Ask, name: str) -> str | None:
    own = asked.selection.type if asked.selection is not None else None
    if asked.want not in _MAKES or own is None or own not in catalogue:
        return None
    fields = catalogue[own].fields
    pointing = (fields.get(each.field) for each in asked.values if each.text == name)
    kind = next((each.relation for each in pointing if each is not None and each.relation), None)
    if kind is None or kind not in catalogue:
        return None
    needed = {each.name for each in catalogue[kind].fields.values() if each.required}
    return kind if needed <= _BARE else None


def _said(field: str, text: str) -> Assignment:
    return Assignment(field=field, text=text, selection=None, add="set")


def _refers(asked: Ask) -> bool:
    selections = [asked.selection, asked.parent, *(each.selection for each in asked.values)]
    return any(each is not None and each.refers is not None and each.refers.to == "ask" for each in selections)
