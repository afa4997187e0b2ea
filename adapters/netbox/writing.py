"""Writing to NetBox: one request for operations of one type and kind, sent once, or not at all."""

from collections.abc import Callable, Sequence
from typing import Any

import requests
from pynetbox.core.query import RequestError

from adapters.netbox.asking import Asking
from adapters.netbox.dated import DatedBody
from adapters.netbox.errors import told
from adapters.netbox.session import NetBoxSession
from adapters.netbox.versions import Dialect
from adapters.netbox.writes import Sending, check_bases, refused, sending, unchanged, unknown, written
from orchestration.catalogue.denied import cleaned
from orchestration.catalogue.types import ObjectType
from orchestration.errors import NetbotError
from orchestration.ports import Operation, Written

# Objects that must belong to a user: to the token's own, as the bot knows no others.
OWNED = frozenset(("dcim.rackreservation",))


class Writing:
    """Writes of one identity.

    Args:
        connect: makes a session on a connection of its own: one that was left open may be dead, and nobody could tell whether a write
            got through on it.
        asking: reads what the objects are now, where NetBox does not check that itself.
        api: NetBox's address with /api.
    """

    def __init__(self, connect: Callable[[], NetBoxSession], asking: Asking, api: str) -> None:
        self._connect, self._asking, self._api = connect, asking, api

    def write(
        self, about: ObjectType, operations: Sequence[Operation], message: str, until: float, speaks: Dialect
    ) -> Written:
        """Write; see `orchestration.ports.Inventory.write`."""
        if about.key in OWNED and operations[0].op == "create" and speaks.own_user:
            operations = self._owned(operations)
        request = sending(about, operations, message, etags=speaks.etags)
        if not request.match and _to_check(operations, speaks):
            check_bases(operations, self._now(about, operations))
        body = DatedBody(request.body, until)
        response = self._sent(request, body, operations)
        host = self._asking.host
        if response.status_code >= 500:
            # An error may come after what was written.
            raise unknown(host)
        if not 200 <= response.status_code < 300:
            refusal = RequestError(response)
            raise refused(refusal, told(refusal, host), operations, host)
        return Written(
            objects=tuple(cleaned(about.key, each) for each in written(response, operations, host)),
            request_id=response.headers.get("X-Request-ID", ""),
        )

    def _sent(self, request: Sending, body: DatedBody, operations: Sequence[Operation]) -> requests.Response:
        headers = {"Content-Type": "application/json", **({"If-Match": request.match} if request.match else {})}
        host = self._asking.host
        with self._connect() as session:
            try:
                return session.request(request.verb, f"{self._api}/{request.path}", data=body, headers=headers)
            except (OSError, UnicodeError) as problem:
                if body.left:
                    raise unknown(host) from None
                raise refused(problem, told(problem, host), operations, host) from None

    def _owned(self, operations: Sequence[Operation]) -> list[Operation]:
        try:
            user = self._asking.get("authentication-check/")["id"]
        except NetbotError as error:
            raise unchanged(error) from None
        return [each.model_copy(update={"data": {"user": user, **each.data}}) for each in operations]

    def _now(self, about: ObjectType, operations: Sequence[Operation]) -> dict[int, str | None]:
        """Return when each object was last updated, by id."""
        ids = [("id", str(each.id)) for each in operations]
        found: dict[int, str | None] = {}
        # 500 ids make an address of 5 KB.
        for at in range(0, len(ids), 500):
            params = [*ids[at : at + 500], ("fields", "id,last_updated"), ("limit", "500")]
            try:
                rows: list[dict[str, Any]] = self._asking.rows(about, params)[0]
            except NetbotError as error:
                raise unchanged(error) from None
            found |= {row["id"]: row.get("last_updated") for row in rows}
        return found


def _to_check(operations: Sequence[Operation], speaks: Dialect) -> bool:
    """Say whether the objects must be looked at first: a base that NetBox will not hold us to, or a bulk that would skip what is gone."""
    if operations[0].op == "create":
        return False
    return any(each.base for each in operations) or (len(operations) > 1 and not speaks.whole_bulks)
