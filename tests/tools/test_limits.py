"""Large questions on the wire: what is large costs no more requests than what is small, and what would cost too much is told first."""

import pytest

from bot.demo.standin import StandIn
from orchestration.language.intent import Order, ask, leaf, select
from orchestration.tools import limits, rows
from tests.fakes.netbox_trouble import TroubleProxy
from tests.fakes.scripted import Scripted, head, labels, text

LIST = "/api/dcim/devices/"


def grown(size):
    """Return so many devices at thirty sites, in thirty roles of a tree, so that no counter tells how many have one."""
    places = [{"id": at, "name": f"Quay {at}", "slug": f"quay-{at}"} for at in range(1, 31)]
    return {
        "dcim/sites": places,
        "dcim/device-roles": [{**each, "color": "9e9e9e"} for each in places],
        "dcim/manufacturers": places[:1],
        "dcim/device-types": [{"id": 1, "manufacturer": 1, "model": "M", "slug": "m"}],
        "dcim/devices": [
            {"id": at, "name": f"d{at}", "site": at % 30 + 1, "role": at % 30 + 1, "device_type": 1, "status": "active"}
            for at in range(1, size + 1)
        ],
    }


@pytest.fixture(scope="module")
def large():
    """A NetBox of more devices than two pages show, behind a proxy that counts."""
    with StandIn(grown(2_100)).serve() as serving, TroubleProxy(serving.url) as proxy:
        yield Scripted(proxy.url, serving.token_readonly), proxy


@pytest.fixture(scope="module")
def small():
    """The same with a hundred."""
    with StandIn(grown(100)).serve() as serving, TroubleProxy(serving.url) as proxy:
        yield Scripted(proxy.url, serving.token_readonly), proxy


def sent(netbox, *asks):
    """Return the reply, and the requests that went over the wire when all filters are proven."""
    thread, proxy = netbox
    thread.ask(*asks)
    before = len(proxy.requests)
    reply = thread.ask(*asks)
    assert reply.kind == "answer"
    return reply, [each.target for each in proxy.requests[before:]]


@pytest.mark.parametrize(
    ("wanted", "most"),
    [
        (ask("count", select("dcim.device")), 1),
        (ask("find", select("dcim.device")), 2),
        (ask("find", select("dcim.site"), sort=[Order(field="device_count", descending=True)], limit=5), 2),
        (ask("count", select("dcim.device"), group="site"), 1),
    ],
)
def test_what_is_large_costs_no_more(small, large, wanted, most):
    """A count, a first page, a top list and a grouping by a counter take as many requests of 2,100 objects as of a hundred, and no page more."""
    (_, few), (_, many) = sent(small, wanted), sent(large, wanted)
    assert len(many) <= most
    assert len(few) <= len(many) <= len(few) + 1


def test_a_grouping_of_too_many_values_is_told_first(large):
    """Thirty roles that no counter counts would be thirty counts: it is said before any of them is asked, with what is possible."""
    thread, proxy = large
    thread.ask(ask("count", select("dcim.device"), group="role"))
    before = len(proxy.requests)
    reply = thread.ask(ask("count", select("dcim.device"), group="role"))
    assert len(proxy.requests) - before <= 2
    assert "30 device roles" in text(reply)
    assert reply.kind == "refusal"
    assert labels(reply) == [
        "How many devices are there per status?",
        "How many devices are there per site?",
        "How many devices are there per tenant?",
    ]


def test_more_than_sixty_requests_are_told_first(large, monkeypatch):
    """What would take too many pages is counted, told, and not read; questions that cost less are offered and can be pressed."""
    thread, proxy = large
    for module in (limits, rows):
        monkeypatch.setattr(module, "MOST_PAGES", 2)
    before = len(proxy.requests)
    reply = thread.ask(ask("find", select("dcim.device", where=[leaf("comments", "contains", ["spare"])])))
    pages = [each for each in proxy.requests[before:] if "limit=1000" in each.target]
    assert (reply.kind, pages) == ("refusal", [])
    assert "2,100 devices" in head(reply)
    assert "3 requests" in head(reply)
    assert labels(reply)[0].startswith("How many devices are there per")
