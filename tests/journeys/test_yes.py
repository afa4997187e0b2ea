"""What "yes" means: what was offered, never that a change is confirmed; and what is named among several of a name."""

import pytest
import requests

from tests.journeys.conftest import names_of, words

NEW = "Zz Harbour Partners"


def previewed(reply):
    """Return the operation, type and name of each object of a preview."""
    found = (each for part in reply.parts if part.kind == "changes" for each in part.changes)
    return [(each.op, each.type, next((f.new for f in each.fields if f.field == "name"), "")) for each in found]


@pytest.mark.parametrize("by", ["yes", "yes please", "press"])
def test_a_tenant_that_is_missing_is_offered_along(talk, by):
    """A change that points at what NetBox has not is not refused: both are previewed together, where somebody says so."""
    thread = talk()
    asked = thread.say(f"create site Zz-7 with tenant {NEW}")
    assert (NEW in words(asked), previewed(asked)) == (True, [])
    both = thread.press(f"Create tenant {NEW} too") if by == "press" else thread.say(by)
    assert previewed(both) == [("create", "tenancy.tenant", NEW), ("create", "dcim.site", "Zz-7")]
    renamed = thread.say("call it Zz-8")
    assert previewed(renamed) == [("create", "tenancy.tenant", NEW), ("create", "dcim.site", "Zz-8")]


def test_the_right_name_is_taken_in_its_place(talk, live):
    """The offer stands beside the question: a name that is there answers it too."""
    tenant = live.rows("tenancy/tenants/")[0]["name"]
    thread = talk()
    thread.say(f"create site Zz-7 with tenant {NEW}")
    assert previewed(thread.say(tenant)) == [("create", "dcim.site", "Zz-7")]


@pytest.mark.parametrize("said", ["yes", "do it", "confirm", "go ahead please"])
def test_no_word_confirms(talk, live, said):
    """Only the button does; the change goes on waiting, and the way to drop it is told."""
    thread = talk()
    thread.say("create site Zz-9")
    reply = thread.say(said)
    assert "button" in words(reply)
    assert live.count("dcim/sites/", name="Zz-9") == 0
    assert thread.say("cancel").kind == "done"


def test_undo_before_the_change_says_that_it_only_waits(talk):
    """Nothing was done yet: that is told, and what drops it."""
    thread = talk()
    thread.say("create site Zz-9")
    assert "cancel" in words(thread.say("undo"))


def test_yes_takes_the_only_choice(talk, site):
    """Where one name is near, "yes" means that one; where several are, it means none of them."""
    thread = talk()
    name = site["name"]
    asked = thread.say(f"racks in {name[0]}{name[2]}{name[1]}{name[3:]}")
    reply = thread.say("yes")
    if len(asked.buttons) == 1:
        assert reply.rows_total == site["rack_count"]
    else:
        assert reply.rows_total is None


def test_the_one_elsewhere_is_another_of_the_name(talk, live):
    """After one of several racks of a name was chosen, "and the one in B?" is the one there, and none is said to be nowhere."""
    racks = live.rows("dcim/racks/")
    name = next(each["name"] for each in racks if sum(one["name"] == each["name"] for one in racks) > 2)
    first, second = [each["site"]["name"] for each in racks if each["name"] == name][:2]
    thread = talk()
    thread.say(f"free units of rack {name}")
    thread.say(f"the one in {first}")
    reply = thread.say(f"and the one in {second}?")
    assert f"No rack {name}" not in words(reply)
    assert second in words(reply)
    assert first in words(thread.say(f"and the one in {first}?"))


def test_what_is_asked_of_each_is_shown_of_each(talk, live):
    """ "How many devices in each?" shows the rows that were listed, each with its number."""
    thread = talk()
    listed = thread.say("list all sites")
    reply = thread.say("how many devices in each?")
    assert names_of(reply) == names_of(listed)
    (table,) = (part for part in reply.parts if part.kind == "table")
    counts = {each["name"]: str(each["device_count"]) for each in live.rows("dcim/sites/")}
    assert {row[0].text: row[1].text for row in table.rows} == {name: counts[name] for name in names_of(reply)}


def test_there_with_nothing_to_mean_is_told(talk):
    """ "Devices there" in a thread about nothing says that "there" was not used."""
    assert "Not used: there." in words(talk().say("devices there"))


def test_the_last_change_is_the_newest(talk, live):
    """ "The last change" is the newest of all, not the last row of what was listed."""
    kind = "Bearer" if live.token.startswith("nbt_") else "Token"
    for name in ("Zz one", "Zz two"):
        body = {"name": name, "slug": name.lower().replace(" ", "-")}
        made = requests.post(
            f"{live.url}/api/extras/tags/", json=body, headers={"Authorization": f"{kind} {live.token}"}, timeout=30
        ).json()
        requests.delete(made["url"], headers={"Authorization": f"{kind} {live.token}"}, timeout=30)
    thread = talk()
    thread.say("what changed in the last hour?")
    reply = thread.say("who did the last change?")
    assert (reply.rows_total, names_of(reply)) == (1, ["Zz two"])
    assert "Deleted" in words(reply)


def test_the_last_one_is_of_the_latest_list(talk, live):
    """Of a list of one row "the last one" is that row, whatever longer list there was before."""
    thread = talk()
    thread.say("list all sites")
    name = max(each["name"] for each in live.rows("dcim/sites/"))
    one = thread.say(f"sites named {name}")
    if one.rows_total == 1:
        assert name in words(thread.say("the last one"))
