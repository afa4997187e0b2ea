import itertools
import json
from base64 import b64decode, b64encode

import pytest

from adapters.terminal.asking import Asking
from adapters.terminal.json_lines import converse
from adapters.terminal.listener import Line, owner, person, to_incoming
from orchestration.errors import Refused, StoreUnavailable
from orchestration.messages import Button, Change, Changes, Click, FieldChange, File, Receipt, Reply, Utterance, prose
from tests.fakes.wire import FakeBot, FakeWire

KEYS = ["session", "turn", "kind", "intent", "text", "rows_total", "changes", "actions", "receipt"]


def echo(incoming, turn):
    said = incoming.text if isinstance(incoming, Utterance) else incoming.ref
    return [Reply(turn=turn, kind="answer", intent="find", parts=(prose(f"heard {said}"),), rows_total=3)]


def talk(lines, think=echo, wire=None, accept=None, **asking):
    """Every line's answer, and the messages the bot was given."""
    wire = wire or FakeWire()
    bot = FakeBot(wire, think)
    written = []
    converse(lines, Asking(accept or bot.accept, wire, person("owner"), 1000, **asking), written.append)
    return [json.loads(each) for each in written], bot.accepted


def line(**fields):
    return json.dumps(fields)


def test_one_line_for_each_in_order():
    """Each line has one answer, in order, with exactly the keys that are promised."""
    answers, _ = talk(
        [line(session="a", say="one"), "", line(session="b", say="two"), line(session="a", click="ref-1")]
    )
    assert [(each["session"], each["text"]) for each in answers] == [
        ("a", "heard one"),
        ("b", "heard two"),
        ("a", "heard ref-1"),
    ]
    assert all(list(each) == KEYS for each in answers)
    assert answers[0]["receipt"].keys() == {
        "seconds",
        "netbox_requests",
        "cached",
        "model_calls",
        "tokens_in",
        "tokens_out",
        "cost_usd",
        "read_by",
    }


def test_what_is_attached_comes_along():
    """A file stands in the text, and whole under a key of its own that only such answers have."""
    file = File(alt="1 row", name="sites.csv", media_type="text/csv", content=b64encode(b'"Name"\r\n"North"\r\n'))
    ((answer,), _) = talk(
        [line(session="a", say="x")], lambda _, turn: [Reply(turn=turn, kind="answer", intent="find", parts=(file,))]
    )
    assert answer["text"] == '[file: 1 row]\n"Name"\n"North"'
    assert [*answer] == [*KEYS, "files"]
    assert [(each["name"], b64decode(each["content"])) for each in answer["files"]] == [
        ("sites.csv", b'"Name"\r\n"North"\r\n')
    ]


def test_who_speaks_and_how_much():
    """The owner speaks unless a line names another; a program takes 1,000 rows at once."""
    _, heard = talk(
        [
            line(session="a", say="x"),
            line(session="a", say="y", author="ada"),
            line(session="a", click="z", author="ada"),
        ]
    )
    assert [each.author.id for each in heard] == ["owner", "ada", "ada"]
    assert {each.rows for each in heard} == {1000}
    assert isinstance(heard[2], Click)
    assert len({each.key for each in heard}) == 3


@pytest.mark.parametrize(
    "bad",
    [
        "nonsense",
        "[]",
        "1",
        '"x"',
        "{}",
        '{"session": "a"}',
        '{"say": "x"}',
        '{"session": "", "say": "x"}',
        '{"session": 5, "say": "x"}',
        '{"session": "a", "say": "x", "click": "y"}',
        '{"session": "a", "say": null}',
        '{"session": "a", "say": "\\ud800"}',
        "{" * 100_000,
        "\x00",
    ],
    ids=lambda bad: bad[:30],
)
def test_bad_line(bad):
    """A line that cannot be read is told so in a line of kind error, and the next one is answered."""
    answers, heard = talk([bad, line(session="a", say="after")])
    assert [each["kind"] for each in answers] == ["error", "answer"]
    assert "one JSON object a line" in answers[0]["text"]
    assert list(answers[0]) == KEYS
    assert len(heard) == 1


def test_preview():
    """A preview carries its changes with bare values, and its buttons as actions."""
    fields = (
        FieldChange(field="status", label="Status", new="Planned", value="planned"),
        FieldChange(field="site", label="Site", new="North", value="North"),
    )
    changes = Changes(title="Create?", changes=(Change(op="create", type="ipam.vlan", title="VLAN 5", fields=fields),))

    def think(_incoming, turn):
        return [
            Reply(
                turn=turn,
                kind="preview",
                intent="create",
                parts=(changes,),
                buttons=(Button(label="Create VLAN 5", ref="c:1"),),
            )
        ]

    ((answer,), _) = talk([line(session="a", say="create")], think)
    assert answer["changes"] == [
        {"op": "create", "type": "ipam.vlan", "id": None, "fields": {"status": "planned", "site": "North"}}
    ]
    assert answer["actions"] == [{"label": "Create VLAN 5", "ref": "c:1"}]
    assert answer["kind"] == "preview"


def test_only_its_own_answer():
    """A late answer to an earlier question, and a message that is amended, are not taken for the answer."""
    wire = FakeWire()
    late = Reply(turn="t0", kind="answer", intent="find", parts=(prose("late"),), receipt=Receipt(correlation="other"))
    FakeBot(wire, lambda _i, _t: [late]).accept(to_incoming(Line(session="a", say="x"), person("o"), 10, "0" * 32, 0.0))
    (answer,), _ = talk([line(session="a", say="now")], wire=wire)
    assert answer["text"] == "heard now"


def test_store_away_for_a_moment():
    """A store that is away for a moment costs no answer."""
    answers, _ = talk([line(session="a", say="x")], wire=FakeWire(away=2))
    assert answers[0]["kind"] == "answer"


def test_accepted_although_the_connection_broke():
    """A message that was stored although its answer got lost is waited for, not taken for refused."""
    wire = FakeWire()
    bot = FakeBot(wire, echo)

    def accept(incoming):
        if not bot.accepted:
            bot.accept(incoming)
            raise StoreUnavailable("Redis does not answer.")

    (answer,), _ = talk([line(session="a", say="x")], wire=wire, accept=accept)
    assert answer["text"] == "heard x"


def test_store_stays_away():
    """Where the store stays away the line says so in the error's own sentence."""

    def accept(_incoming):
        raise StoreUnavailable("Redis does not answer.", "Start it.")

    (answer,), _ = talk([line(session="a", say="x")], accept=accept, grace=0.0)
    assert (answer["kind"], answer["session"], answer["text"]) == ("error", "a", "Redis does not answer. Start it.")


def test_nobody_is_answered():
    """Who is not answered is refused, in a line."""
    (answer,), _ = talk([line(session="a", say="x")], accept=lambda _incoming: None)
    assert answer["kind"] == "refusal"


def test_too_much_waiting():
    """A refusal of the inbox is a refusal, not an error."""

    def accept(_incoming):
        raise Refused("Too much is waiting.")

    (answer,), _ = talk([line(session="a", say="x")], accept=accept)
    assert (answer["kind"], answer["text"]) == ("refusal", "Too much is waiting.")


def test_no_worker():
    """Where no worker answers, waiting ends with what happened and what to do."""
    clock = itertools.count(0, 10)
    (answer,), _ = talk([line(session="a", say="x")], lambda _i, _t: [], clock=lambda: float(next(clock)))
    assert answer["kind"] == "error"
    assert "netbot doctor" in answer["text"]


def test_owner():
    """The owner is the user of the operating system."""
    assert owner().id
    assert owner().platform == "terminal"
