"""How full all prefixes are, the fullest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Notice, Run, prose
from orchestration.messages import Part as ReplyPart
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, bare
from orchestration.tools.reports.gathering import Gathered, Part, gather
from orchestration.tools.reports.pieces import tabled, understood
from orchestration.tools.reports.scope import scope_of
from orchestration.tools.reports.sharing import Wanted
from orchestration.tools.reports.usage import Addresses, Use, uses
from orchestration.tools.search import Search
from orchestration.tools.wording import after, listed, number, percent, plural

FIELDS = ("prefix", "vrf", "status", "is_pool", "mark_utilized", "role", "scope")
RANGE = ("start_address", "end_address", "vrf", "mark_utilized")
TITLES = ("Prefix", "VRF", "Status", "Role", "Used", "Of", "Share")
NEARLY_FULL = 80.0
MOST_SAID = 5


def prefix_utilization(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell how full prefixes are: containers by their prefixes, others by their addresses and the ranges marked as utilised.

    All prefixes and addresses are read whatever it is about: what fills a prefix of a site need not be of the site.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: prefixes may not be seen.
    """
    scope = scope_of(kit, asked, results)
    where = scope.where("ipam.prefix")
    parts = {
        "prefixes": Part(Search("ipam.prefix"), FIELDS, main=True),
        "addresses": Part(Search("ipam.ipaddress"), ("address", "vrf"), pages=10),
        "ranges": Part(Search("ipam.iprange"), RANGE, pages=2),
    }
    if not scope.all:
        parts["meant"] = Part(scope.of("ipam.prefix"), ("prefix",))
    read = gather(kit, parts)
    addresses = Addresses(read["addresses"].rows, read["ranges"].rows) if read["addresses"].whole else None
    known = uses(read["prefixes"].rows, addresses)
    meant = known.keys() if scope.all else {row["id"] for row in read["meant"].rows}
    told = [(row, known[row["id"]]) for row in read["prefixes"].rows if row["id"] in meant]
    wanted, every = Wanted.of(asked.ask), len(told)
    if wanted.percent is not None:
        told = [(row, use) for row, use in told if use is not None and wanted.fits(use.percent)]
    told.sort(key=lambda each: -each[1].percent if each[1] else 1.0)
    told = told[: asked.ask.limit]
    lead = _lead(told, where)
    if wanted.percent is not None:
        lead = [f"{plural(len(told), 'prefix', 'prefixes')}{after(where)}{wanted.phrase} of {number(every)}."]
    before: list[ReplyPart] = [prose(each) for each in lead]
    head = before[0].runs[0].text if before[0].kind == "prose" else ""
    rows = [_cells(kit, row, use) for row, use in told]
    about = understood("use of prefixes", where, wanted.phrase.strip())
    kept = kept_table(kit, TITLES, rows, head=head, understood=about, right={4, 5, 6})
    return tabled(kit, asked, before, kept, "ipam.prefix", [*_unknown(read), *read.notices(kit.catalogue)])


def _lead(told: Sequence[tuple[Row, Use | None]], phrase: str) -> list[str]:
    """Return the number, how many are nearly full or empty, and the containers."""
    known = [(row, use) for row, use in told if use is not None]
    full = [use for _, use in known if use.percent >= NEARLY_FULL]
    empty = [use for _, use in known if not use.used and not use.marked]
    head = f"{plural(len(told), 'prefix', 'prefixes')}{after(phrase)}"
    if not told:
        return [f"No prefixes{after(phrase)}."]
    head = f"{head}, {number(len(full))} of them at least {NEARLY_FULL:.0f} % used, {number(len(empty))} empty"
    if known and known[0][1].percent:
        head = f"{head}; the fullest is {known[0][0]['prefix']} with {_share(known[0][1])}"
    containers = [f"{row['prefix']} {_share(use)}" for row, use in known if bare(row.get("status")) == "container"]
    lead = [f"{head}."]
    if containers:
        more = f" and {number(len(containers) - MOST_SAID)} more below" if len(containers) > MOST_SAID else ""
        lead.append(
            f"Containers: {listed(containers[:MOST_SAID]) if not more else ', '.join(containers[:MOST_SAID])}{more}."
        )
    return lead


def _unknown(read: Gathered) -> list[Notice]:
    if read["addresses"].whole:
        return []
    text = "The use of prefixes by addresses is left out, for not all addresses could be read; name one prefix for it."
    return [Notice(level="warning", text=text)]


def _share(use: Use) -> str:
    return percent(use.percent, 100)


def _cells(kit: Kit, row: Row, use: Use | None) -> tuple[Run | str, ...]:
    link = Run(text=str(row["prefix"]), url=kit.inventory.page("ipam.prefix", row["id"]))
    figures = (number(use.used), number(use.size), _share(use)) if use else ("", "", "")
    return (link, text_of(row.get("vrf")), text_of(row.get("status")), text_of(row.get("role")), *figures)
