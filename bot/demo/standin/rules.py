"""What NetBox's models check beyond single fields: trees, generic relations, and the rules of each type."""

from bot.demo.standin.refusing import refuse
from bot.demo.standin.rules_dcim import DCIM_RULES
from bot.demo.standin.rules_ipam import IPAM_RULES
from bot.demo.standin.schema import Type
from bot.demo.standin.store import Row, Store

RULES = {**DCIM_RULES, **IPAM_RULES}


def check(store: Store, about: Type, row: Row, before: Row | None) -> None:
    """Apply the rules of a type to a row as it would be kept.

    Raises:
        Invalid: at the first rule that is broken, as NetBox does.
    """
    if about.parent is not None and before is not None and row["parent"] in store.descendants(about, row["id"]):
        refuse("parent", "Cannot assign self or a descendant as parent.")
    _generic(store, about, row)
    for rule in RULES.get(about.name, ()):
        rule(store, row, before)


def _generic(store: Store, about: Type, row: Row) -> None:
    """Check that the two halves of a generic relation are both there and lead to something."""
    for field in about.fields.values():
        if field.kind != "generic":
            continue
        kind, number = (row.get(name) for name in field.of)
        if kind and number is None:
            if "scope" in field.of[0]:
                refuse("__all__", f"Please select a {kind.partition('.')[2]}.")
            refuse(field.of[1], "This field cannot be null.")
        if number is not None and not kind:
            refuse(field.of[0], "This field cannot be null.")
        if kind in store.rows and store.get(kind, number) is None:
            refuse(field.of[1], f"Related object not found using the provided value: {number}.")
