"""What a change lacks, as the fields of a form: known in full before it is opened, for a press leaves no time to ask NetBox."""

from collections.abc import Iterable, Iterator

from orchestration.changes.form import Slot
from orchestration.changes.ground import Ground
from orchestration.changes.missing import Missing
from orchestration.errors import Invalid
from orchestration.language.reading import Reading
from orchestration.messages import Blank, Sheet
from orchestration.sessions.answers import sheet_ref
from orchestration.sessions.session import Question

# Of more objects the name is typed: a long list is carried by no button.
MOST_CHOICES = 12
_TITLE = 24
_OPENER = 75


def blanks_for(ground: Ground, lacking: Iterable[Slot], *, several: bool) -> tuple[Blank, ...]:
    """Return a form's field for each field that a new object lacks.

    Args:
        ground: NetBox as it is now.
        lacking: the fields.
        several: several objects are made at once: a field takes a series ("110-114").
    """
    return tuple(_blank(ground, slot, several=several) for slot in lacking)


def sheet_of(missing: Missing, question: Question) -> Sheet | None:
    """Return the form of what is missing; None where it can only be said.

    Args:
        missing: what is.
        question: that it answers.
    """
    if not missing.blanks:
        return None
    what = missing.blanks[0].label if len(missing.blanks) == 1 else f"{len(missing.blanks)} values"
    return Sheet(
        ref=sheet_ref(question),
        opener=f"Fill in {what}"[:_OPENER],
        title=f"New {missing.kind}"[:_TITLE],
        submit="Preview",
        blanks=missing.blanks,
    )


def asked_again(question: Question | None, reading: Reading, wrong: Invalid) -> Question | None:
    """Return a question whose form opens with what was filled in and what is wrong with it; None where no form was filled in.

    Args:
        question: that was answered.
        reading: the wish with the answer in it.
        wrong: what NetBox would not take.
    """
    if question is None or question.sheet is None or question.ask >= len(reading.intent.asks):
        return None
    said = {each.field: each.text or "" for each in reading.intent.asks[question.ask].values}
    if not any(blank.name in said for blank in question.sheet.blanks):
        return None
    blanks = list(_told(question.sheet.blanks, said, wrong))
    return question.model_copy(update={"sheet": question.sheet.model_copy(update={"blanks": tuple(blanks)})})


def _told(blanks: tuple[Blank, ...], said: dict[str, str], wrong: Invalid) -> Iterator[Blank]:
    faulty = next((each.name for each in blanks if each.name in wrong.fields), blanks[0].name)
    for blank in blanks:
        error = wrong.text if blank.name == faulty else ""
        yield blank.model_copy(update={"value": said.get(blank.name, "")[: blank.longest], "error": error})


def _blank(ground: Ground, slot: Slot, *, several: bool) -> Blank:
    choices = _choices(ground, slot)
    if choices:
        return Blank(name=slot.name, label=slot.label, kind="choice", choices=choices)
    hint = "A series such as 110-114." if several else f"Its name in NetBox: {slot.spoken}." if slot.to else ""
    number = slot.kind in {"integer", "decimal"} and not several
    return Blank(name=slot.name, label=slot.label, kind="number" if number else "line", hint=hint)


def _choices(ground: Ground, slot: Slot) -> tuple[tuple[str, str], ...]:
    """Return what there is to choose from; nothing where it is too much, or where that cannot be told."""
    if slot.choices:
        return slot.choices if len(slot.choices) <= MOST_CHOICES else ()
    if len(slot.to) != 1 or slot.to[0] not in ground.catalogue:
        return ()
    rows = ground.rows(slot.to[0], (), ("id", "display"), MOST_CHOICES + 1)
    names = [str(each["display"]) for each in rows]
    return tuple((each, each) for each in names) if len(set(names)) == len(names) <= MOST_CHOICES else ()
