"""The stand-in as a server and as a command: real sockets, a real process."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from bot.demo.standin import StandIn


@pytest.fixture
def serving(small):
    """The small network behind HTTP, with the stand-in itself."""
    with small.standin.serve() as netbox, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {netbox.token_admin}"
        yield netbox, session, small.standin


def test_answers_over_http(serving):
    """Lists, links, headers and writes work over HTTP as in process; links lead to the address that was asked."""
    netbox, session, _ = serving
    page = session.get(f"{netbox.url}/api/dcim/devices/", params={"limit": 2, "fields": "id"})
    assert page.headers["Content-Type"] == "application/json"
    assert len(page.headers["X-Request-ID"]) == 36
    assert session.get(page.json()["next"]).json()["results"] == [{"id": 3}]
    made = session.post(f"{netbox.url}/api/dcim/sites/", json={"name": "Æther", "slug": "aether"})
    assert (made.status_code, made.json()["display"]) == (201, "Æther")
    assert session.delete(made.json()["url"]).status_code == 204


def test_a_body_that_is_no_json(serving):
    """A body that cannot be read is refused with 400."""
    netbox, session, _ = serving
    answer = session.post(f"{netbox.url}/api/dcim/sites/", data="{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["detail"][:16]) == (400, "JSON parse error")


def test_an_address_without_its_last_slash(serving):
    """A client that follows is led to the right address, its query kept."""
    netbox, session, _ = serving
    assert session.get(f"{netbox.url}/api/dcim/sites?limit=1").json()["results"][0]["name"] == "Harbour"


def test_requests_are_counted(serving):
    """The log holds each request with its path and query, and no token."""
    netbox, session, standin = serving
    session.get(f"{netbox.url}/api/status/")
    session.get(f"{netbox.url}/api/dcim/sites/?limit=1", headers={"If-Match": "x"})
    session.post(f"{netbox.url}/api/dcim/sites/", json={})
    assert standin.requests.targets() == ["/api/status/", "/api/dcim/sites/?limit=1"]
    assert [(item.method, item.status) for item in standin.requests.seen] == [("GET", 200), ("GET", 200), ("POST", 400)]
    assert standin.requests.seen[1].headers["if-match"] == "x"
    assert not any(netbox.token_admin in value for item in standin.requests.seen for value in item.headers.values())


def test_requests_in_parallel(serving):
    """Many clients at once all get whole answers."""
    netbox, session, _ = serving
    headers = dict(session.headers)

    def ask(number):
        if number % 3:
            return requests.get(f"{netbox.url}/api/dcim/devices/", headers=headers, timeout=30).json()["count"]
        body = {"name": f"p{number}", "slug": f"p{number}"}
        return requests.post(f"{netbox.url}/api/dcim/sites/", json=body, headers=headers, timeout=30).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(30))) == {3, 201}


def test_a_taken_port(serving):
    """A port that is taken is told at once."""
    netbox, _, _ = serving
    with pytest.raises(OSError, match="in use"), StandIn({}).serve(int(netbox.url.rpartition(":")[2])):
        pass


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_command(sign, tmp_path):
    """The command says address and tokens once it answers, and ends well when told to."""
    source = "from bot.demo.standin import run; run(0, None, None)"
    child = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        told = dict(child.stdout.readline().strip().split("=", 1) for _ in range(5))
        assert list(told) == ["NETBOX_URL", *(f"NETBOX_TOKEN{name}" for name in ("", "_ADMIN", "_READER", "_READONLY"))]
        assert told["NETBOX_TOKEN"] == told["NETBOX_TOKEN_ADMIN"]

        def count(name):
            headers = {"Authorization": f"Bearer {told[name]}"}
            return requests.get(f"{told['NETBOX_URL']}/api/dcim/sites/", headers=headers, timeout=30).json()["count"]

        assert count("NETBOX_TOKEN") > count("NETBOX_TOKEN_READER") > 0
    finally:
        child.send_signal(sign)
        child.communicate(timeout=30)
    assert child.returncode == 0
