"""Free VLAN ids where no group hands them out: of a site's own VLANs."""

from orchestration.language.intent import Selection, select
from orchestration.messages import prose
from orchestration.sessions.session import Focus
from orchestration.tools.draft import Draft
from orchestration.tools.filling import Picked, fill
from orchestration.tools.kit import Kit
from orchestration.tools.picking import pick
from orchestration.tools.plan import Asked
from orchestration.tools.rows import everything
from orchestration.tools.search import Search
from orchestration.tools.translate import Translator
from orchestration.tools.wording import counted, listed

VLAN = "ipam.vlan"
# VLAN 1 is the default of most switches, 4094 the last that IEEE 802.1Q leaves to use.
FIRST, LAST = 2, 4094
MOST_TOLD = 10


def loose_vlans(kit: Kit, asked: Asked) -> Draft | None:
    """Tell the lowest ids that no VLAN of a place has, where the place has no group; None where none is named.

    Args:
        kit: of the turn.
        asked: the ask for the free ids of a group, chosen by its place.

    Raises:
        NotFound, Ambiguous, NotUnderstood: of the place.
    """
    selection = asked.selection
    if selection is None or selection.names or selection.refers is not None or not selection.where:
        return None
    search = _vlans(kit, asked, selection)
    used = sorted({int(row["vid"]) for row in everything(kit, search, ("id", "vid")).rows})
    taken = set(used)
    free = [vid for vid in range(FIRST, LAST + 1) if vid not in taken][:MOST_TOLD]
    vlans, groups = kit.catalogue[VLAN], kit.catalogue["ipam.vlangroup"]
    head = f"No {groups.singular} {search.phrase}, and VLANs there have all ids from {FIRST} to {LAST}."
    if free:
        head = f"No {groups.singular} {search.phrase}; the lowest VLAN id that no VLAN there has is {free[0]}."
    told = listed([str(vid) for vid in used[:MOST_TOLD]])
    more = f" and {len(used) - MOST_TOLD} more" if len(used) > MOST_TOLD else ""
    parts = [prose(head), prose(f"{counted(len(used), vlans)} there: {told}{more}.")] if used else [prose(head)]
    return Draft(
        asked.ask.want,
        tuple(parts),
        understood=f"free VLAN ids · {search.said} · no group",
        url=kit.inventory.page(VLAN, None, ()),
        focus=Focus(want="report", selection=selection, report=asked.ask.report, grounds=dict(asked.grounds)),
    )


def _vlans(kit: Kit, asked: Asked, place: Selection) -> Search:
    """Return the search for the VLANs of the place that was named."""
    translator = Translator(kit.catalogue, asked.grounds, asked.near)
    search = translator.search(select(VLAN, where=place.where))
    results: dict[str, Picked] = {}
    for step in translator.steps:
        results[step.id] = pick(kit, step.args, results)
    return fill(search, results)
