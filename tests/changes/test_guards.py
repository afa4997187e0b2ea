"""A confirmation is bound to what was previewed, to who asked, to its thread and its time, and works once. Each guard has a control."""

import pytest

from orchestration.changes import confirming, making
from orchestration.changes.apply import Applier
from orchestration.changes.proposal import Progress
from orchestration.changes.rights import Rights
from orchestration.errors import Superseded
from orchestration.language.intent import ask, leaf, select
from orchestration.ports import Query
from tests.changes.desk_kit import ADA, BOB, Thread, Trial, changes, create, make_desk, text, value


def named(netbox, type_, **params):
    """Return the objects of a type that fit filters."""
    return netbox.list(Query(type=type_, params=tuple((name, str(each)) for name, each in params.items()))).rows


@pytest.fixture(params=["create", "update", "delete"])
def trial(netbox, request):
    """A change that every guard must hold for."""
    return Trial(netbox, request.param, f"Zz {request.node.name}"[:90])


@pytest.fixture
def preview(thread, trial):
    """A preview of the change, with its two buttons."""
    return thread.propose(trial.ask).replies[0]


def test_confirming_writes_what_was_previewed(thread, preview, netbox, trial):
    """After the click the same message says who and when, with a link to what NetBox made of it; its buttons are gone but one that undoes it."""
    came = thread.press(preview.buttons[0].ref).replies[0]
    site = trial.site if trial.op == "delete" else named(netbox, "dcim.site", name=trial.name)[0]

    left = () if trial.op == "delete" else ("Undo",)
    assert (came.kind, came.amends, tuple(each.label for each in came.buttons)) == ("done", preview.turn, left)
    assert changes(came)[0].id == site["id"]
    assert "by ada at " in text(came)
    assert (f"/dcim/sites/{site['id']}/" in text(came)) == (trial.op != "delete")
    assert trial.done


def test_confirming_twice_writes_once_and_says_so(thread, preview, netbox, trial):
    """A second press writes nothing and tells that it is done."""
    for _ in range(2):
        came = thread.press(preview.buttons[0].ref).replies[0]

    assert trial.done
    assert len([each for each in netbox.sent if each.startswith(("POST", "PATCH", "DELETE"))]) == 1
    assert "done already, by ada" in text(came)


def test_another_digest_confirms_nothing(thread, preview, netbox, trial):
    """A button that carries the digest of something else writes nothing."""
    ref = preview.buttons[0].ref
    forged = ref[:-16] + "".join("0" if each != "0" else "1" for each in ref[-16:])
    came = thread.press(forged).replies[0]

    assert came.kind == "refusal"
    assert not trial.done


def test_the_digest_is_what_refuses_it(thread, preview, netbox, trial, monkeypatch):
    """Control: with the digest not looked at, the same press writes."""
    monkeypatch.setattr(confirming, "is_of", lambda *_: True)
    ref = preview.buttons[0].ref
    thread.press(ref[:-16] + "0" * 16)

    assert trial.done


def test_another_person_confirms_nothing(thread, preview, netbox, trial):
    """Only who asked can confirm; another is told so alone, and the preview stays."""
    came = thread.press(preview.buttons[0].ref, by=BOB)

    assert (came.replies[0].kind, came.replies[0].private) == ("refusal", True)
    assert "only ada can confirm" in text(came.replies[0])
    assert came.proposal == thread.topic.proposal
    assert not trial.done


def test_the_person_is_what_refuses_it(thread, preview, netbox, trial, monkeypatch):
    """Control: with the person not looked at, the same press writes."""
    monkeypatch.setattr(Rights, "may_confirm", lambda *_: True)
    thread.press(preview.buttons[0].ref, by=BOB)

    assert trial.done


def test_another_thread_confirms_nothing(thread, preview, netbox, trial):
    """A button that is pressed in another thread writes nothing."""
    elsewhere = Thread(thread.desk, netbox, name="elsewhere")
    came = elsewhere.press(preview.buttons[0].ref).replies[0]

    assert came.kind == "refusal"
    assert not trial.done


def test_another_thread_cancels_nothing(thread, preview, netbox):
    """Cancel that is pressed in another thread leaves the change waiting."""
    elsewhere = Thread(thread.desk, netbox, name="elsewhere")

    assert elsewhere.press(preview.buttons[-1].ref).replies[0].kind == "refusal"
    assert thread.desk.confirming.proposals.find(thread.topic.proposal).state == "pending"


def test_after_its_time_nothing_is_confirmed(thread, netbox, trial, monkeypatch):
    """A press after the end writes nothing, and the preview loses its buttons."""
    monkeypatch.setattr(making, "SECONDS_TO_CONFIRM", -1)
    preview = thread.propose(trial.ask).replies[0]
    came = thread.press(preview.buttons[0].ref).replies[0]

    assert (came.kind, came.amends, came.buttons) == ("refusal", preview.turn, ())
    assert "Ran out at " in text(came)
    assert not trial.done


def test_the_store_refuses_a_proposal_past_its_end(thread, preview, monkeypatch):
    """Even where the look at the clock and the press race, the store lets nobody begin after the end."""
    monkeypatch.setattr(making, "SECONDS_TO_CONFIRM", -1)
    late = thread.propose(create("dcim.site", value("name", "Late"))).proposal
    proposals = thread.desk.confirming.proposals

    assert proposals.take(late, proposals.find(late).progress, 1.0) is None


@pytest.mark.parametrize("button", [0, 1])
def test_the_store_lets_nobody_begin_what_has_ended(thread, preview, button):
    """Even where two presses race past the look at the state, the store lets nobody begin what was applied or cancelled."""
    thread.press(preview.buttons[button].ref)
    proposals, id_ = thread.desk.confirming.proposals, preview.buttons[1].ref[-10:]
    ended = proposals.find(id_)

    assert proposals.take(id_, ended.progress, 1.0) is None
    assert proposals.find(id_) == ended


def test_the_store_takes_nothing_from_who_was_taken_over_from(thread, preview):
    """Whoever began before another took over records no step any more, and ends nothing: so nothing is sent under an old fence."""
    proposals, id_ = thread.desk.confirming.proposals, preview.buttons[1].ref[-10:]
    first = proposals.take(id_, Progress(by=ADA, turn="first"), 0.0)
    second = proposals.take(id_, Progress(by=ADA, turn="second"), 15.0)

    with pytest.raises(Superseded):
        proposals.keep(first, first.progress, 15.0)
    assert not proposals.end(first, "applied", first.progress)
    assert proposals.find(id_) == second


def test_an_expired_preview_loses_its_buttons_by_itself(thread, netbox, trial, monkeypatch):
    """When its time is over, what time rings for answers with the preview's message, without buttons; once."""
    monkeypatch.setattr(making, "SECONDS_TO_CONFIRM", -1)
    came = thread.propose(trial.ask)
    proposals = thread.desk.confirming.proposals
    due = proposals.due()
    first = thread.press(f"change:due:{came.proposal}")
    second = thread.press(f"change:due:{came.proposal}")

    assert due == (came.proposal,)
    assert (first.replies[0].amends, first.replies[0].buttons) == (came.replies[0].turn, ())
    assert second.replies == ()
    assert proposals.due() == ()


def test_time_rings_for_its_own_thread_alone(thread, netbox, trial, monkeypatch):
    """What time rings for in another thread ends nothing, and tells nothing there."""
    monkeypatch.setattr(making, "SECONDS_TO_CONFIRM", -1)
    came = thread.propose(trial.ask)
    elsewhere = Thread(thread.desk, netbox, name="elsewhere")

    assert elsewhere.press(f"change:due:{came.proposal}").replies == ()
    assert thread.desk.confirming.proposals.find(came.proposal).state == "pending"


def test_time_does_nothing_before_it_is_over(thread, preview):
    """A ring that comes too early leaves the preview as it is."""
    came = thread.press(f"change:due:{thread.topic.proposal}")

    assert came.replies == ()
    assert thread.desk.confirming.proposals.find(preview.buttons[1].ref[-10:]).state == "pending"


def test_cancelling_ends_it(thread, preview, netbox, trial):
    """After Cancel nothing can be confirmed any more."""
    cancelled = thread.press(preview.buttons[1].ref).replies[0]
    came = thread.press(preview.buttons[0].ref).replies[0]

    assert (cancelled.kind, cancelled.intent, cancelled.amends) == ("done", "cancel", preview.turn)
    assert "Cancelled by ada" in text(cancelled)
    assert came.kind == "refusal"
    assert not trial.done


def test_never_mind_cancels_what_waits(thread, preview):
    """Said in words, the answer is a message of its own and the preview loses its buttons."""
    came = thread.propose(create("dcim.site").model_copy(update={"want": "cancel", "selection": None}))

    assert [each.intent for each in came.replies] == ["cancel", "cancel"]
    assert (came.replies[0].amends, came.replies[1].amends) == (None, preview.turn)
    assert "Nothing was changed." in text(came.replies[0])
    assert came.proposal is None


def test_never_mind_where_nothing_waits_is_told(thread):
    """Without a change that waits, cancelling says so."""
    came = thread.propose(create("dcim.site").model_copy(update={"want": "cancel", "selection": None}))

    assert "Nothing waits" in text(came.replies[0])


def test_a_new_preview_takes_the_place_of_the_one_that_waits(thread, preview, netbox, trial):
    """In a thread one change waits at a time: an older preview loses its buttons and can be confirmed no more."""
    came = thread.propose(create("dcim.site", value("name", f"{trial.name} 2")))
    old = thread.press(preview.buttons[0].ref).replies[0]

    assert came.replies[1].amends == preview.turn
    assert came.replies[1].buttons == ()
    assert old.kind == "refusal"
    assert not trial.done


@pytest.fixture
def parent(netbox, request):
    """A prefix in a VRF of its own, in which NetBox itself takes an address twice."""
    name = f"Zz {request.node.name}"
    vrf = netbox.make("ipam/vrfs/", name=name, enforce_unique=False)
    return netbox.make("ipam/prefixes/", prefix="192.0.2.0/28", vrf=vrf["id"])


def in_vrf(parent):
    """Return an ask for the next free address of a prefix that only its VRF tells from others."""
    within = select("ipam.prefix", names=[parent["prefix"]], where=[leaf("vrf", "eq", [parent["vrf"]["name"]])])
    return ask("allocate", select("ipam.ipaddress"), parent=within)


def test_moved_ground_is_previewed_anew(thread, netbox, parent):
    """Where a unit, an address or a name is taken meanwhile, nothing is written, and what it comes to now is a new message."""
    preview = thread.propose(in_vrf(parent)).replies[0]
    netbox.make("ipam/ip-addresses/", address="192.0.2.1/28", vrf=parent["vrf"]["id"])
    came = thread.press(preview.buttons[0].ref)
    anew, old = came.replies

    assert changes(preview)[0].fields[0].value == "192.0.2.1/28"
    assert (anew.kind, anew.amends) == ("preview", None)
    assert changes(anew)[0].fields[0].value == "192.0.2.2/28"
    assert (old.amends, old.buttons) == (preview.turn, ())
    assert came.proposal == anew.buttons[0].ref.split(":")[2]
    assert thread.press(preview.buttons[0].ref).replies[0].kind == "refusal"
    assert thread.press(anew.buttons[0].ref).replies[0].kind == "done"
    found = named(netbox, "ipam.ipaddress", vrf_id=parent["vrf"]["id"])
    assert sorted(each["address"] for each in found) == ["192.0.2.1/28", "192.0.2.2/28"]


def test_the_second_look_is_what_refuses_it(thread, netbox, parent, monkeypatch):
    """Control: without the second look the address is there twice."""
    monkeypatch.setattr(Applier, "_compare", lambda *_: None)
    preview = thread.propose(in_vrf(parent)).replies[0]
    netbox.make("ipam/ip-addresses/", address="192.0.2.1/28", vrf=parent["vrf"]["id"])
    thread.press(preview.buttons[0].ref)

    assert len(named(netbox, "ipam.ipaddress", vrf_id=parent["vrf"]["id"], address="192.0.2.1/28")) == 2


def test_ground_that_leaves_nothing_is_refused(thread, preview, netbox, trial):
    """Where somebody else has done the very thing meanwhile, it is refused, and the message says why."""
    trial.forestall()
    came = thread.press(preview.buttons[0].ref).replies[0]

    assert (came.kind, came.amends) == ("refusal", preview.turn)
    assert trial.told in text(came)
    assert not [each for each in netbox.sent if each.startswith(("POST", "PATCH", "DELETE"))]
    assert trial.done


class Renamed:
    """The same NetBox under another address, as if the settings now named another."""

    def __init__(self, real):
        self.real, self.instance = real, "http://another.example"

    def __getattr__(self, name):
        return getattr(self.real, name)


def test_another_netbox_is_not_written_to(thread, preview, netbox, trial):
    """What was previewed on one NetBox is not applied on another, where its ids are other objects': it is refused, and has ended."""
    came = thread.press(preview.buttons[0].ref, netbox=Renamed(netbox))

    assert (came.replies[0].kind, came.replies[0].amends, came.proposal) == ("refusal", preview.turn, None)
    assert "another NetBox" in text(came.replies[0])
    assert not trial.done
    assert thread.press(preview.buttons[0].ref).replies[0].kind == "refusal"
    assert not trial.done


def test_what_was_begun_on_another_netbox_is_not_gone_on_with(thread, preview, netbox, trial):
    """A change whose worker died after it may have been sent is unknown to another NetBox: its log is not believed, nothing is sent."""
    proposals, id_ = thread.desk.confirming.proposals, thread.topic.proposal
    taken = proposals.take(id_, Progress(by=ADA, turn="the-press"), 0.0)
    proposals.keep(taken, taken.progress.model_copy(update={"sent_at": proposals.now()}), 0.0)
    came = thread.press(preview.buttons[0].ref, netbox=Renamed(netbox), turn="the-press").replies[0]

    assert came.kind == "error"
    assert "cannot be told" in text(came)
    assert proposals.find(id_).state == "unknown"
    assert not trial.done


def test_a_press_while_netbox_is_away_can_be_pressed_again(thread, preview, netbox, trial):
    """When NetBox is away before anything is sent, the change still waits."""

    class Away:
        def __getattr__(self, name):
            from orchestration.errors import NetBoxUnavailable  # noqa: PLC0415 - only here

            if name in ("instance", "identity", "page"):
                return getattr(netbox, name)
            raise NetBoxUnavailable("NetBox is away.")

    with pytest.raises(Exception, match="NetBox is away"):
        thread.press(preview.buttons[0].ref, netbox=Away())

    assert thread.press(preview.buttons[0].ref).replies[0].kind == "done"
    assert trial.done


def test_what_netbox_refuses_is_told(thread, preview, netbox, standin):
    """When NetBox does not take a write, nothing is there, and its reason stands in the preview's place."""
    readonly = type(netbox)(standin.url, standin.token_readonly)
    came = thread.press(preview.buttons[0].ref, netbox=readonly).replies[0]

    assert came.kind == "refusal"
    assert ADA.name not in text(came)


def test_the_record_tells_the_whole_story(thread, preview):
    """Proposed, refused to another, confirmed, sent, written, applied: each with who, and the chain is sound."""
    thread.press(preview.buttons[0].ref, by=BOB)
    thread.press(preview.buttons[0].ref)
    ledger = thread.desk.confirming.maker.ledger
    entries = list(ledger.entries())

    assert [each.event for each in entries] == ["proposed", "refused", "confirmed", "sent", "written", "applied"]
    assert [each.person[-3:] for each in entries] == ["ada", "bob", "ada", "ada", "ada", "ada"]
    assert entries[0].about["operations"][0]["type"] == "dcim.site"
    assert entries[4].about["request_id"]
    assert ledger.faults() == ()


@pytest.mark.parametrize(
    "ref", ["change:yes:p-00000000:" + "0" * 16, "change:no:p-00000000", "change:", "change:yes:../../x", "yes"]
)
def test_unknown_buttons_change_nothing(thread, ref):
    """A reference to nothing, or of no form, is refused."""
    assert thread.press(ref).replies[0].kind == "refusal"


def test_two_desks_share_what_waits(redis_url, thread, preview, netbox, trial):
    """A change proposed on one worker is confirmed on another."""
    other = Thread(make_desk(redis_url), netbox, name=thread.name, author=ADA)
    other.turns = thread.turns

    assert other.press(preview.buttons[0].ref).replies[0].kind == "done"
    assert trial.done


def test_what_missed_its_window_is_tried_again(thread, preview, netbox, trial):
    """A write that could not leave in time was never sent: the same worker, still the one, sends it again."""
    write, missed = netbox.write, []

    def late_once(operations, message, until):
        if not missed:
            missed.append(until)
            raise Superseded("too late")
        return write(operations, message, until)

    netbox.write = late_once

    assert thread.press(preview.buttons[0].ref).replies[0].kind == "done"
    assert trial.done


def test_what_misses_its_window_again_and_again_is_told(thread, preview, netbox, trial):
    """A machine too busy to send in time ends in a sentence, with nothing written."""

    def late(operations, message, until):
        raise Superseded("too late")

    netbox.write = late
    came = thread.press(preview.buttons[0].ref).replies[0]

    assert came.kind == "refusal"
    assert "could not be sent in time. Nothing was changed." in text(came)
    assert not trial.done
