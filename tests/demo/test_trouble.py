"""The proxy that makes trouble: each trouble is what it says, meets whom it should, and is over when it should be."""

import time

import pytest
import requests

from tests.fakes.netbox_trouble import Answer, Cut, Delay, Hang, TroubleProxy, too_many, web_page


@pytest.fixture
def front(small):
    """A proxy before the small network, and how to ask through it."""
    with small.standin.serve() as netbox, TroubleProxy(netbox.url) as proxy:

        def ask(target, method="GET", **options):
            headers = {"Authorization": f"Bearer {netbox.token_admin}"}
            return requests.request(method, f"{proxy.url}/api/{target}", headers=headers, **{"timeout": 30, **options})

        yield proxy, ask


def test_without_trouble_it_is_not_noticed(front):
    """Requests pass, links lead through the proxy, and all is written down."""
    proxy, ask = front
    answer = ask("dcim/sites/?limit=1")
    assert answer.json()["next"].startswith(f"{proxy.url}/api/dcim/sites/")
    assert answer.headers["API-Version"] == "4.7"
    assert ask("dcim/sites/", "POST", json={"name": "Z", "slug": "z"}).status_code == 201
    assert [(seen.method, seen.target) for seen in proxy.requests] == [
        ("GET", "/api/dcim/sites/?limit=1"),
        ("POST", "/api/dcim/sites/"),
    ]


def test_answers_in_its_place(front):
    """The next so many requests are answered by the proxy, then no more."""
    proxy, ask = front
    proxy.make(Answer(500), times=2)
    assert [ask("status/").status_code for _ in range(3)] == [500, 500, 200]


def test_only_those_who_are_meant(front):
    """Trouble meets only the method and path it was made for, for ever if so told, until it is called off."""
    proxy, ask = front
    proxy.make(Answer(403), times=None, method="GET", path="/devices/")
    assert [ask(f"dcim/{name}/").status_code for name in ("sites", "devices", "devices")] == [200, 403, 403]
    assert ask("dcim/devices/", "POST", json={}).status_code == 400
    proxy.calm()
    assert ask("dcim/devices/").status_code == 200


def test_other_answers(front):
    """A web page comes with 200, and 429 says when to come back."""
    proxy, ask = front
    proxy.make(web_page())
    proxy.make(too_many(7))
    page, busy = ask("status/"), ask("status/")
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html")
    assert (busy.status_code, busy.headers["Retry-After"]) == (429, "7")


def test_a_cut_before(front):
    """A request that is cut off before NetBox hears of it has no effect."""
    proxy, ask = front
    proxy.make(Cut(), method="POST")
    with pytest.raises(requests.ConnectionError):
        ask("dcim/sites/", "POST", json={"name": "Z", "slug": "z"})
    assert ask("dcim/sites/?name=Z").json()["count"] == 0


def test_a_cut_after(front):
    """A request that is cut off after it took effect has taken effect."""
    proxy, ask = front
    proxy.make(Cut(after=True), method="POST")
    with pytest.raises(requests.ConnectionError):
        ask("dcim/sites/", "POST", json={"name": "Z", "slug": "z"})
    assert ask("dcim/sites/?name=Z").json()["count"] == 1


def test_refusing(front):
    """While it refuses, nobody listens; afterwards it is there again under the same address."""
    proxy, ask = front
    with proxy.refusing(), pytest.raises(requests.ConnectionError, match="refused"):
        ask("status/")
    assert ask("status/").status_code == 200


def test_slowness(front):
    """A delayed answer comes late; one that hangs does not come."""
    proxy, ask = front
    proxy.make(Delay(0.05))
    began = time.monotonic()
    assert ask("status/").status_code == 200
    assert time.monotonic() - began >= 0.05
    proxy.make(Hang())
    with pytest.raises(requests.Timeout):
        ask("status/", timeout=0.2)


def test_closing_ends_what_hangs(small):
    """Closing the proxy does not wait for what hangs in it."""
    with small.standin.serve() as netbox, TroubleProxy(netbox.url) as proxy:
        proxy.make(Hang(3600))
        with pytest.raises(requests.Timeout):
            requests.get(f"{proxy.url}/api/status/", timeout=0.2)
