"""A change on the whole road: inbox, worker, graph, desk, NetBox and back; the words are read by a script."""

from dataclasses import dataclass, field

import pytest

from adapters.netbox.inventories import NetBoxInventories
from adapters.redis.bell import Bell
from adapters.redis.names import RedisNames
from adapters.redis.proposals import RedisProposals
from adapters.redis.queue import RedisTurnQueue, Terms
from adapters.redis.sessions import RedisSessions
from orchestration.catalogue.loading import load
from orchestration.changes import due, making
from orchestration.graph import Thinking
from orchestration.language.intent import Intent
from orchestration.language.reading import Reading
from orchestration.messages import Click, Utterance
from orchestration.ports import Query
from orchestration.road import Road, accept, run_turn
from tests.changes.desk_kit import ADA, BOB, create, make_desk, text, thread, value
from tests.fakes.open_door import OpenDoor

HERE = thread("road")


@dataclass
class Script:
    """A reader whose readings are written beforehand, by the words."""

    readings: dict = field(default_factory=dict)

    def __call__(self, said, session, scope, context=()):
        return Reading(intent=Intent(asks=self.readings[said]), certainty="certain")


@dataclass
class Board:
    """An outbox on which messages hang: what is amended changes."""

    messages: dict = field(default_factory=dict)

    def working(self, address, asker, turn, note):
        pass

    def deliver(self, address, turn, reply, amended):
        self.messages[amended[0] if amended else turn] = reply
        return (amended[0] if amended else turn,)


@pytest.fixture
def road(redis_url, redis_client, standin):
    """A road with a script for a reader."""
    catalogue, names, sessions = load(), RedisNames(redis_client), RedisSessions(redis_client, 3600)
    reader = Script(
        {
            "new site": [create("dcim.site", value("name", "Zz road"))],
            "another site": [create("dcim.site", value("name", "Zz other"))],
            "unknown": [create("ipam.vlan", value("vid", "9"), value("name", "x"), value("site", "Nowhere at all"))],
            "taken": [create("ipam.vlan", value("vid", "9000"), value("name", "x"))],
            "never mind": [create("dcim.site").model_copy(update={"want": "cancel", "selection": None})],
            "late": [create("dcim.site", value("name", "Zz late"))],
        }
    )
    return Road(
        queue=RedisTurnQueue(redis_client, Bell(redis_client, "netbot", "nobody.rings"), Terms()),
        sessions=sessions,
        inventories=NetBoxInventories(standin.url, standin.token_admin, catalogue),
        thinker=Thinking(catalogue, names, sessions, reader, make_desk(redis_url)),
        outboxes={"terminal": Board()},
        door=OpenDoor(),
    )


def said(road, words, by=ADA):
    """Say something; return the turn and its reply."""
    return _answered(road, Utterance(id=f"m-{words}", address=HERE, author=by, at=0.0, text=words))


def pressed(road, ref, by=ADA, id_=""):
    """Press a button; return the turn and its reply."""
    return _answered(road, Click(id=id_ or f"c-{ref}-{by.id}", address=HERE, author=by, at=0.0, ref=ref))


def _answered(road, incoming):
    turn = accept(road.queue, road.door, incoming)
    run_turn(road)
    return turn, road.outboxes["terminal"].messages


def test_a_change_is_asked_for_previewed_confirmed_and_shown_in_place(road, netbox):
    """The preview hangs in the thread; the press changes that message into what was made; the thread is about the new object."""
    turn, board = said(road, "new site")
    preview = board[turn]
    waiting = road.sessions.load(HERE).topic
    pressed(road, preview.buttons[0].ref)
    after = road.sessions.load(HERE).topic

    assert preview.kind == "preview"
    assert waiting.proposal
    assert waiting.pending.asks[0].want == "create"
    assert (board[turn].kind, [each.label for each in board[turn].buttons]) == ("done", ["Undo"])
    assert board[turn].receipt.netbox_requests > 1
    assert after.proposal is None
    assert after.focus[0].things[0].name == "Zz road"
    assert len(netbox.list(Query(type="dcim.site", params=(("name", "Zz road"),))).rows) == 1


def test_another_persons_press_leaves_what_waits(road):
    """A press that may not be answers its presser; the preview, and what the thread waits for, stay as they were."""
    turn, board = said(road, "another site")
    before = road.sessions.load(HERE).topic
    other, board = pressed(road, board[turn].buttons[0].ref, by=BOB)

    assert (board[turn].kind, board[other].kind) == ("preview", "refusal")
    assert road.sessions.load(HERE).topic.proposal == before.proposal
    assert road.sessions.load(HERE).topic.pending == before.pending


def test_what_time_rings_for_takes_the_buttons_away(road, redis_client, monkeypatch):
    """The caretaker rings for a preview that ran out; its message loses its buttons, once, and nothing rings again."""
    monkeypatch.setattr(making, "SECONDS_TO_CONFIRM", -1)
    turn, board = said(road, "late")
    rung = [due.ring(RedisProposals(redis_client), road.queue) for _ in range(2)]
    run_turn(road)

    assert rung == [1, 0]
    assert board[turn].buttons == ()
    assert "Ran out" in text(board[turn])
    assert due.ring(RedisProposals(redis_client), road.queue) == 0
    assert not run_turn(road)


def test_never_mind_takes_the_buttons_away(road):
    """Cancelling in words answers with a message of its own, and the preview loses its buttons."""
    turn, board = said(road, "late")
    cancelled, board = said(road, "never mind")

    assert (board[cancelled].kind, board[cancelled].intent) == ("done", "cancel")
    assert board[turn].buttons == ()
    assert road.sessions.load(HERE).topic.proposal is None


@pytest.mark.parametrize(("words", "kind"), [("unknown", "answer"), ("taken", "refusal")])
def test_what_cannot_be_is_told_as_what_was_asked(road, words, kind):
    """A name that is not there and a value that NetBox does not take are answered as the creation they were asked for."""
    turn, board = said(road, words)

    assert (board[turn].kind, board[turn].intent) == (kind, "create")
