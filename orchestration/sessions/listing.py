"""A listing: what one answer listed, as a fixed snapshot."""

from typing import Any

from orchestration.messages.frozen import Stored


class Listing(Stored):
    """The rows behind an answer, so that "Show more" neither repeats nor skips.

    Args:
        id: of the listing, short.
        session: key of the session it belongs to.
        type: key of the rows' type; empty for rows that are no objects (groups, free units).
        understood: the reading in a few words.
        ids: ids of the rows in order, up to 1,000.
        total: rows there were when it was read.
        params: the filters that found them, as (parameter, value); used beyond the first 1,000 rows and for the link to NetBox.
        ordering: NetBox's ordering; empty for its own.
        columns: fields that are shown.
        kept: the rows themselves where they are no objects: cells in the order of `columns`.
        titles: column titles of kept rows.
        instance, identity: where and with whose rights it was read.
        read_at: when, seconds since the epoch.
        turn: the turn whose message shows it.
        shown: rows shown so far.
        extra: what a report needs to go on.
    """

    id: str
    session: str
    type: str = ""
    understood: str = ""
    ids: tuple[int, ...] = ()
    total: int
    params: tuple[tuple[str, str], ...] = ()
    ordering: str = ""
    columns: tuple[str, ...] = ()
    kept: tuple[tuple[str, ...], ...] = ()
    titles: tuple[str, ...] = ()
    instance: str = ""
    identity: str = ""
    read_at: float = 0.0
    turn: str = ""
    shown: int = 0
    extra: dict[str, Any] = {}
