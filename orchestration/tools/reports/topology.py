"""Who is connected with whom, by cables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import of, tabled, understood
from orchestration.tools.reports.scope import Scope, scope_of
from orchestration.tools.search import Search
from orchestration.tools.wording import after, listed, number, plural

FIELDS = ("type", "status", "a_terminations", "b_terminations")
TITLES = ("One end", "Other end", "Cables", "Kind")
# What a cable end belongs to: the field of the end that shows it, and its type.
OWNERS = (("device", "dcim.device"), ("circuit", "circuits.circuit"), ("power_panel", "dcim.powerpanel"))
POWER = frozenset({"dcim.powerport", "dcim.poweroutlet", "dcim.powerfeed"})
CONSOLE = frozenset({"dcim.consoleport", "dcim.consoleserverport"})


@dataclass(frozen=True, order=True, slots=True)
class End:
    """What the end of a cable belongs to."""

    name: str
    type: str
    id: int


def topology(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show which devices, circuits and panels cables connect, pair by pair; network before power.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: cables may not be seen.
    """
    scope = scope_of(kit, asked, results)
    read = gather(kit, {"cables": Part(_cables(scope), FIELDS, pages=15, main=True)})
    cables = read["cables"].rows
    pairs: Counter[tuple[str, End, End]] = Counter()
    links: Counter[End] = Counter()
    for cable in cables:
        near, far = (_end(cable.get(side) or ()) for side in ("a_terminations", "b_terminations"))
        kind = _kind(cable)
        first, second = sorted((near, far))
        pairs[kind, first, second] += 1
        if kind == "network":
            links.update({near, far})
    lead = _lead(cables, pairs, links, scope.phrase)
    order = sorted(pairs, key=lambda pair: (pair[0] != "network", -pairs[pair], pair))
    rows = [(_run(kit, near), _run(kit, far), number(pairs[kind, near, far]), kind) for kind, near, far in order]
    told = understood("topology by cables", scope.phrase)
    kept = kept_table(kit, TITLES, rows, head=lead[0], understood=told, right={2})
    before: list[ReplyPart] = [prose(each) for each in lead]
    draft = tabled(kit, asked, before, kept, "dcim.cable", read.notices(kit.catalogue))
    if draft.focus is None or len(scope.rows) != 1:
        return draft
    # "It" is still the one thing that was asked about.
    return replace(draft, focus=draft.focus.model_copy(update={"things": scope.hits}))


def _cables(scope: Scope) -> Search:
    """Return the search for the cables that end here; those of a tenant are its devices', whoever owns the cable."""
    if scope.type != "tenancy.tenant":
        return scope.of("dcim.cable")
    devices = [row["id"] for row in scope.records("dcim.device")]
    return of("dcim.cable", "device_id", devices) if devices else Search("dcim.cable", ())


def _lead(
    cables: Sequence[Row], pairs: Mapping[tuple[str, End, End], int], links: Counter[End], phrase: str
) -> list[str]:
    if not cables:
        return [f"No cables{after(phrase)}."]
    ends = {end for _, *both in pairs for end in both}
    devices = sum(end.type == "dcim.device" for end in ends)
    circuits = sum(end.type == "circuits.circuit" for end in ends)
    between = [plural(devices, "device")] + ([plural(circuits, "circuit")] if circuits else [])
    kinds = Counter(_kind(cable) for cable in cables)
    split = listed([f"{number(amount)} {kind}" for kind, amount in kinds.most_common()])
    lead = [f"{plural(len(cables), 'cable')}{after(phrase)} between {listed(between)}: {split}."]
    if most := [f"{end.name} ({number(amount)})" for end, amount in links.most_common(3) if amount > 1]:
        lead.append(f"Most network cables: {listed(most)}.")
    return lead


def _kind(cable: Row) -> str:
    types = {each.get("object_type") for side in ("a_terminations", "b_terminations") for each in cable.get(side) or ()}
    return "power" if types & POWER else "console" if types & CONSOLE else "network"


def _end(terminations: Sequence[Row]) -> End:
    """Return what the end of a cable belongs to."""
    for each in terminations:
        end = each.get("object") or {}
        for field, type_ in OWNERS:
            if isinstance(owner := end.get(field), dict):
                return End(text_of(owner), type_, owner["id"])
        return End(text_of(end), str(each.get("object_type")), int(each.get("object_id") or 0))
    return End("nothing", "", 0)


def _run(kit: Kit, end: End) -> Run:
    url = kit.inventory.page(end.type, end.id) if end.id and end.type in kit.catalogue else None
    return Run(text=end.name, url=url)
