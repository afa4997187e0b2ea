"""A model that failed is left alone, by all workers, and tried again by one of them."""

import pytest

from adapters.redis.connect import connect
from adapters.redis.sparing import FIRST_REST, LONGEST_REST, MOST_FAILURES, Rests, SparedModel
from orchestration.errors import Misconfigured, ModelResting, ModelUnavailable, ModelUnusable
from tests.fakes.scripted_model import ScriptedModel

FILLED = "{}"
AWAY = ModelUnavailable("It is away.")


class Bench:
    """Workers before one model, each with a connection of its own."""

    def __init__(self, client):
        self.client = client
        self.rests = Rests(client, ("http://model", "small"), 60.0)

    def ask(self, *moves):
        """Let a worker ask as often as there are moves; return what came of each: what the model was, or "spared"."""
        told = []
        for move in moves:
            model = ScriptedModel(move)
            try:
                SparedModel(model, Rests(self.client, ("http://model", "small"), 60.0)).fill("x", {}, "", ())
                told.append("well")
            except ModelResting:
                told.append("spared")
            except (ModelUnavailable, ModelUnusable, Misconfigured) as wrong:
                told.append(type(wrong).__name__)
            assert model.left == (1 if told[-1] == "spared" else 0)
        return told

    def rested(self):
        """Let the rest be over."""
        (key,) = self.client.keys("*:rest")
        self.client.delete(key)


@pytest.fixture
def bench(redis_client):
    return Bench(redis_client)


def test_a_model_that_is_well_is_asked(bench):
    """One failure in between, and answers that are none, change nothing."""
    moves = (FILLED, AWAY, FILLED, AWAY, FILLED, ModelUnusable("It refused."), ModelUnusable("It refused."), FILLED)
    assert "spared" not in bench.ask(*moves)


def test_two_failures_let_it_rest_for_all(bench):
    """Nobody waits for a server that answered nobody a moment ago: the next message is read without it."""
    assert bench.ask(AWAY, AWAY, FILLED) == ["ModelUnavailable", "ModelUnavailable", "spared"]
    assert bench.rests.told() == pytest.approx(FIRST_REST, abs=5)


def test_wrong_settings_let_it_rest_at_once(bench):
    """A key that was not taken is not sent again with each message."""
    assert bench.ask(Misconfigured("The key is wrong."), FILLED) == ["Misconfigured", "spared"]


def test_a_rest_that_is_asked_for_is_kept(bench):
    """For as long as the server says, a short one by whoever waits, and never for hours."""
    assert bench.ask(ModelUnavailable("Busy.", 2.0), FILLED) == ["ModelUnavailable", "well"]
    assert bench.ask(ModelUnavailable("Busy.", 100.0), FILLED) == ["ModelUnavailable", "spared"]
    assert bench.rests.told() == pytest.approx(100, abs=5)
    bench.rested()
    bench.ask(ModelUnavailable("Busy.", 7200.0))
    assert bench.rests.told() == pytest.approx(LONGEST_REST, abs=5)


def test_after_a_rest_one_alone_tries(bench):
    """The others go on without it until that one knows; where it is well they all ask again."""
    bench.ask(AWAY, AWAY)
    bench.rested()
    assert [bench.rests.left() > 0 for _ in range(3)] == [False, True, True]
    bench.rests.well()
    assert bench.ask(FILLED, FILLED) == ["well", "well"]


def test_each_trial_that_fails_doubles_the_rest(bench):
    """Up to five minutes; what was under way when the rest began says nothing new."""
    bench.ask(*[AWAY] * MOST_FAILURES)
    told = []
    for _ in range(6):
        bench.rests.failed()
        told.append(round(bench.rests.told(), -1))
        bench.rested()
        assert bench.ask(AWAY, FILLED) == ["ModelUnavailable", "spared"]
    assert told == [30, 60, 120, 240, 300, 300]


def test_another_server_or_model_is_another_matter(bench, redis_client):
    """What failed is told by address and name."""
    bench.ask(AWAY, AWAY)
    for other in (("http://other", "small"), ("http://model", "large")):
        assert Rests(redis_client, other, 60.0).left() == 0


def test_without_redis_it_is_asked():
    """What cannot be known keeps nobody from an answer."""
    bench = Bench(connect("redis://127.0.0.1:9"))
    assert bench.ask(AWAY, AWAY, FILLED) == ["ModelUnavailable", "ModelUnavailable", "well"]
