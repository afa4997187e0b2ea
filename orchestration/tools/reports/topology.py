"""Who is connected with whom, by cables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Part, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.pieces import all_of, belonging, narrowing, tabled, understood
from orchestration.tools.wording import after, listed, number, plural

FIELDS = ("type", "status", "a_terminations", "b_terminations")
# What a cable end belongs to, by what the end shows.
OWNERS = ("device", "circuit", "power_panel")


def topology(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show which devices, circuits and panels cables connect, pair by pair.

    Raises:
        Refused: there are too many cables to read.
    """
    wanted = belonging(kit, narrowing(asked, results), "dcim.cable")
    cables = all_of(kit, wanted, FIELDS)
    pairs: Counter[tuple[str, str]] = Counter()
    ends: Counter[str] = Counter()
    for cable in cables:
        near, far = (_owner(cable.get(side) or ()) for side in ("a_terminations", "b_terminations"))
        first, second = sorted((near, far))
        pairs[first, second] += 1
        ends.update({near, far})
    kinds = listed(
        [
            f"{number(amount)} {kind}"
            for kind, amount in Counter(text_of(cable.get("type")) or "of no type" for cable in cables).most_common(4)
        ]
    )
    phrase = after(wanted.phrase)
    head = f"{plural(len(cables), 'cable')}{phrase} between {plural(len(ends), 'device or circuit', 'devices, circuits and panels')}"
    head = f"{head}; {kinds}." if kinds else f"{head}."
    rows = [(first, second, number(amount)) for (first, second), amount in pairs.most_common()]
    told = understood("topology by cables", wanted.said)
    kept = kept_table(kit, ("One end", "Other end", "Cables"), rows, head=head, understood=told, right={2})
    most = [(name, amount) for name, amount in ends.most_common(3) if amount > 1]
    before: list[Part] = [prose(head)]
    if most:
        before.append(prose(f"Most connected: {listed([f'{name} ({number(amount)})' for name, amount in most])}."))
    return tabled(kit, asked, before, kept, "dcim.cable")


def _owner(terminations: Sequence[Row]) -> str:
    """Return what the end of a cable belongs to."""
    for each in terminations:
        end = each.get("object") or {}
        owner = next((end[name] for name in OWNERS if isinstance(end.get(name), dict)), None)
        return text_of(owner or end) or "nothing"
    return "nothing"
