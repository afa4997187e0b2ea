"""The draft of a deletion: what goes, what goes with it, and what keeps it."""

from collections.abc import Sequence

from orchestration.catalogue.types import Field, ObjectType
from orchestration.changes.current import current
from orchestration.changes.form import ENDS, Form, Slot, must_be_changeable
from orchestration.changes.ground import Ground
from orchestration.changes.hanging import Hanging, hanging, less
from orchestration.changes.preview import listed
from orchestration.changes.row import Row
from orchestration.changes.rules import rules_of
from orchestration.changes.values import UNCHANGED
from orchestration.changes.wish import Wish
from orchestration.errors import Refused


def removed(ground: Ground, wish: Wish) -> Row:
    """Draft the deletion of one object on the ground as it is now.

    Raises:
        NotFound: it is gone.
        NotAllowed: objects of its type are none that the bot changes.
    """
    about = ground.catalogue[wish.type]
    must_be_changeable(about)
    there = ground.now(wish.type, wish.id or 0)
    form = _shown(about)
    before = current(form, there)
    return Row(wish, form, dict(before), there, before)


def find_hanging(ground: Ground, rows: Sequence[Row]) -> None:
    """Note what hangs on each object that is to be deleted.

    Raises:
        Refused: something keeps one, so that NetBox would not delete it.
    """
    going: dict[str, list[Row]] = {}
    for row in rows:
        if row.wish.op == "delete":
            going.setdefault(row.form.type.key, []).append(row)
    gone = {type_: frozenset(row.wish.id or 0 for row in some) for type_, some in going.items()}
    for type_, some in going.items():
        found = hanging(ground, type_, tuple(sorted(gone[type_])))
        for other, ids in gone.items():
            found = tuple(less(found, other, ids))
        if keeping := [each for each in found if each.fate == "keeps"]:
            raise _kept(some, keeping)
        for row in some:
            row.hanging = tuple((each, each.each.get(row.wish.id or 0, 0) if each.each else None) for each in found)


def _kept(rows: Sequence[Row], keeping: Sequence[Hanging]) -> Refused:
    what = rows[0].title if len(rows) == 1 else f"these {rows[0].form.type.plural}"
    names = [name for each in keeping for name in each.names][:5]
    total = sum(each.total for each in keeping)
    verb = "points" if total == 1 else "point"
    more = "" if len(names) == total else " and more"
    told = f"NetBox does not let {what} go: {listed([each.counted for each in keeping])} still {verb} there"
    return Refused(f"{told} ({', '.join(names)}{more}).", f"Move or delete those first. {UNCHANGED}")


def _shown(about: ObjectType) -> Form:
    """Return the form of what is only looked at: no question to NetBox tells what a deletion takes."""
    rules = rules_of(about.key)
    pointed = {name for each in rules.pointers.values() for name in (each.type_field, each.id_field)}
    fields = [each for each in about.fields.values() if each.readable and each.writable and each.name not in pointed]
    slots = {each.name: _slot(each) for each in fields if each.kind != "custom"}
    pointers = {
        name: Slot(name, name.replace("_", " ").capitalize(), "relation", each.to, pointer=each)
        for name, each in rules.pointers.items()
    }
    return Form(about, {**slots, **pointers}, rules)


def _slot(field: Field) -> Slot:
    kind = "terminations" if field.name in ENDS else field.kind
    return Slot(field.name, field.label, kind, (field.relation,) if field.relation else ())
