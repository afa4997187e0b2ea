"""Names from NetBox that hold markup, line breaks, invisible characters, or a book: plain visible text, cut with a mark."""

import pytest

from bot.demo.company import build
from bot.demo.standin import StandIn
from tests.journeys.conftest import Live, words

AWFUL = {
    "markup": "*bold* <b>x</b> [red]rack[/red] | `x`",
    "lines": "first\nsecond\r\n\tthird",
    "bidi": "abc\u202edcba\u2066x",
    "hidden": "a\u200bb\u200dc\ufeff",
    "escape": "\x1b[31mred\x1b[0m\x07",
    "long": "y" * 5000,
}


@pytest.fixture(params=AWFUL.values(), ids=AWFUL)
def live(request):
    """A NetBox whose first site has such a name."""
    objects = {key: [dict(each) for each in things] for key, things in build().items()}
    objects["dcim/sites"][0]["name"] = request.param
    with StandIn(objects).serve() as served:
        netbox = Live(served.url, served.token_admin)
        yield netbox


def test_names_are_plain_visible_text(talk, live):
    """Whatever a name holds, it is shown as plain visible text on one line, cut with a mark where it is long."""
    name = live.get("dcim/sites/1/")["name"]
    text = words(talk(rows=1000).say("List all sites"))
    assert not any(each in text for each in "\u202e\u2066\u200b\u200d\ufeff\x1b\x07\r\t")
    assert max(map(len, text.splitlines())) < 400
    # The first line, the columns' titles, a line a site, the receipt.
    assert len([line for line in text.splitlines() if line.strip()]) == live.count("dcim/sites/") + 3
    if name == AWFUL["markup"]:
        assert name in text
    if name == AWFUL["long"]:
        assert "yyy" in text
        assert "…" in text
