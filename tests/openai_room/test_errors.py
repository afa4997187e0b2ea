"""Everything that goes wrong with the library has a place in one table, and a sentence that holds no secret."""

import openai
import pytest
from openai import _exceptions

from adapters.openai.errors import EXCEPTIONS, told
from orchestration.errors import Misconfigured, ModelUnavailable, NetbotError

SECRET = "sk-proj-secret"


def test_the_table_is_complete():
    """Each exception that the library names stands in the table itself, not only by an ancestor of its."""
    named = {*openai.__all__, *_exceptions.__all__}
    found = [each for name in named for each in [getattr(openai, name, None) or getattr(_exceptions, name, None)]]
    raised = {each for each in found if isinstance(each, type) and issubclass(each, Exception)}
    assert len(raised) > 10
    assert sorted(each.__name__ for each in raised - set(EXCEPTIONS)) == []


@pytest.mark.parametrize("kind", sorted(EXCEPTIONS, key=lambda each: each.__name__), ids=lambda each: each.__name__)
def test_every_entry_becomes_an_error_of_the_tree(kind):
    """Whatever is raised is told in sentences, without the text of the exception."""
    problem = kind.__new__(kind)
    problem.args = (SECRET,)
    problem.response = type("Answer", (), {"headers": {}})()
    error = told(problem)
    assert isinstance(error, NetbotError)
    assert isinstance(error, Misconfigured | ModelUnavailable)
    assert error.text.endswith(".")
    assert error.advice
    assert SECRET not in f"{error!r} {error.sentence}"
