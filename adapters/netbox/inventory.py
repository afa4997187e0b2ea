"""`orchestration.ports.Inventory` on pynetbox and its session."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Literal
from urllib.parse import urlencode

from adapters.netbox.asking import Asking, Params, Rows
from adapters.netbox.chunks import joined, parts
from adapters.netbox.freshness import Freshness
from adapters.netbox.keeping import BELOW_SECONDS, Keeping
from adapters.netbox.meter import Counting
from adapters.netbox.paths import ALONE, NEVER_KEPT, allowed, shown_fields
from adapters.netbox.proof import Count, check_order, check_question, prove
from adapters.netbox.proven import Proven
from adapters.netbox.proving import Proofs, prove_all
from adapters.netbox.versions import dialect
from adapters.netbox.writes import unchanged
from adapters.netbox.writing import Writing
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.denied import cleaned, denied_field
from orchestration.catalogue.types import ObjectType
from orchestration.errors import NetbotError, NotFound
from orchestration.ports import Answered, Meter, Operation, Page, Query, Written

LONGEST_PAGE = 1000
# Under which verb OPTIONS tells what a write takes; a PATCH takes what a PUT does.
_ACTIONS = {"create": "POST", "update": "PUT"}


class NetBoxInventory:
    """One NetBox, read and written with one identity's rights, for one turn; it may be used from several threads.

    Args:
        asking: reads.
        proving: reads that are counted as proofs.
        writing: writes.
        catalogue: all object types.
        proven: the filters that this NetBox is known to know.
        keeping: this identity's kept answers.
        freshness: says which of them still hold.
        counting: the turn's meter.
    """

    def __init__(
        self,
        *,
        asking: Asking,
        proving: Asking,
        writing: Writing,
        catalogue: Catalogue,
        proven: Proven,
        keeping: Keeping,
        freshness: Freshness,
        counting: Counting,
    ) -> None:
        self._asking, self._proving, self._writing = asking, proving, writing
        self._catalogue, self._proven, self._keeping, self._counting = catalogue, proven, keeping, counting
        self._freshness = freshness

    @property
    def instance(self) -> str:
        """Which NetBox: its address."""
        return self._keeping.instance

    @property
    def identity(self) -> str:
        """Whose rights: a digest of the token."""
        return self._keeping.identity

    @property
    def own_token(self) -> bool:
        """Whether the rights are somebody's own, not the bot's."""
        return self._keeping.own

    def list(self, query: Query) -> Page:
        """Ask a list; filters are proven while NetBox works on the question itself.

        Raises:
            ProofFailed: a filter or the ordering is none of the catalogue's, or NetBox does not apply it.
            NotAllowed: a field is never shown, or this identity may not see the list.
            NetbotError: else as `errors` tells.
        """
        about = self._type(query.type)
        check_question(about, query.params, query.ordering)
        fields = shown_fields(about, query.fields)
        if query.ordering:
            # What NetBox sorts by is fetched with it, to see that it did.
            fields = tuple(dict.fromkeys((*fields, query.ordering.partition(",")[0].removeprefix("-"))))
        query = query.model_copy(update={"fields": fields, "limit": max(1, min(query.limit, LONGEST_PAGE))})
        key = self._keeping.key(f"{about.path}/", [*query.params, *_window(query), ("offset", str(query.offset))])
        if not query.fresh and (kept := self._freshness.kept(key)):
            self._counting.read(kept["read_at"], cached=True)
            return Page(rows=tuple(kept["rows"]), total=kept["total"], read_at=kept["read_at"], cached=True)
        read_at = time.time()
        rows, total = self._proved(about, query)
        self._counting.read(read_at, cached=False)
        answer = {"rows": rows, "total": total, "read_at": read_at}
        self._keeping.put(key, answer, about.cache_seconds, (about.key,))
        return Page(rows=tuple(rows), total=total, read_at=read_at)

    def fetch(self, path: str, params: Params = (), *, fresh: bool = False) -> Answered:
        """GET an object, what NetBox works out below one, or its status.

        Raises:
            NotAllowed: the bot does not ask this.
            NetbotError: else as `errors` tells.
        """
        path = path.strip("/")
        about, below = allowed(self._catalogue, path)
        whole = about if not below else None
        if whole:
            asked = [name for key, value in params if key == "fields" for name in value.split(",")]
            rest = [each for each in params if each[0] != "fields"]
            params = [*rest, ("fields", ",".join(shown_fields(whole, asked)))]
        key = self._keeping.key(f"{path}/", params)
        if not fresh and (kept := self._freshness.kept(key)):
            self._counting.read(kept["read_at"], cached=True)
            return Answered(body=kept["body"], read_at=kept["read_at"], cached=True)
        read_at = time.time()
        body = self._asking.get(f"{path}/", params)
        self._proven.seen(self._asking.version)
        if whole and isinstance(body, dict):
            body = cleaned(whole.key, body)
        self._counting.read(read_at, cached=False)
        if not below.startswith(NEVER_KEPT):
            seconds = whole.cache_seconds if whole else ALONE.get(path, BELOW_SECONDS)
            self._keeping.put(key, {"body": body, "read_at": read_at}, seconds, (about.key,) if about else ())
        return Answered(body=body, read_at=read_at)

    def options(self, type_: str, op: Literal["create", "update"] = "create") -> Mapping[str, Any]:
        """Return the fields a create or an update takes as OPTIONS tells them; empty where this identity may not."""
        about = self._type(type_)
        keys = {each: self._keeping.key(f"OPTIONS {about.path}/", (("for", each),)) for each in _ACTIONS}
        if (kept := self._freshness.kept(keys[op])) is not None:
            return dict(kept["fields"])
        read_at = time.time()
        actions = self._asking.options(f"{about.path}/").get("actions", {})
        taken = {
            each: {name: told for name, told in actions.get(verb, {}).items() if not denied_field(about.key, name)}
            for each, verb in _ACTIONS.items()
        }
        for each, fields in taken.items():
            self._keeping.put(keys[each], {"fields": fields, "read_at": read_at}, about.cache_seconds, (about.key,))
        return taken[op]

    def write(self, operations: Sequence[Operation], message: str, until: float) -> Written:
        """Write operations of one type and kind, all or none; see `orchestration.ports.Inventory.write`."""
        about = self._type(operations[0].type)
        try:
            speaks = dialect(self._version())
        except NetbotError as error:
            raise unchanged(error) from None
        try:
            return self._writing.write(about, operations, message, until, speaks)
        finally:
            # Also what NetBox did not answer may have been done.
            self._keeping.drop(self._catalogue, about.key)

    def proofs(self, type_: str) -> Proofs:
        """Prove all filters of a type, each with its look-ups.

        Raises:
            NetbotError: NetBox does not tell how many objects there are.
        """
        about = self._type(type_)
        return prove_all(about, self._counter(about))

    def meter(self) -> Meter:
        """Return what was asked of NetBox so far."""
        return self._counting.reading()

    def page(self, type_: str, id_: int | None = None, params: Params = ()) -> str:
        """Return the address of an object or a filtered list in NetBox's own pages; its front page where the type has none."""
        about = self._type(type_)
        if not about.page:
            return f"{self.instance}/"
        address = f"{self.instance}/{about.page}" + ("" if id_ is None else f"{id_}/")
        return f"{address}?{urlencode(list(params))}" if params else address

    def _type(self, key: str) -> ObjectType:
        if key not in self._catalogue:
            raise NotFound(f"I do not know objects of the type {key}.")
        return self._catalogue[key]

    def _version(self) -> str:
        """Return NetBox's version, asking for it where nobody has told yet."""
        if not self._proven.version:
            self._asking.get("status/")
            self._proven.seen(self._asking.version)
        return self._proven.version

    def _proved(self, about: ObjectType, query: Query) -> tuple[Rows, int]:
        """Ask, and prove beside it what is not proven yet."""
        waiting = self._proven.missing(about, query.params)
        with ThreadPoolExecutor(max_workers=len(waiting) or 1) as pool:
            proofs = [pool.submit(self._prove, about, param, query.params) for param in waiting]
            rows, total = self._rows(about, query)
            conclusive = [proof.result() for proof in proofs]
        self._proven.seen(self._asking.version)
        for param, holds in zip(waiting, conclusive, strict=True):
            if holds:
                self._proven.keep(about, param)
        check_order(about, query.ordering, rows)
        return rows, total

    def _prove(self, about: ObjectType, param: str, params: Params) -> bool:
        values = [value for name, value in params if name == param]
        return prove(about, param, values, self._counter(about))

    def _counter(self, about: ObjectType) -> Count:
        """Return what counts the rows that fit filters, each question asked once."""

        @cache
        def count(filters: tuple[tuple[str, str], ...]) -> int:
            return self._proving.rows(about, [*filters, ("fields", "id"), ("limit", "1")])[1]

        return lambda filters: count(tuple(filters))

    def _rows(self, about: ObjectType, query: Query) -> tuple[Rows, int]:
        """Return the rows of a question and how many fit in all; a list of values too long for one address is asked in parts."""
        several = parts(query.params)
        if len(several) == 1:
            offset = [("offset", str(query.offset))] if query.offset else []
            return self._asking.rows(about, [*query.params, *_window(query), *offset])
        # Sorted alike, the first rows of the whole are among the first of the parts.
        upto = query.offset + query.limit
        limit = LONGEST_PAGE if query.limit > 1 else 1
        part = query.model_copy(update={"limit": limit, "fields": tuple(dict.fromkeys((*query.fields, "id")))})
        rows: Rows = []
        total = 0
        for params in several:
            found, fit = self._asking.rows(about, [*params, *_window(part)])
            while part.limit <= len(found) < min(fit, upto):
                further = self._asking.rows(about, [*params, *_window(part), ("offset", str(len(found)))])[0]
                if not further:
                    break
                found += further
            rows += found
            total += fit
        return joined(rows, query.params, query.ordering)[query.offset : upto], total


def _window(query: Query) -> Params:
    """Return the parameters that say which part of each row and how many rows."""
    ordering = [("ordering", query.ordering)] if query.ordering else []
    return [*ordering, ("fields", ",".join(query.fields)), ("limit", str(query.limit))]
