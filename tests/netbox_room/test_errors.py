"""Everything that goes wrong has a place in one table, and a sentence that says what to do and holds no secret."""

import inspect
import json

import pynetbox.core.query
import pytest
import requests

from adapters.netbox.errors import EXCEPTIONS, told
from orchestration.errors import (
    Invalid,
    Misconfigured,
    NetbotError,
    NetBoxUnavailable,
    NotAllowed,
    NotFound,
    NotOffered,
    Refused,
)

TOKEN = "nbt_secretkey000.sesame"


def raised_by(module):
    """Return the exceptions that a module defines or hands on, but for its warnings."""
    return {
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, Exception)
        and not issubclass(each, Warning)
        and each.__module__.startswith(("requests", "pynetbox"))
    }


@pytest.mark.parametrize("module", [requests.exceptions, pynetbox.core.query], ids=["requests", "pynetbox"])
def test_the_table_is_complete(module):
    """Each exception of requests and pynetbox stands in the table itself, not only by an ancestor of its."""
    found = raised_by(module)
    assert len(found) >= 4
    assert [each for each in found if each not in EXCEPTIONS] == []


@pytest.mark.parametrize("kind", sorted(EXCEPTIONS, key=lambda each: each.__name__), ids=lambda each: each.__name__)
def test_every_entry_becomes_an_error_of_the_tree(kind):
    """Whatever is raised is told in sentences, without the text of the exception."""
    problem = kind.__new__(kind, f"bad header {TOKEN}")
    problem.args = (f"bad header {TOKEN}",)
    error = told(problem, "netbox.example.com")
    assert isinstance(error, NetbotError)
    assert error.text.endswith(".")
    assert error.advice
    assert TOKEN not in f"{error} {error.sentence} {error.args}"


def answer(status, body, media_type="application/json", headers=None):
    """Return what pynetbox raises for an answer."""
    response = requests.Response()
    response.status_code = status
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.headers.update({"Content-Type": media_type, **(headers or {})})
    response.request = requests.Request("GET", "http://netbox.example.com", headers={"Authorization": TOKEN}).prepare()
    return pynetbox.core.query.RequestError(response)


HTML = b"<html><body>It works!</body></html>"


@pytest.mark.parametrize(
    ("problem", "kind", "words"),
    [
        (answer(400, {"status": ["bogus is not a choice."]}), Invalid, "status: bogus is not a choice."),
        (answer(400, {"__all__": ["Not here."]}), Invalid, "NetBox does not take this: Not here."),
        (answer(400, HTML, "text/html"), NetBoxUnavailable, "does not answer like a NetBox. Check NETBOX_URL."),
        (answer(401, {"detail": "Invalid token."}), Misconfigured, "does not take the token: Invalid token."),
        (answer(403, {"detail": "Invalid v2 token"}), Misconfigured, "does not take the token: Invalid v2 token."),
        (answer(403, {"detail": "Token expired"}), Misconfigured, "Make a new one in NetBox"),
        (
            answer(403, {"detail": "Authentication credentials were not provided."}),
            Misconfigured,
            "does not take the token",
        ),
        (answer(403, {"detail": "You do not have permission."}), NotAllowed, "You do not have permission. Ask whoever"),
        (answer(403, HTML, "text/html"), NetBoxUnavailable, "Check NETBOX_URL."),
        (answer(404, {"detail": "No Site matches the given query."}), NotFound, "no such object"),
        (answer(404, HTML, "text/html"), NetBoxUnavailable, "Check NETBOX_URL."),
        (answer(404, HTML, "text/html", {"API-Version": "4.5"}), NotOffered, "it is version 4.5."),
        (answer(404, {"message": "not found"}), NetBoxUnavailable, "Check NETBOX_URL."),
        (answer(409, {"detail": "2 dependent objects were found: Z-R1 (43)"}), Refused, "Z-R1 (43)"),
        (answer(412, {"detail": "Precondition failed."}), Refused, "changed in NetBox in the meantime"),
        (answer(418, b"teapot", "text/plain"), NetBoxUnavailable, "Check NETBOX_URL."),
        (answer(429, {}, headers={"Retry-After": "7"}), NetBoxUnavailable, "Try again in 7 s."),
        (answer(429, {}), NetBoxUnavailable, "Try again in a moment."),
        (answer(301, b""), Misconfigured, "Set NETBOX_URL to the address NetBox itself has."),
        (answer(500, {"error": "boom", "exception": "Boom"}), NetBoxUnavailable, "(status 500)"),
        (answer(502, HTML, "text/html"), NetBoxUnavailable, "(status 502)"),
        (pynetbox.core.query.ContentError(answer(200, HTML).req), NetBoxUnavailable, "Check NETBOX_URL."),
    ],
)
def test_answers_are_told(problem, kind, words):
    """Each status becomes what the one who catches it does next, in NetBox's own words where it has any."""
    error = told(problem, "netbox.example.com")
    assert type(error) is kind
    assert words in error.sentence
    assert TOKEN not in error.sentence


def test_invalid_names_the_fields():
    """The reasons are told by field, those of no field under an empty name."""
    error = told(answer(400, {"vid": ["Too large."], "__all__": ["Not unique."]}), "netbox.example.com")
    assert error.fields == {"vid": "Too large", "": "Not unique"}


def test_what_netbox_says_is_cut_and_plain():
    """NetBox's words may hold names of any length with any characters: they are made visible and cut."""
    error = told(answer(409, {"detail": "a\u202eb\n" + "x" * 5000}), "netbox.example.com")
    assert "\u202e" not in error.text
    assert "\n" not in error.text
    assert len(error.text) < 400
