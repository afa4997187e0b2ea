"""Answers that name what is not there, and names that take their place."""

import pytest

from orchestration.language.intent import Assignment, Intent, ask, select
from orchestration.sessions.session import Question, Topic
from tests.language.invented import hit, only, reading


def test_an_unknown_name_is_an_answer_too(names_asked_for):
    """Where the name of another object was asked for, one that nothing has is told as such; the wish stays."""
    for said in ("Catalyst 9300-48", "zq-77x"):
        heard = reading(said, names_asked_for)
        (one,) = heard.intent.asks
        assert (one.want, {each.field: each.text for each in one.values}["device_type"]) == ("create", said)
    assert only("how many sites are there?", names_asked_for).want == "count"


@pytest.fixture
def names_asked_for():
    """A thread in which the type of a new device was asked for."""
    wish = ask(
        "create", select("dcim.device"), values=[Assignment(field="name", text="zz-1", selection=None, add="set")]
    )
    return Topic(question=Question(intent=Intent(asks=[wish]), about="field:device_type"))


def test_another_name_takes_the_place_of_one_that_nothing_has():
    """ "No device type Catalyst.", "AX-4800": the wish goes on with that."""
    values = [Assignment(field="device_type", text="Catalyst", selection=None, add="set")]
    wish = Intent(asks=[ask("create", select("dcim.device"), values=values)])
    for choices in ((), (hit("dcim.devicetype", "BO 220-R"),)):
        topic = Topic(question=Question(intent=wish, about="name:Catalyst", span="Catalyst", choices=choices))
        heard = reading("AX-4800", topic)
        assert heard.intent.asks[0].want == "create"
        assert [each.name for each in heard.grounds["Catalyst"]] == ["AX-4800"]
