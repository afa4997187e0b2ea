"""A model to ask: the double of Chat Completions, and the adapter before it."""

import pytest

from adapters.openai.model import ChatModel
from tests.fakes.chat_completions import ChatCompletions


@pytest.fixture
def openai():
    """A Chat Completions double; every move must be asked for, and no call come as a surprise."""
    with ChatCompletions() as double:
        yield double
    assert (double.left, double.surprises) == (0, 0)


@pytest.fixture
def model(openai):
    """Make a model that asks the double."""
    return lambda **given: ChatModel(
        **{"key": openai.key, "url": openai.url, "name": openai.model, "within": 10.0, **given}
    )
