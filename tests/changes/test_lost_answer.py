"""An answer that never comes: NetBox's change log tells what was done, and what cannot be told is said and never sent again."""

import pytest

from orchestration.ports import Query
from tests.changes.desk_kit import Thread, Trial, changes, create, make_desk, text, value
from tests.fakes.bare_netbox import BareNetBox
from tests.fakes.cutting_proxy import Cutting


@pytest.fixture
def proxy(standin):
    """A proxy before NetBox that lets everything through, until it is told otherwise."""
    with Cutting(standin.url).serve() as serving:
        yield serving


@pytest.fixture
def behind(proxy, standin):
    """NetBox as it is seen through the proxy."""
    return BareNetBox(proxy.url, standin.token_admin, limit=5.0)


@pytest.fixture(params=["create", "update", "delete"])
def trial(netbox, request):
    """A change whose answer is lost."""
    return Trial(netbox, request.param, f"Zz {request.node.name}")


@pytest.fixture
def asked(redis_url, behind, trial, request):
    """A thread through the proxy, with a preview of the change."""
    thread = Thread(make_desk(redis_url), behind, name=request.node.name)
    thread.preview = thread.propose(trial.ask).replies[0]
    return thread


def test_a_cut_after_the_commit_is_found_out(proxy, trial, asked):
    """The connection is cut after NetBox has taken the write: it is answered as done, with the object, and sent once."""
    proxy.cut = "after"
    came = asked.press(asked.preview.buttons[0].ref).replies[0]

    assert came.kind == "done"
    assert changes(came)[0].id
    assert trial.done
    assert proxy.writes == 1


@pytest.mark.parametrize("trial", ["create", "delete"], indirect=True)
def test_a_cut_before_netbox_saw_it_changes_nothing(proxy, trial, asked):
    """The connection is cut before NetBox sees the write: once nothing can arrive any more it is told that nothing was changed."""
    proxy.cut = "before"
    came = asked.press(asked.preview.buttons[0].ref).replies[0]

    assert came.kind == "refusal"
    assert "its change log shows nothing of this" in text(came)
    assert "Nothing was changed" in text(came)
    assert not trial.done
    assert proxy.writes == 1


@pytest.mark.parametrize("trial", ["create", "delete"], indirect=True)
def test_what_cannot_be_told_is_unknown_and_never_sent_again(proxy, trial, asked):
    """Where the log cannot be read either, it is said so, and a second press sends nothing."""
    proxy.cut, proxy.deaf = "after", ("/api/core/object-changes",)
    first = asked.press(asked.preview.buttons[0].ref).replies[0]
    proxy.cut, proxy.deaf = "never", ()
    second = asked.press(asked.preview.buttons[0].ref).replies[0]

    assert first.kind == "error"
    assert "cannot be told" in text(first)
    assert "not sent again" in text(second)
    assert asked.desk.confirming.proposals.find(asked.preview.buttons[0].ref.split(":")[2]).state == "unknown"
    assert proxy.writes == 1
    assert trial.done


@pytest.mark.parametrize("trial", ["create"], indirect=True)
def test_several_steps_tell_what_is_there(proxy, netbox, asked):
    """When the second step of a change does not get through, what the first made is named."""
    name = f"Zz {asked.name}"
    came = asked.propose(
        create("tenancy.tenantgroup", value("name", name)), create("tenancy.tenant", value("name", name))
    )
    write = asked.netbox.write

    def fails_second(operations, message, until):
        if operations[0].type == "tenancy.tenant":
            proxy.cut = "before"
        return write(operations, message, until)

    asked.netbox.write = fails_second
    told = asked.press(came.replies[0].buttons[0].ref).replies[0]

    assert told.kind == "refusal"
    assert f"Before that it took {name}" in text(told)
    assert len(netbox.list(Query(type="tenancy.tenantgroup", params=(("name", name),))).rows) == 1
