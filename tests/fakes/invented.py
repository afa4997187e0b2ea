"""The stand-in of NetBox with the invented company, and threads that talk to it."""

import pytest
import requests

from bot.demo.company import build
from bot.demo.standin import StandIn
from tests.fakes.scripted import Scripted


class Truth:
    """NetBox asked plainly, to hold answers against."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    def rows(self, path, **params):
        return self._get(path, limit=1000, **params)["results"]

    def count(self, path, **params):
        return self._get(path, limit=1, **params)["count"]

    def _get(self, path, **params):
        answer = requests.get(
            f"{self.url}/api/{path}/", params=params, headers={"Authorization": f"Bearer {self.token}"}, timeout=60
        )
        answer.raise_for_status()
        return answer.json()


@pytest.fixture(scope="session")
def served():
    """A stand-in that serves the invented company."""
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


@pytest.fixture(scope="session")
def truth(served):
    """What it really holds."""
    return Truth(served.url, served.token_admin)


@pytest.fixture
def thread(served):
    """A thread of its own, the index of names never built."""
    return Scripted(served.url, served.token_readonly)
