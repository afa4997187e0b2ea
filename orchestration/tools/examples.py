"""Questions made of names of this very NetBox, for those who ask what can be asked."""

from collections.abc import Sequence

from orchestration.ports import Inventory, Names, scope_of
from orchestration.tools.seen import still_seen


def examples(inventory: Inventory, names: Names, forms: Sequence[tuple[str, str]], most: int) -> list[str]:
    """Return questions with names that whoever asks may see, in the order of their forms.

    Args:
        inventory: NetBox, with the rights of whoever asks.
        names: the index of names.
        forms: for each question a type and the words with "{name}" in them.
        most: questions at most; those alone have their names looked up.
    """
    scope = scope_of(inventory)
    found = [(hits[0], form) for type_, form in forms if (hits := names.sample(scope, type_, 1))][:most]
    seen = set(still_seen(inventory, [hit for hit, _ in found]))
    return [form.format(name=hit.name) for hit, form in found if hit in seen]
