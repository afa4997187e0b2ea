"""Help where there is little to see: an empty NetBox, and a token that sees the sites and devices of one tenant."""

import pytest

from bot.demo.company import build
from bot.demo.standin import StandIn
from tests.journeys.conftest import Live, words
from tests.journeys.test_help import examples


@pytest.fixture(scope="module", params=["empty", "reader"])
def live(request):
    """Either of them."""
    if request.param == "empty":
        with StandIn({}).serve() as served:
            yield Live(served.url, served.token_admin)
    else:
        with StandIn(build(), "freight-operations").serve() as served:
            yield Live(served.url, served.token_reader)


@pytest.mark.parametrize("asked", ["help", "help devices", "help racks", "help create"])
def test_the_examples_name_what_is_seen_and_work(talk, live, asked):
    """No name that only others see is in an example; none is misread, none leaves a word out."""
    seen = {each["name"] for path in ("dcim/sites/", "dcim/devices/") for each in live.rows(path)}
    for said in examples(talk().say(asked)):
        reply = talk().say(said)
        # What only a wider token may do is refused, with a reason.
        assert reply.kind in ("answer", "question", "preview", "refusal"), (said, words(reply))
        assert reply.intent not in ("unclear", "help", "smalltalk"), (said, words(reply))
        assert "Not used" not in words(reply), said
        if said.startswith("show "):
            assert any(name and name in said for name in seen), said
