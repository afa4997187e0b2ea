"""Counts ranked both ways, the first of a listing once more, and values that several objects share."""

from collections import Counter

import pytest

from orchestration.language.intent import GROUP_COUNT, GROUP_NAME, Order, ask, select
from tests.fakes.scripted import column, head


def _per_site(truth):
    held = Counter({each["name"]: 0 for each in truth.rows("dcim/sites")})
    held.update(each["site"]["name"] for each in truth.rows("dcim/devices"))
    return held


def test_the_fewest_are_told_with_all_that_are_level(thread, truth):
    """Who has fewest is not one of several that have as few."""
    held = _per_site(truth)
    least = min(held.values())
    asked = ask(
        "count", select("dcim.device"), group="site", limit=1, sort=[Order(field=GROUP_COUNT, descending=False)]
    )
    reply = thread.ask(asked)
    level = sorted((name for name, amount in held.items() if amount == least), key=str.casefold)
    assert column(reply, 0) == level
    assert all(name in head(reply) for name in level)
    assert "fewest" in head(reply)


def test_the_fewest_may_be_none(thread, truth):
    """A group that no row is in has the fewest, though no row tells of it."""
    used = Counter(each["tenant"]["name"] for each in truth.rows("virtualization/virtual-machines") if each["tenant"])
    idle = sorted({each["name"] for each in truth.rows("tenancy/tenants")} - set(used), key=str.casefold)
    order = [Order(field=GROUP_COUNT, descending=False)]
    reply = thread.ask(ask("count", select("virtualization.virtualmachine"), group="tenant", sort=order))
    assert idle
    assert column(reply, 0)[: len(idle)] == idle
    assert column(reply, 1)[: len(idle)] == ["0"] * len(idle)


@pytest.mark.parametrize("descending", [False, True])
def test_groups_by_name(thread, truth, descending):
    """Groups go by their names, either way."""
    order = [Order(field=GROUP_NAME, descending=descending)]
    reply = thread.ask(ask("count", select("dcim.device"), group="site", sort=order))
    expected = sorted(_per_site(truth), key=str.casefold, reverse=descending)
    shown = column(reply, 0)
    assert shown == expected[: len(shown)]
    assert reply.rows_total == len(expected)


def test_the_first_groups_are_told_as_a_part(thread, truth):
    """The first three do not pass for all there are."""
    held = _per_site(truth)
    reply = thread.ask(ask("count", select("dcim.device"), group="site", limit=3))
    top = sum(amount for _, amount in held.most_common(3))
    assert head(reply).startswith(f"3 of {len(held)} sites: {top:,} of {sum(held.values()):,} devices")


def test_what_was_listed_first_is_ranked_anew_over_all(thread):
    """ "And the 5 oldest?" after the newest five is asked of all."""
    thread.ask(ask("find", select("dcim.device"), limit=5, sort=[Order(field="created", descending=True)]))
    focus = thread.session.topic.focus[0]
    assert focus.whole == select("dcim.device")
    assert focus.selection != focus.whole
    thread.ask(ask("find", select("dcim.site")))
    assert thread.session.topic.focus[0].whole is None


def test_what_several_share_is_told_with_each_of_them(thread, truth):
    """Racks of one name are told, each with its site; those of a name of their own are not."""
    racks = truth.rows("dcim/racks")
    names = Counter(each["name"].casefold() for each in racks)
    expected = sorted((each["name"], each["site"]["name"]) for each in racks if names[each["name"].casefold()] > 1)
    reply = thread.ask(ask("report", select("dcim.rack"), report="shared_values", columns=["name"]))
    assert expected
    assert set(zip(column(reply, 1), column(reply, 2), strict=True)) <= set(expected)
    assert reply.rows_total == len(expected)
    assert f"{len(expected)} racks" in head(reply)


def test_an_empty_value_is_none_that_is_shared(thread, truth):
    """Devices without an asset tag share none."""
    tags = Counter(each["asset_tag"] for each in truth.rows("dcim/devices"))
    assert tags[None] > 1
    reply = thread.ask(ask("report", select("dcim.device"), report="shared_values", columns=["asset_tag"]))
    assert head(reply).startswith("No two share an asset tag")


def test_what_has_no_such_field_is_not_compared(thread):
    """A field that the type does not have is no answer."""
    assert thread.ask(ask("report", select("dcim.site"), report="shared_values", columns=["serial"])).kind == "refusal"
