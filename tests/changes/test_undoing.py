"""Undoing the thread's last change: the reverse, as a change of its own that somebody confirms."""

import pytest

from orchestration.language.intent import Assignment, ask
from orchestration.ports import Query
from orchestration.sessions.session import Turn
from tests.changes.desk_kit import ADA, Trial, changes, create, delete, text, update, value


def pressed(thread, reply):
    """Press the first button, as the session remembers it."""
    came = thread.press(reply.buttons[0].ref)
    turn = Turn(id=reply.turn, key=reply.turn, author=ADA, said=reply.buttons[0].ref, at=0.0, kind="done")
    thread.said = (*getattr(thread, "said", ()), turn)
    thread.session = lambda: type(thread).session(thread).model_copy(update={"turns": thread.said})
    return came.replies[0]


def undo(thread):
    """Say "undo that"."""
    return thread.propose(ask("undo")).replies[0]


def site(netbox, name):
    """Return the sites of a name."""
    return netbox.list(Query(type="dcim.site", params=(("name", name),))).rows


@pytest.fixture
def name(request):
    """A name of the test's own."""
    return f"Zz {request.node.name[:60]}"


def test_what_was_made_goes_again(thread, netbox, name):
    """Undoing a create is a deletion with its own preview; nothing is written before that is confirmed."""
    pressed(thread, thread.propose(create("dcim.site", value("name", name))).replies[0])
    back = undo(thread)
    there = site(netbox, name)
    done = pressed(thread, back)

    assert (back.kind, back.intent, changes(back)[0].op) == ("preview", "undo", "delete")
    assert len(there) == 1
    assert (done.kind, site(netbox, name)) == ("done", ())


def test_what_was_changed_is_put_back(thread, netbox, name):
    """Undoing an update puts each field back to what it was, an empty one to empty; undoing that does it again."""
    trial = Trial(netbox, "update", name)
    wanted = update("dcim.site", [name], value("facility", "F-1"), value("status", "planned"))
    pressed(thread, thread.propose(wanted).replies[0])
    back = undo(thread)
    pressed(thread, back)
    (now,) = site(netbox, trial.name)

    assert [(each.field, each.old, each.new) for each in changes(back)[0].fields] == [
        ("status", "planned", "active"),
        ("facility", "F-1", "none"),
    ]
    assert (now["facility"], now["status"]["value"]) == ("", "active")
    assert [each.new for each in changes(undo(thread))[0].fields] == ["planned", "F-1"]


def test_others_tags_stay(thread, netbox, name):
    """Undoing a tag takes that one off again, and leaves what somebody put on since."""
    trial = Trial(netbox, "update", name)
    ids = [netbox.make("extras/tags/", name=f"{name} {at}", slug=f"zz-undo-{at}")["id"] for at in (1, 2)]
    tag = Assignment(field="tags", text=f"{name} 1", selection=None, add="add")
    pressed(thread, thread.propose(update("dcim.site", [name], tag)).replies[0])
    netbox.revise(f"dcim/sites/{trial.site['id']}/", tags=ids)
    pressed(thread, undo(thread))

    assert [each["id"] for each in site(netbox, name)[0]["tags"]] == ids[1:]


def test_what_was_deleted_is_not_brought_back(thread, netbox, name):
    """A deletion cannot be undone, and it is said so."""
    Trial(netbox, "delete", name)
    pressed(thread, thread.propose(delete("dcim.site", name)).replies[0])

    assert text(undo(thread)) == "What was deleted cannot be brought back. Create it again. Nothing was changed."


def test_where_nothing_was_changed_nothing_is_undone(thread):
    """Without a change in the thread there is nothing to undo."""
    assert text(undo(thread)) == "There is no change in this thread that I could undo. Nothing was changed."


def test_the_button_undoes_the_change_it_stands_under(thread, netbox, name):
    """Whatever was changed in the thread since, the button is about its own change; nothing goes before that is confirmed."""
    first = pressed(thread, thread.propose(create("dcim.site", value("name", f"{name} a"))).replies[0])
    pressed(thread, thread.propose(create("dcim.site", value("name", f"{name} b"))).replies[0])
    (button,) = first.buttons
    back = thread.press(button.ref).replies[0]

    assert (back.kind, back.intent, changes(back)[0].op) == ("preview", "undo", "delete")
    assert button.label == "Undo"
    assert f"{name} a" in changes(back)[0].title
    assert site(netbox, f"{name} a")
    assert pressed(thread, back).kind == "done"
    assert (len(site(netbox, f"{name} a")), len(site(netbox, f"{name} b"))) == (0, 1)


def test_what_cannot_be_undone_has_no_button(thread, netbox, name):
    """What was deleted is not brought back, and no button says so."""
    Trial(netbox, "delete", name)
    done = pressed(thread, thread.propose(delete("dcim.site", name)).replies[0])
    assert (done.kind, done.buttons) == ("done", ())


def test_a_button_of_elsewhere_undoes_nothing(thread, netbox, name):
    """One that was made up, is not applied, or of another thread is told to be over."""
    waiting = thread.propose(create("dcim.site", value("name", name)))
    for ref in ("change:undo:p-00000000", f"change:undo:{waiting.proposal}"):
        came = thread.press(ref)
        assert "is over" in text(came.replies[0])
        assert came.proposal in (None, waiting.proposal)
    done = pressed(thread, waiting.replies[0])
    thread.name = "another"
    assert "is over" in text(thread.press(done.buttons[0].ref).replies[0])
