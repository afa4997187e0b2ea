"""The stand-in's API around the objects: tokens, errors, OPTIONS, elevations, traces, and what it says of itself."""

import xml.etree.ElementTree as ET

import pytest


@pytest.mark.parametrize(
    ("token", "detail"),
    [
        ("", "Authentication credentials were not provided."),
        ("nbt_wrong0000000.wrong", "Invalid v2 token"),
        ("wrong", "Invalid v1 token"),
    ],
)
def test_without_a_good_token(small, token, detail):
    """No token, or a wrong one, is 403 and not 401."""
    answer = small.as_(token).ask("GET", "dcim/sites/")
    assert (answer.status, answer.body) == (403, {"detail": detail})


def test_both_kinds_of_tokens(small):
    """A token of the first version, the secret alone, opens the same."""
    secret = small.standin.tokens["admin"].partition(".")[2]
    assert small.as_(secret).count("dcim/sites/") == 3


def test_the_reader_sees_one_tenant(small):
    """The reader sees sites and devices of its tenant; others are not there for it, other types forbidden."""
    reader = small.as_("reader")
    assert reader.names("dcim/sites/") == ["Harbour"]
    assert reader.names("dcim/devices/") == ["sw-1"]
    assert reader.ask("GET", "dcim/sites/2/").status == 404
    assert reader.ask("GET", "dcim/racks/").status == 403
    assert reader.ask("PATCH", "dcim/sites/1/", {"facility": "F"}).status == 403


def test_a_token_that_does_not_write(small):
    """A token without write permission reads everything and changes nothing."""
    readonly = small.as_("readonly")
    assert readonly.count("dcim/racks/") == 1
    answer = readonly.ask("POST", "dcim/sites/", {"name": "Z", "slug": "z"})
    assert (answer.status, answer.body) == (403, {"detail": "You do not have permission to perform this action."})


@pytest.mark.parametrize(
    ("method", "target", "status", "detail"),
    [
        ("GET", "dcim/sites/99/", 404, "No Site matches the given query."),
        ("GET", "dcim/sites/abc/", 404, "Not found."),
        ("POST", "dcim/sites/1/", 405, 'Method "POST" not allowed.'),
        ("POST", "core/object-changes/", 405, 'Method "POST" not allowed.'),
    ],
)
def test_what_is_not_there(small, method, target, status, detail):
    """Objects that are not there, and methods that an address has not, are refused in NetBox's words."""
    answer = small.ask(method, target, {})
    assert (answer.status, answer.body["detail"]) == (status, detail)


def test_unknown_addresses(small):
    """An unknown address is a web page with 404; one without its last slash is sent to the right one."""
    page = small.ask("GET", "dcim/bogus/")
    assert (page.status, page.media_type) == (404, "text/html")
    moved = small.ask("GET", "dcim/sites")
    assert (moved.status, moved.headers["Location"]) == (301, "/api/dcim/sites/")


def test_what_it_says_of_itself(small):
    """Status, the roots, the user of the token and the object types are there."""
    assert small.get("status/")["netbox-version"] == "4.7.3"
    assert small.get("")["dcim"] == "http://netbox/api/dcim/"
    assert small.get("dcim/")["sites"] == "http://netbox/api/dcim/sites/"
    assert small.as_("reader").get("authentication-check/")["username"] == "reader"
    assert small.names("core/object-types/?app_label=dcim&model=site", "rest_api_endpoint") == ["/api/dcim/sites/"]


def test_each_answer_has_an_id_of_its_own(small):
    """Every answer, refusals too, carries the API's version and a request id that no other has."""
    answers = [small.ask("GET", target) for target in ("dcim/sites/", "dcim/sites/99/", "bogus/")]
    assert {answer.headers["API-Version"] for answer in answers} == {"4.7"}
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 3


def test_options(small):
    """OPTIONS describes the fields to whoever may write them, and to nobody else."""
    fields = small.ask("OPTIONS", "dcim/devices/").body["actions"]["POST"]
    assert fields["device_type"]["required"]
    assert fields["name"]["max_length"] == 64
    assert {"value": "planned", "display_name": "Planned"} in fields["status"]["choices"]
    assert fields["site"]["children"]["slug"]["type"] == "slug"
    assert "actions" not in small.as_("readonly").ask("OPTIONS", "dcim/devices/").body


def test_elevations(small):
    """A rack's elevation lists half units from the top, and is drawn with its devices' names."""
    units = small.get("dcim/racks/1/elevation/?face=front&limit=0")
    assert (units["count"], units["results"][0]["name"]) == (24, "U12.5")
    taken = [(unit["name"], unit["device"]["name"]) for unit in units["results"] if unit["occupied"]]
    assert taken == [("U1.5", "sw-1"), ("U1", "sw-1")]
    drawing = small.ask("GET", "dcim/racks/1/elevation/?render=svg")
    assert drawing.media_type == "image/svg+xml"
    assert "sw-1" in "".join(ET.fromstring(drawing.body).itertext())


def test_a_trace(small):
    """A trace shows each stretch of a path: near ends, cable, far ends; it is drawn, too."""
    (near, cable, far), *rest = small.get("dcim/interfaces/1/trace/")
    assert (near[0]["id"], cable["id"], cable["status"], far[0]["id"], rest) == (1, 1, "connected", 3, [])
    drawing = small.ask("GET", "dcim/interfaces/1/trace/?render=svg").body
    assert "sw-2: port1" in "".join(ET.fromstring(drawing).itertext())


def test_a_trace_through_panels_and_a_circuit(company):
    """The first line between the centres is followed through both panels to the other centre."""
    port = company.get("dcim/interfaces/?device=ham1-rtr01&name=xe-0/1/7")["results"][0]
    steps = company.get(f"dcim/interfaces/{port['id']}/trace/")
    assert len(steps) == 6
    assert steps[-1][2][0]["device"]["name"] == "ewr1-rtr01"
    assert port["connected_endpoints"][0]["device"]["name"] == "ewr1-rtr01"
