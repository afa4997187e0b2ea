"""NetBox over nothing but HTTP: an inventory for tests that need no cache, gate or proof; and a finder by names alone."""

import json
import time
from dataclasses import dataclass, field

import requests

from adapters.netbox.writes import sending, written
from orchestration.catalogue.loading import load
from orchestration.changes.values import UNCHANGED
from orchestration.errors import (
    Ambiguous,
    Invalid,
    NetBoxUnavailable,
    NotAllowed,
    NotFound,
    Refused,
    Superseded,
    Unknown,
)
from orchestration.language.reading import NameHit
from orchestration.ports import Answered, Meter, Page, Written

CATALOGUE = load()


def _well(answer):
    """Raise what an answer with an error's status becomes."""
    match answer.status_code:
        case 400:
            raise Invalid(f"NetBox refused: {json.dumps(answer.json())[:300]}", advice=UNCHANGED)
        case 403:
            raise NotAllowed("NetBox does not allow it.")
        case 404:
            raise NotFound("NetBox has no such object.")
        case 409 | 412:
            raise Refused(f"NetBox refused: {answer.text[:300]}", UNCHANGED)
        case status if status >= 500:
            raise NetBoxUnavailable(f"NetBox has trouble of its own ({status}).")


@dataclass
class BareNetBox:
    """An `Inventory` whose every read is a request."""

    url: str
    token: str
    limit: float = 30.0
    sent: list = field(default_factory=list)

    def __post_init__(self):
        self.session = requests.Session()
        kind = "Bearer" if self.token.startswith("nbt_") else "Token"
        self.session.headers["Authorization"] = f"{kind} {self.token}"

    @property
    def instance(self):
        return self.url

    @property
    def identity(self):
        return self.token[-8:]

    @property
    def own_token(self):
        return False

    def _ask(self, verb, path, **how):
        self.sent.append(f"{verb} {path}")
        answer = self.session.request(verb, f"{self.url}/api/{path}", timeout=self.limit, **how)
        _well(answer)
        return answer.json()

    def make(self, path, **data):
        """Create an object behind the desk's back; the desk's own requests alone are noted."""
        answer = self.session.post(f"{self.url}/api/{path}", json=data, timeout=self.limit)
        _well(answer)
        return answer.json()

    def make_all(self, path, objects):
        """Create several objects behind the desk's back."""
        _well(self.session.post(f"{self.url}/api/{path}", json=objects, timeout=self.limit))

    def revise(self, path, **data):
        """Change an object behind the desk's back; the desk's own requests alone are noted."""
        answer = self.session.patch(f"{self.url}/api/{path}", json=data, timeout=self.limit)
        _well(answer)
        return answer.json()

    def remove(self, path):
        """Delete an object behind the desk's back."""
        _well(self.session.delete(f"{self.url}/api/{path}", timeout=self.limit))

    def list(self, query):
        params = [*query.params, ("limit", str(query.limit)), ("offset", str(query.offset))]
        if query.fields:
            params.append(("fields", ",".join(query.fields)))
        if query.ordering:
            params.append(("ordering", query.ordering))
        body = self._ask("GET", f"{CATALOGUE[query.type].path}/", params=params)
        return Page(rows=tuple(body["results"]), total=body["count"], read_at=time.time())

    def fetch(self, path, params=(), *, fresh=False):
        return Answered(body=self._ask("GET", path, params=list(params)), read_at=time.time())

    def options(self, type_, op="create"):
        actions = self._ask("OPTIONS", f"{CATALOGUE[type_].path}/").get("actions", {})
        return actions.get("POST" if op == "create" else "PUT", {})

    def write(self, operations, message, until):
        request = sending(CATALOGUE[operations[0].type], operations, message, etags=True)
        if time.clock_gettime(time.CLOCK_BOOTTIME) > until:
            raise Superseded("too late")
        self.sent.append(f"{request.verb} {request.path}")
        headers = {"Content-Type": "application/json", **({"If-Match": request.match} if request.match else {})}
        how = {"data": request.body, "headers": headers, "timeout": self.limit}
        try:
            answer = self.session.request(request.verb, f"{self.url}/api/{request.path}", **how)
        except requests.ConnectionError as cut:
            if "refused" in str(cut):
                raise NetBoxUnavailable("NetBox does not answer.") from cut
            raise Unknown("The connection was cut.") from cut
        except requests.Timeout as late:
            raise Unknown("No answer in time.") from late
        _well(answer)
        objects = written(answer, operations, self.url)
        return Written(objects=objects, request_id=answer.headers.get("X-Request-ID", ""))

    def meter(self):
        return Meter(requests=len(self.sent))

    def page(self, type_, id_=None, params=()):
        return f"{self.url}/{CATALOGUE[type_].path}/{id_}/"


@dataclass
class ByName:
    """A `Finder` that knows names, one level of conditions, and nothing of threads."""

    netbox: BareNetBox

    def __call__(self, selection, fields=(), most=1000):
        about = CATALOGUE[selection.type]
        params = []
        for condition in selection.where:
            if condition.field == "id":
                params += [("id", each) for each in condition.values]
                continue
            inside = condition.selection or None
            link = about.links[condition.field]
            names = inside.names if inside else condition.values
            inner = self.netbox.list_by_name(link.target, names)
            params += [(link.param, str(each["id"])) for each in inner]
        rows = self.netbox.list_by_name(selection.type, selection.names, params)
        if not rows:
            raise NotFound(f"No {about.singular} {selection.names}.", span=" ".join(selection.names))
        if selection.names and len(rows) > len(selection.names):
            hits = tuple(NameHit(type=selection.type, id=each["id"], name=each["display"]) for each in rows)
            raise Ambiguous(f"Which {about.singular}?", " ".join(selection.names), hits)
        return rows


NAMES = {"ipam.prefix": "prefix", "ipam.ipaddress": "address", "dcim.devicetype": "model", "circuits.circuit": "cid"}


def _list_by_name(self, type_, names, params=()):
    name = NAMES.get(type_, "name")
    folds = "" if name in ("prefix", "address") else "__ie"
    wanted = [(f"{name}{folds}", each) for each in names]
    answer = self._ask("GET", f"{CATALOGUE[type_].path}/", params=[*wanted, *params, ("limit", "50")])
    return tuple(answer["results"])


BareNetBox.list_by_name = _list_by_name
