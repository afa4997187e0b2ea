"""Operations of one type and kind as one request, and what its answer says of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from adapters.netbox.errors import Trouble, not_taken, read_json
from adapters.netbox.versions import bulk_reasons, etag
from orchestration.catalogue.types import ObjectType
from orchestration.errors import Invalid, NetbotError, Refused, Unknown
from orchestration.ports import Operation

VERBS = {"create": "POST", "update": "PATCH", "delete": "DELETE"}
# NetBox answers 500 to a longer one.
LONGEST_MESSAGE = 200
# gunicorn takes 8190 characters in one header.
LONGEST_MATCH = 6_000
UNCHANGED = "Nothing was changed."
BASE = "last_updated:"


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that writes.

    Args:
        verb: its method.
        path: below /api/.
        body: its JSON.
        match: the value of If-Match; empty for none.
    """

    verb: str
    path: str
    body: bytes
    match: str


def sending(about: ObjectType, operations: Sequence[Operation], message: str, *, etags: bool) -> Sending:
    """Return the request for operations of one type and kind: one object by its own path, more as a bulk, which is all or none.

    Args:
        about: their type.
        operations: at least one.
        message: for the change log.
        etags: whether NetBox knows If-Match.
    """
    said = message[:LONGEST_MESSAGE]
    bodies = [{**each.data, "changelog_message": said} for each in operations]
    first = operations[0]
    if len(operations) == 1:
        path = f"{about.path}/" if first.id is None else f"{about.path}/{first.id}/"
        body: Any = bodies[0]
    else:
        path = f"{about.path}/"
        body = [
            {**({} if each.id is None else {"id": each.id}), **data}
            for each, data in zip(operations, bodies, strict=True)
        ]
    return Sending(VERBS[first.op], path, json.dumps(body).encode(), _match(operations) if etags else "")


def _match(operations: Sequence[Operation]) -> str:
    """Return one If-Match for all; empty where a base is missing or they are too long, as NetBox would hold the rest against it."""
    tags = [_etag(each.base) for each in operations if each.base]
    match = ", ".join(tags)
    return match if len(tags) == len(operations) and len(match) <= LONGEST_MATCH else ""


def _etag(base: str) -> str:
    return etag(base.removeprefix(BASE)) if base.startswith(BASE) else base


def check_bases(operations: Sequence[Operation], found: Mapping[int, str | None]) -> None:
    """Compare what the operations were made on with what is there now.

    Args:
        operations: updates or deletions.
        found: when each object was last updated, by id, as NetBox tells it.

    Raises:
        Refused: an object is gone or was changed.
    """
    for each in operations:
        if each.id is None or each.id not in found:
            raise Refused("It is not there in NetBox any more.", f"{UNCHANGED} Ask again to see what is there now.")
        now = found[each.id]
        if each.base and now and _etag(each.base) != etag(now):
            raise Refused(
                "It was changed in NetBox in the meantime.", f"{UNCHANGED} Ask again to see what is there now."
            )


def written(response: requests.Response, operations: Sequence[Operation], host: str) -> tuple[dict[str, Any], ...]:
    """Return the records that a successful write made, in the order of the operations.

    Raises:
        Unknown: the answer is not NetBox's: who answered, and what was done, cannot be told.
    """
    if operations[0].op == "delete":
        return ()
    body = read_json(response)
    records = body if isinstance(body, list) else [body]
    if len(records) != len(operations) or not all(isinstance(each, dict) and "id" in each for each in records):
        raise unknown(host)
    if operations[0].op == "create":
        return tuple(records)
    by_id = {each["id"]: each for each in records}
    if any(each.id not in by_id for each in operations):
        raise unknown(host)
    return tuple(by_id[each.id] for each in operations if each.id is not None)


def refused(problem: Exception, error: NetbotError, operations: Sequence[Operation], host: str) -> NetbotError:
    """Return what is told where NetBox did not write: the error with each object's reasons, and that nothing was changed.

    Args:
        problem: the exception with NetBox's answer.
        error: what the table of errors makes of it.
        operations: what was to be written.
        host: of NetBox, for people.
    """
    at = Trouble(problem, host)
    many = len(operations) > 1
    if at.response is not None and many and at.response.status_code in (400, 409) and at.body is not None:
        invalid = not_taken(bulk_reasons(at.body, [each.id for each in operations]))
        error = invalid if at.response.status_code == 400 else Refused(f"NetBox refuses: {_told(invalid)}.")
    return unchanged(error)


def unchanged(error: NetbotError) -> NetbotError:
    """Return an error that also says that nothing was changed."""
    if UNCHANGED not in error.advice:
        error.advice = f"{UNCHANGED} {error.advice}".strip()
    return error


def _told(invalid: Invalid) -> str:
    return "; ".join(dict.fromkeys(invalid.fields.values()))


def unknown(host: str) -> Unknown:
    """Return what is told where a write left and no answer tells what became of it."""
    return Unknown(
        f"NetBox at {host} was sent the change and did not say what became of it.",
        "Look in NetBox before you ask for it again.",
    )
