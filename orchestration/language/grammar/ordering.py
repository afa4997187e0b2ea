"""Order and number of rows: sorted by name, top 5 by racks, the newest, grouped by role, as a table."""

from dataclasses import dataclass, field, replace

from orchestration.language.grammar.rolenames import roles_of
from orchestration.language.lexicon import Word
from orchestration.language.spans import Item


@dataclass(slots=True)
class Arranging:
    """What a clause says of the order, the number and the grouping of rows, before it is known what they are rows of.

    Args:
        by: the field or counted thing to sort by.
        descending: largest first; None where no word says it.
        limit: rows at most; None for all.
        newest: sort by when objects were made.
        group: what to count by.
        count: rows are to be counted.
        shown: fields to show.
        csv: a file is wanted.
        sorting: a word like "sorted" stood there.
        word: the word that ranks: "tallest".
        by_name: "alphabetically": by the name, whatever else would rank.
        arranged: the grouping may be an order: "circuits by status", "devices by serial".
        beside: what a second grouping would be by; there is one at most.
        by_number: "sorted by count": by how many, whatever is counted.
    """

    by: Item | None = None
    descending: bool | None = None
    limit: int | None = None
    newest: bool | None = None
    group: Item | None = None
    count: bool = False
    shown: list[Item] = field(default_factory=list)
    csv: bool = False
    sorting: bool = False
    word: str = ""
    by_name: bool = False
    arranged: bool = False
    beside: list[Item] = field(default_factory=list)
    by_number: bool = False


def peel(items: list[Item]) -> tuple[list[Item], Arranging]:
    """Take what arranges rows out of a clause.

    Args:
        items: of the clause.

    Returns:
        The other items, and what was taken.
    """
    found = Arranging()
    left: list[Item] = []
    at = 0
    while at < len(items):
        taken = _one(items, at, left, found)
        if not taken:
            left.append(items[at])
        at += max(1, taken)
    return left, found


def _one(items: list[Item], at: int, left: list[Item], found: Arranging) -> int:
    item = items[at]
    if item.content and item.quoted:
        return 0
    following = items[at + 1] if at + 1 < len(items) else None
    if item.role("csv") or (at == 0 and item.norm == "export"):
        found.csv = True
        return 1
    if item.means("want", "count"):
        found.count = True
        adds = item.norm in _ADDS and following is not None and following.field and following.kinds
        if adds and following is not None and any(other.kinds for other in items[at + 2 :]):
            # "The sum of disk across all VMs": what is added up is a number of others.
            items[at + 1] = replace(following, kinds=())
        return 1
    if direction := item.role("direction"):
        found.descending = direction.value == "desc"
        found.word = item.norm
        found.by_name = bool(_ALPHABET.intersection(item.norm.split()))
        return 1
    if item.role("sort") and not item.kinds:
        found.sorting = True
        return 1 + _sorted(items, at + 1, found, told=item.norm.endswith((" by", " of")))
    if item.role("columns"):
        return _columns(items, at, found)
    if (
        item.role("and")
        and following is not None
        and following.norm == "their"
        and any(other.content for other in left)
    ):
        # "Switches and their serial numbers".
        taken = _columns(items, at + 1, found)
        return taken + 1 if taken else 0
    if item.role("group") and following is not None and not item.content:
        return _per(items, at, left, found)
    if item.norm == "by" and (taken := _behind_by(items, at, left, found)):
        return taken
    if (top := item.role("top")) and not item.kinds:
        return _top(items, at, left, found, descending=top.value == "desc")
    if (newest := item.role("newest")) and not item.kinds:
        return _newest(items, at, found, descending=newest.value == "desc")
    return _number(items, at, left, found)


def _behind_by(items: list[Item], at: int, left: list[Item], found: Arranging) -> int:
    if (skipped := _over_counts(items, at + 1)) is not None:
        return _by(items, at, skipped, left, found)
    following = items[at + 1] if at + 1 < len(items) else None
    ranked = following is not None and found.limit is not None and _by_role(following, left, found)
    return 1 if ranked else 0


def _by_role(role: Item, left: list[Item], found: Arranging) -> bool:
    """Take "which site has the most routers", "top 3 sites by routers" as devices of the role, counted by site."""
    place = next((at for at in range(len(left) - 1, -1, -1) if left[at].kinds and not left[at].hits), None)
    if place is None or not roles_of(role) or role.kinds or found.group is not None:
        return False
    found.group, found.count = left.pop(place), True
    return True


def _sorted(items: list[Item], at: int, found: Arranging, *, told: bool) -> int:
    taken = 0
    while at + taken < len(items) and items[at + taken].norm in (
        "by",
        "on",
        "after",
        "the",
        "their",
        "number of",
        "amount of",
        "count of",
        "number",
    ):
        taken += 1
    if (told or taken) and at + taken < len(items) and items[at + taken].norm in _NUMBER:
        found.by_number = True
        return taken + 1
    if items[at - 1 + taken].norm == "number":
        found.by_number = True
        return taken
    if (
        (told or taken)
        and at + taken < len(items)
        and (items[at + taken].field or items[at + taken].kinds or items[at + taken].norm == "name")
    ):
        found.by = items[at + taken]
        taken += 1
    return taken


def _columns(items: list[Item], at: int, found: Arranging) -> int:
    taken = 1
    while at + taken < len(items):
        item = items[at + taken]
        if item.field or item.kinds or item.norm == "name":
            found.shown.append(item)
        elif not (item.role("and") or item.role("all") or item.role("columns")):
            break
        taken += 1
        if item.after.strip(","):
            break
    while taken > 1 and items[at + taken - 1].role("and"):
        taken -= 1
    return taken if found.shown else 0


def _per(items: list[Item], at: int, left: list[Item], found: Arranging) -> int:
    if items[at + 1].kinds or items[at + 1].field:
        return _grouped(items, at, left, found)
    if items[at].norm in _EACH and roles_of(items[at + 1]) and found.group is None:
        return _each_of_role(items, at, left, found)
    return 0


def _grouped(items: list[Item], at: int, left: list[Item], found: Arranging) -> int:
    """Take "per role"; "each site" counts by site where something is counted, else it is any site."""
    item, following = items[at], items[at + 1]
    each = item.norm in _EACH
    counted = found.count or any(other.means("want", "count") for other in items)
    behind = any(other.kinds or roles_of(other) for other in (*left, *items[at + 2 :]))
    if each and not (counted and behind):
        return 0
    if found.group is not None:
        return 0
    found.group = following
    further = _second(items, at + 2)
    found.beside = further[-1:]
    if not counted and item.norm in ("per", "each"):
        found.count = True
    if left and left[-1].means("in", "in"):
        left.pop()
    return 2 + len(further)


def _each_of_role(items: list[Item], at: int, left: list[Item], found: Arranging) -> int:
    """Take "how many interfaces does each router have" as counted by device, and of routers."""
    counted = found.count or any(other.means("want", "count") for other in items)
    if not counted or not any(other.kinds for other in left):
        return 0
    found.group = replace(items[at + 1], kinds=(_DEVICE,), hits=(), norm=_DEVICE.partition(".")[2])
    left += [replace(items[at], words=(Word("in", "of"),)), items[at + 1]]
    return 2


def _second(items: list[Item], at: int) -> list[Item]:
    """Return the thing that stands behind "per role" in "per role and site", "per role and per site in Akron"."""
    here = at
    while here < len(items) and (items[here].role("and") or items[here].role("all") or items[here].role("group")):
        here += 1
    thing, behind = items[here] if here < len(items) else None, items[here + 1] if here + 1 < len(items) else None
    if thing is None or here == at or not (thing.kinds or thing.field) or thing.hits or thing.plural:
        return []
    named = behind is not None and not thing.after and any(hit.type in thing.kinds for hit in behind.hits)
    return [] if named else list(items[at : here + 1])


def _over_counts(items: list[Item], at: int) -> int | None:
    """Return where the thing behind "by number of" stands; None where nothing stands there."""
    while at < len(items) and (
        items[at].norm in ("number of", "count of", "amount of", "number", "total") or items[at].role("all")
    ):
        at += 1
    if at < len(items) and (items[at].kinds or items[at].field) and not items[at].hits:
        return at
    return None


def _by(items: list[Item], at: int, thing: int, left: list[Item], found: Arranging) -> int:
    """Take "by racks" as an order where rows are ranked, else as a grouping."""
    counted = thing > at + 1
    if found.by is None and (found.limit is not None or found.descending is not None or counted or found.sorting):
        found.by = items[thing]
        if counted and found.descending is None:
            found.descending = True
        return thing - at + 1
    counted = counted or found.count or any(other.means("want", "count") for other in items)
    last = thing == len(items) - 1 and items[thing].field and items[thing].norm != "name" and not items[thing].hits
    if found.group is None and not counted and last and any(other.kinds and other.plural for other in left):
        found.group, found.count, found.arranged = items[thing], True, True
        return thing - at + 1
    further = _second(items, thing + 1)
    listed = (items[thing].kinds or further) and any(other.kinds for other in left)
    if found.group is None and (at == 0 or counted or listed):
        found.group, found.count = items[thing], True
        found.beside = further[-1:]
        return thing - at + 1 + len(further)
    return 0


_EACH = frozenset(
    f"{place}{each}"
    for place in ("", "in ", "at ", "on ", "of ")
    for each in ("each", "every", "each of", "each of the", "each one of the", "every one of the")
)
_DEVICE = "dcim.device"
_LOGS = frozenset(("core.objectchange", "extras.journalentry"))
_ADDS = frozenset("sum;sum of;total;total of;average;average of;avg;mean;add up;combined".split(";"))
_POPULAR = frozenset(("most used", "most common", "most popular"))
_ALPHABET = frozenset(("alphabetically", "alphabetical", "alphabet", "z"))
MOST = frozenset(("most", "fewest", "least"))
_NUMBER = frozenset(("count", "total", "amount", "how many", "quantity", "size"))


def _top(items: list[Item], at: int, left: list[Item], found: Arranging, *, descending: bool) -> int:
    """Take "top 5", "5 biggest", "the most racks"."""
    following = items[at + 1] if at + 1 < len(items) else None
    before = items[at - 1] if at else None
    found.word = items[at].norm
    if following is not None and MOST.intersection(items[at].norm.split()) and _by_role(following, left, found):
        found.descending, found.limit = descending, found.limit or 1
        return 1
    if before is not None and before.figure is not None and before.figure.kind == "number" and not before.figure.word:
        found.limit = int(before.figure.low)
    figure = following.figure if following is not None else None
    if following is not None and figure is not None and figure.kind == "number" and not figure.word:
        found.limit, found.descending = min(int(figure.low), 1000) or 1, descending
        return 2
    if (
        following is not None
        and (following.kinds or following.field)
        and MOST.intersection(items[at].norm.split())
        and items[at].norm not in _POPULAR
    ):
        found.by, found.descending, found.limit = following, descending, found.limit or 1
        return 2
    found.descending = descending
    found.limit = found.limit or 1
    return 1


def _newest(items: list[Item], at: int, found: Arranging, *, descending: bool) -> int:
    following = items[at + 1] if at + 1 < len(items) else None
    figure = following.figure if following is not None else None
    before = items[at - 1] if at else None
    found.newest, found.descending = True, descending
    if following is not None and figure is not None and figure.kind == "number":
        found.limit = int(figure.low)
        return 2
    if before is not None and before.figure is not None and before.figure.kind == "number":
        found.limit = int(before.figure.low)
    elif following is not None and following.kinds and not following.plural:
        found.limit = 1
    return 1


def _number(items: list[Item], at: int, left: list[Item], found: Arranging) -> int:
    """Take "5" of "5 devices" and "first 5"."""
    item = items[at]
    figure = item.figure
    following = items[at + 1] if at + 1 < len(items) else None
    if item.means("ordinal", "-1") and following is not None and _LOGS.intersection(following.kinds):
        # "The last change" is the newest there is, whatever list was shown.
        found.newest, found.descending = True, True
        found.limit = None if following.plural else 1
        return 1
    if (
        item.role("ordinal")
        and following is not None
        and following.figure is not None
        and following.figure.kind == "number"
    ):
        after = items[at + 2] if at + 2 < len(items) else None
        if after is None or after.kinds or after.role("ones"):
            found.limit = int(following.figure.low)
            if item.means("ordinal", "-1"):
                found.newest, found.descending = True, True
            return 2
    if figure is None or figure.kind != "number" or figure.word or item.hits or item.after or following is None:
        return 0
    before = left[-1] if left else None
    if before is not None and before.role("and") and len(left) > 1 and left[-2].figure:
        # "Between 1 and 3 devices" is no number of rows.
        return 0
    if before is not None and before.role("with") and following.kinds and len(left) > 1:
        # "Devices with 2 power supplies".
        return 0
    if before is not None and (before.kinds or before.role("compare") or before.field or before.figure):
        return 0
    if following.role("top") or following.role("newest"):
        return 1
    if following.kinds and following.plural and 0 < float(figure.low) <= 1000 and "." not in figure.low:
        found.limit = int(figure.low)
        return 1
    return 0
