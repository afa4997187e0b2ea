"""Reports and pictures: recognised by their words, aimed at what the rest of the clause selects."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from orchestration.language.grammar import joining, values
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Reference, Want, leaf
from orchestration.language.references import referents
from orchestration.language.spans import Item

PICTURES = frozenset(("rack_elevation",))

# What each report is about: the first type is what a bare name is taken for; empty where it needs nothing.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "health": (),
    "rack_elevation": ("dcim.rack",),
    "rack_inventory": ("dcim.rack",),
    "ip_usage": ("ipam.prefix", "ipam.iprange", "ipam.aggregate"),
    "prefix_utilization": ("ipam.prefix",),
    "duplicate_ips": ("ipam.ipaddress",),
    "tenant_report": ("tenancy.tenant",),
    "site_audit": ("dcim.site", "tenancy.tenant", "dcim.region", "dcim.sitegroup"),
    "power_overview": ("dcim.site", "dcim.powerpanel", "dcim.rack"),
    "power_consumption": ("dcim.device", "dcim.rack", "dcim.site"),
    "power_connections": ("dcim.device",),
    "cable_trace": ("dcim.interface", "dcim.device", "circuits.circuit", "dcim.cable"),
    "cluster_utilization": ("virtualization.cluster",),
    "topology": ("dcim.site", "dcim.device"),
    "ipam_hierarchy": ("ipam.vrf", "ipam.prefix"),
    "capacity": ("dcim.site", "dcim.rack"),
    "changes": ("dcim.device",),
    "journal": ("dcim.device",),
    "overview": ("dcim.site", "tenancy.tenant", "dcim.region"),
    "free_units": ("dcim.rack",),
}
# How full something is, by what it is: with a name, and without.
_USAGE = {
    "ipam.prefix": ("ip_usage", "prefix_utilization"),
    "ipam.ipaddress": ("ip_usage", "prefix_utilization"),
    "ipam.aggregate": ("ip_usage", "prefix_utilization"),
    "ipam.iprange": ("ip_usage", "prefix_utilization"),
    "virtualization.cluster": ("cluster_utilization", "cluster_utilization"),
    "dcim.rack": ("free_units", "capacity"),
    "dcim.site": ("capacity", "capacity"),
    "dcim.powerfeed": ("power_overview", "power_overview"),
    "dcim.powerpanel": ("power_overview", "power_overview"),
    "ipam.vlangroup": ("available_vlans", "available_vlans"),
}
# Reports that are of one thing.
_NEEDY = frozenset(
    "rack_elevation rack_inventory ip_usage tenant_report cable_trace power_connections changes journal free_units".split()
)
LOG = "core.objectchange"
# Reports of all there is, which a short message wants of what was just shown: "power draw?".
_GOING_ON = frozenset(("power_consumption", "power_overview", "cluster_utilization", "capacity"))
_OF_ALL = frozenset("all total overall whole entire everything report overview summary every our".split())
# What is told newest first anyway: "who changed X lately".
_TIMED = frozenset(("changes", "journal"))
# Reports whose words are everyday words too: only a clause that names nothing else, or their subject, is one.
_EVERYDAY = frozenset(
    ("health", "overview", "changes", "journal", "tenant_report", "rack_inventory", "ipam_hierarchy", "capacity")
)


def read_reports(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the readings of a clause as a report.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    named = list(dict.fromkeys(word.value for item in items for word in item.words if word.role == "report"))
    for report in named:
        yield from _about(mind, items, report)
    if any(item.role("usage") or item.means("ask", "far") for item in items):
        yield from _about(mind, items, "")


def _about(mind: Mind, items: Sequence[Item], report: str) -> Iterator[Draft]:
    """Return the reading as one report; without a name it is about how full something is."""
    left = [
        replace(item, words=(), kinds=(), field=False, value=False, hits=(), figure=None, norm="")
        if _says(item, report)
        else item
        for item in items
    ]
    person = _person(items) if report == "changes" else None
    left = [item for item in left if item is not person and not (report in _TIMED and item.role("newest"))]
    rest = [item for item in left if item.norm and not (item.role("dull") and not item.hits and not item.kinds)]
    builder = Builder(mind, rest).read()
    noun = next(
        (each for each in builder.stack if each.kind in SUBJECTS.get(report, ()) and not each.empty), builder.main
    )
    if noun is not None and noun.said and noun.empty and builder.further:
        noun = None if not SUBJECTS.get(report) else noun
    if noun is not None:
        _aim(mind, noun, report)
    if noun is None and report in _NEEDY:
        noun = at_hand(mind, builder, SUBJECTS[report])
    elif noun is None and report in _GOING_ON and not _of_all(items):
        noun = at_hand(mind, builder, SUBJECTS[report]) or _listed(mind, report)
    if report == "changes":
        noun = _changes(mind, noun, builder, items, person)
    if not report:
        usage = _USAGE.get(noun.kind or "") if noun is not None else None
        if usage is None or noun is None:
            return
        one = noun.names or (noun.refers is not None and noun.refers.to != "listing")
        report = usage[0] if one else usage[1]
        if noun.kind == "ipam.ipaddress":
            _as_prefix(noun)
    want: Want = "picture" if report in PICTURES else "report"
    draft = Draft(
        want=want, noun=noun, report=report, grounds=builder.grounds, missing=builder.missing, unused=builder.unused
    )
    draft.unused = [item for item in draft.unused if not item.role("csv")]
    draft.file = items[0].norm == "export" or any(item.role("csv") for item in items)
    draft.penalty = builder.penalty + _doubt(mind, report, noun, builder)
    if noun is not None and noun.hits:
        for text in noun.names:
            own = tuple(hit for hit in noun.hits.get(text, ()) if hit.type == noun.kind and hit.id)
            if own:
                draft.grounds[text] = own
    yield draft


def at_hand(mind: Mind, builder: Builder, kinds: Sequence[str]) -> Noun | None:
    """Return the thing that was talked about last, where it is of some types: "elevation please", "free units?".

    Args:
        mind: what the grammar knows.
        builder: that read the clause; takes what a name means.
        kinds: the types.
    """
    said = [each for each in referents(mind.topic, mind.catalogue, plural=False) if each.depth <= 1]
    thing = next((each for each in said if each.type in kinds and each.how in ("thing", "named")), None)
    if thing is None or (thing.how == "named" and len(thing.hits) != 1):
        return None
    noun = Noun(kinds=(thing.type,), referents=[thing])
    joining.settle_reference(builder, noun)
    return noun


def _listed(mind: Mind, report: str) -> Noun | None:
    """Return what was just listed, where a report is about such things."""
    focus = mind.topic.focus[0] if mind.topic.focus else None
    if focus is None or focus.listing is None or focus.type not in SUBJECTS[report]:
        return None
    refers = Reference(to="listing", position=None, ask=None, type=focus.type)
    return Noun(kinds=(focus.type,), plural=True, refers=refers)


def _of_all(items: Sequence[Item]) -> bool:
    """Say whether a message says that it is about all there is."""
    return any(_OF_ALL.intersection(item.norm.split()) for item in items)


def _changes(
    mind: Mind, noun: Noun | None, builder: Builder, items: Sequence[Item], person: Item | None
) -> Noun | None:
    """Read when and by whom, where a change report says it: "what did alice change last week"."""
    about = Noun(kinds=(LOG,), said=True) if noun is None else noun
    day = next((item for item in builder.unused if item.figure is not None and item.figure.kind == "date"), None)
    if day is not None and day.figure is not None and noun is None:
        word = next((each.value for item in items for each in item.words if each.role == "compare"), "")
        condition = values.dated("time", word, day.figure)
        if condition is not None:
            about.where.append(condition)
            builder.unused.remove(day)
    if person is not None and noun is None:
        about.where.append(leaf("user_name", "eq", [person.text]))
    del mind
    return about if about.where or noun is not None else None


def _person(items: Sequence[Item]) -> Item | None:
    """Return who is named as the one who changed something: "by alice", "what did alice change"; whatever else is called so."""
    for item, before in zip(items[1:], items, strict=False):
        plain = not (item.kinds or item.words) and (item.figure is None or item.figure.kind == "code")
        if plain and (before.norm in ("by", "did", "user", "what did", "has") or before.norm.endswith((" did", " by"))):
            return item
    return None


def _says(item: Item, report: str) -> bool:
    if report:
        return item.means("report", report)
    return item.role("usage") is not None or item.means("ask", "far")


def _aim(mind: Mind, noun: Noun, report: str) -> None:
    """Settle a bare name on the type that the report is about."""
    subjects = SUBJECTS.get(report, ())
    fitting = [kind for kind in subjects if kind in noun.kinds]
    if fitting and not noun.said:
        noun.narrow(fitting[0])
    elif noun.kinds and not noun.said:
        noun.narrow(noun.kinds[0])
    del mind


def _as_prefix(noun: Noun) -> None:
    """Read "IP usage of 10.0.0.0/24" as about the prefix."""
    for condition in noun.where:
        if condition.field == "address" and condition.op == "within":
            noun.kinds, noun.names = ("ipam.prefix",), list(condition.values)
            noun.where = [each for each in noun.where if each is not condition]
            return
    noun.kinds = ("ipam.prefix",)


def _doubt(mind: Mind, report: str, noun: Noun | None, builder: Builder) -> float:
    """Return what speaks against a report: words left over, a subject that it is not about."""
    del mind, builder
    subjects = SUBJECTS.get(report, ())
    if noun is None:
        return (
            0.0
            if not subjects
            or report not in ("rack_elevation", "rack_inventory", "ip_usage", "tenant_report", "cable_trace")
            else 0.1
        )
    listed = noun.said and noun.plural and not noun.names and noun.kind != LOG
    if report in ("changes", "journal"):
        # "devices changed since March" are devices; "changes to X" are changes.
        return (
            0.7
            if listed
            else 0.1
            if noun.kinds and noun.kind not in subjects and not noun.names and noun.kind != LOG
            else 0.0
        )
    if noun.kind in subjects or not noun.kinds:
        return 0.0 if noun.kind in subjects or report != "health" or noun.empty else 0.9
    if report == "health":
        # NetBox itself is asked about, and nothing in it: "hosts alive in Akron".
        return 2.0
    return 0.9 if report in _EVERYDAY else 0.4
