"""What tests of the outbox have in common: who asked, replies, and what was posted."""

from orchestration.messages import Author, Reply, prose
from tests.fakes.slack.payloads import ANN, TEAM

ASKER = Author(platform="slack", place=TEAM, id=ANN)


def reply(text="3 sites.", turn="t1", **more):
    return Reply(**{"turn": turn, "kind": "answer", "intent": "find", "parts": (prose(text),), "person": ANN, **more})


def texts(slack, channel="C0NET"):
    return [each["text"] for each in slack.home.posted(channel)]
