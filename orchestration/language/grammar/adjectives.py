"""What stands before a noun or after "is": states, choices, and what they mean for its type."""

from orchestration.language.grammar.draft import Mind, Noun
from orchestration.language.intent import Condition, Op, joined, leaf, select
from orchestration.language.spans import Item

# Where a type shows whether something is in use: the first of these it has.
_USE = ("cable", "installed_module", "installed_device", "assigned_object")
BUILT = ("dcim.device",)
# What only sorts other objects: it is in use where any has it.
_SORTS = ("dcim.platform", "dcim.devicerole", "ipam.role")
# What is counted of these are their parts: having none does not make a device free.
WITH_PARTS = frozenset(("dcim.device", "dcim.virtualdevicecontext", "virtualization.virtualmachine"))
_COUNTS = (
    "device_count",
    "virtualmachine_count",
    "vm_count",
    "prefix_count",
    "tagged_items",
    "circuit_count",
    "vlan_count",
    "site_count",
)


def apply(mind: Mind, noun: Noun, item: Item, *, negated: bool, joint: str = "") -> bool:
    """Let a word narrow a noun, where it says anything of the noun's type.

    Args:
        mind: what the grammar knows.
        noun: the noun.
        item: the word.
        negated: it must not be so.
        joint: "and" or "or" where the word goes on with the condition before it.

    Returns:
        Whether it did; where it did not, the noun is as it was.
    """
    for kind in noun.kinds:
        condition = _condition(mind, kind, item, negated=negated)
        if condition is None:
            continue
        noun.narrow(kind)
        last = noun.where[-1] if noun.where else None
        if condition in noun.where:
            return True
        if joint and last is not None and last.field == condition.field and last.op == condition.op and last.values:
            noun.where[-1] = last.model_copy(update={"values": [*last.values, *condition.values]})
        else:
            noun.where.append(condition)
        return True
    return False


_ADJECTIVES = ("state", "enabled", "family", "unnamed", "unracked", "untagged", "global")


def is_adjective(item: Item) -> bool:
    """Say whether a word says what something is like."""
    return any(item.role(role) for role in _ADJECTIVES)


def is_measure(item: Item) -> bool:
    """Say whether a figure says what something is like: "48U", "/24"."""
    return item.figure is not None and item.figure.kind in ("units", "mask", "speed")


def fits(mind: Mind, kind: str, item: Item) -> bool:
    """Say whether a word says anything of a type."""
    return _condition(mind, kind, item, negated=False) is not None


def _condition(mind: Mind, kind: str, item: Item, *, negated: bool) -> Condition | None:
    about = mind.catalogue[kind]
    meant = mind.catalogue.value_words(kind).get(item.norm)
    if meant and (len(item.norm) > 1):
        field, values = min(meant, key=lambda each: each[0] != "status")
        return leaf(field, "ne" if negated else "eq", list(values))
    known = {*about.fields, *about.filters}
    if (enabled := item.role("enabled")) and "enabled" in known:
        return leaf("enabled", "eq", [_flipped(enabled.value) if negated else enabled.value])
    if (family := item.role("family")) and "family" in known:
        return leaf("family", "ne" if negated else "eq", [family.value])
    if item.role("unnamed"):
        return leaf(about.name_field, "empty")
    if item.role("untagged") and "tags" in known:
        return leaf("tags", "empty")
    if item.role("global") and "vrf" in known:
        return leaf("vrf", "empty")
    if item.role("unracked") and "rack" in known:
        return leaf("rack", "empty")
    figure = item.figure
    if figure is not None and figure.kind == "units" and "u_height" in known:
        return leaf("u_height", "ne" if negated else "eq", [figure.low])
    if figure is not None and figure.kind == "units" and kind in BUILT:
        return height("ne" if negated else "eq", figure.low)
    if figure is not None and figure.kind == "mask" and kind == "ipam.prefix":
        return leaf("mask_length", "ne" if negated else "eq", [figure.low])
    state = item.role("state")
    return _state(mind, kind, empty=(state.value == "empty") != negated) if state else None


def height(op: Op, units: str) -> Condition:
    """Return the condition that a device is so high: its type tells."""
    return leaf("device_type", "eq", selection=select("dcim.devicetype", where=[leaf("u_height", op, [units])]))


def _state(mind: Mind, kind: str, *, empty: bool) -> Condition | None:
    about = mind.catalogue[kind]
    if kind == "ipam.routetarget":
        links = ("importing_vrf", "exporting_vrf", "importing_l2vpn", "exporting_l2vpn")
        return joined("and" if empty else "or", [leaf(each, "empty" if empty else "set") for each in links])
    field = next((each for each in _USE if each in about.fields), None)
    if field is not None:
        return leaf(field, "empty" if empty else "set")
    if kind in WITH_PARTS:
        return None
    order = sorted(_COUNTS, key=lambda name: not (name.startswith("virtual") and kind.startswith("virtualization.")))
    counters = [each for each in order if each in about.counters] or list(about.counters)
    if kind in _SORTS and len(about.counters) > 1:
        # A platform that no device has, but a machine, is in use.
        parts = [leaf(each, "eq" if empty else "gt", ["0"]) for each in about.counters]
        return joined("and" if empty else "or", parts)
    if counters:
        return leaf(counters[0], "eq" if empty else "gt", ["0"])
    return None


def _flipped(value: str) -> str:
    return "false" if value == "true" else "true"


def negation(condition: Condition) -> Condition:
    """Return the condition that another does not hold."""
    flipped = {
        "empty": "set",
        "set": "empty",
        "eq": "ne",
        "ne": "eq",
        "gt": "lte",
        "lte": "gt",
        "lt": "gte",
        "gte": "lt",
    }
    if condition.join == "is" and condition.op in flipped and condition.selection is None:
        return condition.model_copy(update={"op": flipped[condition.op]})
    return joined("not", [condition])
