"""What "it" is: the thing last talked about, whatever the thread has listed or named before it."""

import pytest

from tests.journeys.conftest import words

BEFORE = {
    "nothing": [],
    "racks": ["which racks are in {site}?"],
    "devices": ["devices in {site}"],
    "both": ["devices in {site}", "racks in {site}"],
}
ASKED = {
    "rack": ["which rack is it in?", "what rack is it in", "in which rack is it?"],
    "site": ["which site is it in?", "what site is it at?"],
    "role": ["which role does it have?", "what is its role?"],
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("field", ASKED)
def test_it_is_the_thing_last_shown(talk, site, device, before, field):
    """A question about it tells of the device that was shown last; it never lists the racks or devices of its site."""
    for asked in ASKED[field]:
        thread = talk()
        for said in before:
            thread.say(said.format(site=site["name"]))
        thread.say(f"show me device {device['name']}")
        reply = thread.say(asked)
        assert reply.rows_total in {None, 1}, asked
        assert device[field]["name"] in words(reply).splitlines()[0], asked
