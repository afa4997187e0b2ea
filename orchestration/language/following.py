"""Keeping the index of names as NetBox's log of changes tells: what was made, renamed or deleted, and nothing else, is read again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changelog import FIELDS, ORDERING, PAGE, TYPE, News, Seen, read_on
from orchestration.language.names import NAMED_IN_PART, entries_of, gather_type, naming_fields
from orchestration.language.vocabulary import vocabulary_of
from orchestration.ports import Inventory, Names, Query, scope_of

# Where more changed since the last look than so many pages of the log show, all names are gathered anew.
MOST_PAGES = 20
# So many changed objects of one type are read by their ids, a request each two hundred; of more the whole type is.
MOST_BY_ID = 1000


def read_log(inventory: Inventory, seen: Seen | None) -> News:
    """Read NetBox's log on.

    Raises:
        NotAllowed: this identity may not see it.
        NetbotError: else, as NetBox is away.
    """

    def ask(params: Sequence[tuple[str, str]], offset: int) -> tuple[Sequence[Mapping[str, Any]], int]:
        query = Query(
            type=TYPE, params=tuple(params), fields=FIELDS, ordering=ORDERING, limit=PAGE, offset=offset, fresh=True
        )
        page = inventory.list(query)
        return page.rows, page.total

    return read_on(ask, seen, MOST_PAGES)


def follow(inventory: Inventory, names: Names, catalogue: Catalogue, seen: Seen) -> Seen | None:
    """Bring the names of what changed into the index.

    Args:
        inventory: the NetBox, with the rights whose scope the names get.
        names: the index.
        catalogue: says which types are indexed, and by which fields.
        seen: how far the log had gone into the index.

    Returns:
        How far it has now; None where all names must be gathered anew.

    Raises:
        NetbotError: NetBox or the index is away, or the log may not be read any more.
    """
    news = read_log(inventory, seen)
    if news.changed is None:
        return None
    changed: defaultdict[str, list[int]] = defaultdict(list)
    for type_, id_ in sorted(news.changed):
        if type_ in catalogue and catalogue[type_].indexed:
            changed[type_].append(id_)
    vocabulary = vocabulary_of(catalogue)
    for type_, ids in changed.items():
        about = catalogue[type_]
        if type_ in NAMED_IN_PART or len(ids) > MOST_BY_ID:
            # Which part of a name names one object alone depends on the others.
            gather_type(inventory, names, about, vocabulary)
            continue
        params = tuple(("id", str(each)) for each in ids)
        query = Query(type=type_, params=params, fields=naming_fields(about), limit=len(ids), fresh=True)
        records = inventory.list(query).rows
        if not names.amend(scope_of(inventory), type_, ids, list(entries_of(about, records, vocabulary))):
            return None
    return news.seen
