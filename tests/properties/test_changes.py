"""Whatever is asked and pressed: nothing is written that was not confirmed."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.demo.company import build
from bot.demo.standin.double import StandIn
from orchestration.changes.digest import digest
from orchestration.changes.proposal import awaited, filled, steps
from orchestration.errors import NetbotError
from orchestration.ports import Operation
from tests.changes.desk_kit import ADA, BOB, Thread, create, make_desk, value
from tests.fakes.bare_netbox import BareNetBox

_names = itertools.count()


@pytest.fixture(scope="module")
def standin():
    """A running stand-in, the invented company in it."""
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


def _asks():
    wants = st.sampled_from(["create", "allocate", "update", "delete", "cancel", "undo", "connect"])
    types = st.sampled_from(["dcim.site", "ipam.vlan", "tenancy.tenant"])
    fields = st.sampled_from(["name", "vid", "status", "slug", "nonsense"])
    values = st.lists(
        st.tuples(fields, st.sampled_from(["7", "active", "Zz", ""])), max_size=3, unique_by=lambda each: each[0]
    )
    return st.tuples(wants, types, values).map(
        lambda drawn: create(drawn[1], *(value(*each) for each in drawn[2])).model_copy(update={"want": drawn[0]})
    )


# What may be done without confirming: ask, cancel, let time ring, press what is another's or of another change.
_steps = st.one_of(
    st.tuples(st.just("ask"), st.lists(_asks(), min_size=1, max_size=3)),
    st.tuples(
        st.just("press"), st.sampled_from(["no", "due", "wrong digest", "another person", "another thread", "nonsense"])
    ),
)


def _press(thread, how, ref):
    if how == "another person":
        return thread.press(ref, by=BOB)
    if how == "another thread":
        return Thread(thread.desk, thread.netbox, name="elsewhere", author=ADA).press(ref, turn=f"e{next(_names)}")
    proposal = ref.split(":")[2]
    return thread.press(
        {"no": f"change:no:{proposal}", "due": f"change:due:{proposal}", "wrong digest": f"{ref[:-2]}zz"}.get(how, how)
    )


@given(walk=st.lists(_steps, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_walk_without_a_confirmation_writes(redis_url, standin, walk):
    """However a conversation goes, as long as nobody who may presses the button of what was previewed, NetBox is only read."""
    netbox = BareNetBox(standin.url, standin.token_admin)
    thread = Thread(make_desk(redis_url), netbox, name=f"walk {next(_names)}")
    came = thread.propose(create("dcim.site", value("name", f"Zz walk {next(_names)}")))
    ref = came.replies[0].buttons[0].ref
    for kind, what in walk:
        try:
            _press(thread, what, ref) if kind == "press" else thread.propose(*what)
        except NetbotError:
            continue

    assert {each.split()[0] for each in netbox.sent} <= {"GET", "OPTIONS"}


def test_a_confirmation_writes(redis_url, standin):
    """Control: the same walk with the confirmation in it writes."""
    netbox = BareNetBox(standin.url, standin.token_admin)
    thread = Thread(make_desk(redis_url), netbox, name="confirmed")
    came = thread.propose(create("dcim.site", value("name", "Zz confirmed")))
    thread.press(came.replies[0].buttons[0].ref)

    assert "POST dcim/sites/" in netbox.sent


_values = st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.none(), st.lists(st.integers(), max_size=3))
_data = st.dictionaries(st.sampled_from(["name", "vid", "site", "tags"]), _values, max_size=4)
_operations = st.lists(
    st.builds(Operation, op=st.just("create"), type=st.sampled_from(["dcim.site", "ipam.vlan"]), data=_data),
    min_size=1,
    max_size=8,
)


@given(operations=_operations, other=_data)
def test_the_digest_tells_changes_apart(operations, other):
    """The order of keys does not matter to a digest; any difference in instance, type or data does."""
    turned = [each.model_copy(update={"data": dict(reversed(each.data.items()))}) for each in operations]
    changed = [*operations[:-1], operations[-1].model_copy(update={"data": other})]

    assert digest("a", operations) == digest("a", turned)
    assert digest("a", operations) != digest("b", operations)
    assert (digest("a", operations) == digest("a", changed)) == (_same(operations[-1].data, other))


@pytest.mark.parametrize("other", [{"op": "delete"}, {"id": 8}, {"base": "last_updated:2"}, {"type": "dcim.rack"}])
def test_the_digest_holds_what_an_object_was(other):
    """Another object, another thing done to it, or another version of it is another change."""
    one = Operation(op="update", type="dcim.site", id=7, data={"name": "a"}, base="last_updated:1")

    assert digest("a", [one]) != digest("a", [one.model_copy(update=other)])


def _same(one, other):
    """Say whether two are the same as JSON, in which true is not 1."""
    return (
        Operation(op="create", type="x", data=one).model_dump_json()
        == Operation(
            op="create", type="x", data={name: other[name] for name in one if name in other} | other
        ).model_dump_json()
    )


@given(operations=_operations, refers=st.lists(st.integers(0, 7), max_size=8))
def test_steps_keep_the_order_and_wait_for_what_they_need(operations, refers):
    """Steps cut the operations without a gap, each of one type, and no operation is in a step with what it waits for."""
    waiting = [
        each.model_copy(update={"data": {**each.data, "parent": {"awaits": before}}}) if before < place else each
        for place, (each, before) in enumerate(itertools.zip_longest(operations, refers, fillvalue=99))
        if isinstance(each, Operation)
    ]
    cut = steps(tuple(waiting))

    assert [place for first, last in cut for place in range(first, last)] == list(range(len(waiting)))
    for first, last in cut:
        assert len({each.type for each in waiting[first:last]}) == 1
        assert all(before < first for each in waiting[first:last] for before in awaited(each.data))
    for each in waiting:
        assert awaited(filled(each.data, {number: number + 100 for number in range(8)})) == ()
