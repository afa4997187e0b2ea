"""What stands in a rack, with units, types and serial numbers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orchestration.language.intent import Order
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.listing import find
from orchestration.tools.plan import Asked
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.search import Search, Term

COLUMNS = ("position", "face", "role", "device_type", "serial", "asset_tag")


def rack_inventory(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List the devices of a rack from the top to the bottom; two requests.

    Raises:
        Incomplete, NotFound, Ambiguous: of the rack.
    """
    about, rack = one(kit, asked, results, ("dcim.rack",), ("name", "site"))
    name, site = name_of(rack, about), text_of(rack.get("site"))
    term = Term("rack", "id", values=(str(rack["id"]),), param="rack_id", shows="rack")
    inside = Search("dcim.device", ((term,),), said=f"rack {name} · site {site}", phrase=f"in rack {name} in {site}")
    ask = asked.ask.model_copy(update={"sort": [Order(field="position", descending=True)], "selection": None})
    draft = find(kit, replace(asked, search=inside, ask=ask), results, COLUMNS)
    return replace(draft, intent=asked.ask.want, focus=_both(draft, focus_on(asked, about, rack)))


def _both(draft: Draft, focus: Any) -> Any:
    """Keep the rack as what the thread is about, and its devices as the rows to refer to."""
    if draft.focus is None:
        return focus
    return focus.model_copy(update={"rows": draft.focus.rows, "columns": draft.focus.columns})
