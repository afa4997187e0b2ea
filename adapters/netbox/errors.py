"""What goes wrong between the bot and NetBox, and what of the tree it becomes: one table for all of it.

What people read says what happened and what to do. It is made of the host's name and NetBox's own `detail`, never of the text of an
exception or of a header: a token must not get out.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from pynetbox.core.query import AllocationError, ContentError, ParameterValidationError, RequestError
from requests import exceptions as http
from urllib3.exceptions import NameResolutionError, NewConnectionError, ReadTimeoutError

from adapters.netbox.versions import reasons
from orchestration.errors import (
    Invalid,
    Misconfigured,
    NetbotError,
    NetBoxUnavailable,
    NotAllowed,
    NotFound,
    NotOffered,
    ProofFailed,
    Refused,
)
from orchestration.language.normal import visible

# NetBox's words for a token it does not take (netbox/api/authentication.py); it sends 403 with them, where others send 401.
TOKEN_WORDS = ("token", "credentials", "authorization header", "user inactive")
AGAIN = "Try again in a moment."
NOT_A_NETBOX = "Check NETBOX_URL."
LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, and where.

    Args:
        problem: the exception.
        host: of NetBox, for people.
    """

    problem: BaseException
    host: str

    @property
    def response(self) -> requests.Response | None:
        """NetBox's answer, where there was one."""
        answer = getattr(self.problem, "req", None)
        return answer if isinstance(answer, requests.Response) else None

    @property
    def body(self) -> Any:
        """The answer's JSON; None where it is none."""
        return read_json(self.response) if self.response is not None else None

    @property
    def detail(self) -> str:
        """What NetBox says, as plain text on one line, cut."""
        said = self.body.get("detail", "") if isinstance(self.body, dict) else ""
        text = visible(str(said)).rstrip(".")
        return text if len(text) <= LONGEST_DETAIL else f"{text[:LONGEST_DETAIL]}…"

    def causes(self, kind: type[BaseException]) -> bool:
        """Say whether an exception of a kind lies behind the problem; requests hands urllib3's on as an argument."""
        seen: list[Any] = [self.problem]
        while seen:
            one = seen.pop()
            if isinstance(one, kind):
                return True
            if isinstance(one, BaseException):
                seen += [each for each in (*one.args, getattr(one, "reason", None)) if isinstance(each, BaseException)]
        return False


Told = Callable[[Trouble], NetbotError]


def read_json(response: requests.Response) -> Any:
    """Return an answer's JSON; None where it holds none."""
    try:
        return json.loads(response.content)
    except ValueError:
        return None


def no_netbox(at: Trouble) -> NetbotError:
    """Return what is told of a server that answers, but not as a NetBox does."""
    return NetBoxUnavailable(f"{at.host} does not answer like a NetBox.", NOT_A_NETBOX)


def _unreachable(at: Trouble) -> NetbotError:
    if at.causes(NameResolutionError):
        return NetBoxUnavailable(f"The name {at.host} is not known here.", "Check NETBOX_URL and the network's DNS.")
    if at.causes(ReadTimeoutError):
        return _slow(at)
    if at.causes(NewConnectionError):
        return NetBoxUnavailable(f"Nothing answers at {at.host}.", "Check that NetBox runs, and NETBOX_URL.")
    return NetBoxUnavailable(f"The connection to NetBox at {at.host} broke off.", AGAIN)


def _slow(at: Trouble) -> NetbotError:
    return NetBoxUnavailable(f"NetBox at {at.host} did not answer in time.", "Try again in a moment, or ask for less.")


def _far(at: Trouble) -> NetbotError:
    return NetBoxUnavailable(f"NetBox at {at.host} cannot be reached in time.", "Check the network and NETBOX_URL.")


def _untrusted(at: Trouble) -> NetbotError:
    return Misconfigured(
        f"The certificate of {at.host} is not trusted, or it speaks no TLS.",
        "Set NETBOX_CA_FILE to the certificate of the authority that signed it, or correct NETBOX_URL.",
    )


def _certificates(at: Trouble) -> NetbotError:  # noqa: ARG001 - the same for all
    return Misconfigured("The certificates cannot be read.", "Set NETBOX_CA_FILE to a file that is there.")


def _proxy(at: Trouble) -> NetbotError:
    return Misconfigured(f"The proxy before {at.host} does not let requests through.", "Check NETBOT_NETBOX_PROXY.")


def _address(at: Trouble) -> NetbotError:  # noqa: ARG001 - what stands in NETBOX_URL may hold a secret
    return Misconfigured(
        "NETBOX_URL is no address that can be asked.", "Set it to one like https://netbox.example.com."
    )


def _header(at: Trouble) -> NetbotError:  # noqa: ARG001 - the header holds the token
    return Misconfigured("NETBOX_TOKEN holds characters that no token has.", "Copy it from NetBox again.")


def _proof(at: Trouble) -> NetbotError:
    return ProofFailed(f"NetBox at {at.host} does not know a filter that was to be sent.", "Ask in another way.")


def _answered(at: Trouble) -> NetbotError:
    """Return what an answer with an error's status becomes."""
    response = at.response
    status = response.status_code if response is not None else 0
    if status in STATUSES:
        return STATUSES[status](at)
    return FAMILIES.get(status // 100, no_netbox)(at)


def _invalid(at: Trouble) -> NetbotError:
    if at.body is None:
        return no_netbox(at)
    return not_taken(reasons(at.body))


def not_taken(found: Mapping[str, str]) -> Invalid:
    """Return what is told of values that NetBox does not take.

    Args:
        found: the reasons by field; by place and field where there were many objects: "2.vid".
    """
    fields = {name: visible(reason)[:LONGEST_DETAIL].rstrip(".") for name, reason in found.items()}
    told = "; ".join(f"{_where(name)}{reason}" for name, reason in list(fields.items())[:3])
    more = f"; and {len(fields) - 3} more" if len(fields) > 3 else ""
    return Invalid(f"NetBox does not take this: {told}{more}.", fields)


def _where(name: str) -> str:
    place, _, field = name.partition(".")
    if place.isdigit():
        return f"no. {int(place) + 1}, {field}: " if field else f"no. {int(place) + 1}: "
    return f"{name}: " if name else ""


def _token(at: Trouble) -> NetbotError:
    said = at.detail or "not authorised"
    return Misconfigured(
        f"NetBox at {at.host} does not take the token: {said}.",
        "Make a new one in NetBox (your name, API Tokens) and set it.",
    )


def _forbidden(at: Trouble) -> NetbotError:
    if not isinstance(at.body, dict) or not at.detail:
        return no_netbox(at)
    if any(word in at.detail.lower() for word in TOKEN_WORDS):
        return _token(at)
    return NotAllowed(f"NetBox does not allow it: {at.detail}.", "Ask whoever looks after NetBox for the permission.")


def _missing(at: Trouble) -> NetbotError:
    if not isinstance(at.body, dict) or not at.detail:
        # NetBox names its version even where it shows a page (netbox/middleware.py): the address is right, the path is not there.
        version = at.response.headers.get("API-Version", "") if at.response is not None else ""
        if not version:
            return no_netbox(at)
        return NotOffered(f"This NetBox does not have that: it is version {visible(version)}.")
    return NotFound("NetBox has no such object, or none that this token may see.")


def _conflict(at: Trouble) -> NetbotError:
    return Refused(f"NetBox refuses: {at.detail or 'something else stands in the way'}.") if at.body else no_netbox(at)


def _stale(at: Trouble) -> NetbotError:  # noqa: ARG001 - the same for all
    return Refused("It was changed in NetBox in the meantime.", "Ask for the change again to see what is there now.")


def _hurried(at: Trouble) -> NetbotError:
    wait = at.response.headers.get("Retry-After", "") if at.response is not None else ""
    when = f"Try again in {wait} s." if wait.isdigit() else AGAIN
    return NetBoxUnavailable(f"NetBox at {at.host} asks to be left alone for a while.", when)


def _moved(at: Trouble) -> NetbotError:
    return Misconfigured(
        f"{at.host} sends requests on to another address.", "Set NETBOX_URL to the address NetBox itself has."
    )


def _broken(at: Trouble) -> NetbotError:
    status = at.response.status_code if at.response is not None else 500
    return NetBoxUnavailable(f"NetBox at {at.host} has trouble of its own (status {status}).", AGAIN)


STATUSES: Mapping[int, Told] = {
    400: _invalid,
    401: _token,
    403: _forbidden,
    404: _missing,
    409: _conflict,
    412: _stale,
    429: _hurried,
}
FAMILIES: Mapping[int, Told] = {3: _moved, 5: _broken}

EXCEPTIONS: Mapping[type[BaseException], Told] = {
    RequestError: _answered,
    AllocationError: _answered,
    ContentError: no_netbox,
    ParameterValidationError: _proof,
    http.SSLError: _untrusted,
    http.ProxyError: _proxy,
    http.ConnectTimeout: _far,
    http.ReadTimeout: _slow,
    http.Timeout: _slow,
    http.RetryError: _unreachable,
    http.ConnectionError: _unreachable,
    http.ChunkedEncodingError: _unreachable,
    http.ContentDecodingError: no_netbox,
    http.StreamConsumedError: _unreachable,
    http.UnrewindableBodyError: _unreachable,
    http.TooManyRedirects: _moved,
    http.JSONDecodeError: no_netbox,
    http.InvalidJSONError: no_netbox,
    http.InvalidHeader: _header,
    http.MissingSchema: _address,
    http.InvalidSchema: _address,
    http.InvalidProxyURL: _proxy,
    http.InvalidURL: _address,
    http.URLRequired: _address,
    http.HTTPError: _answered,
    http.RequestException: _unreachable,
    # requests raises it as it is where the file of certificates is not there.
    OSError: _certificates,
    # A token that is no ASCII, on its way into a header.
    UnicodeError: _header,
}


def told(problem: BaseException, host: str) -> NetbotError:
    """Return the error of the tree that an exception of requests or pynetbox becomes.

    Args:
        problem: the exception.
        host: of NetBox, for people.
    """
    kind = next(each for each in type(problem).__mro__ if each in EXCEPTIONS)
    return EXCEPTIONS[kind](Trouble(problem, host))
