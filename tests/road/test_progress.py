"""The steps of long work: shown where it takes longer than a moment, as often as the platform is told to."""

import threading

from orchestration.errors import PlatformUnavailable
from orchestration.progress import UnderWay


class Shown:
    """What shows steps, and when it was asked to.

    Args:
        answers: what to do each time: go on or not, or an error to raise.
    """

    def __init__(self, *answers):
        self.answers, self.seen, self.times = list(answers), [], threading.Semaphore(0)

    def __call__(self, notes):
        self.seen.append(notes)
        self.times.release()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_steps_that_are_not_shown_are_shown_with_the_next():
    """Steps that the platform does not take now are not lost, and none is shown twice."""
    shown = Shown(PlatformUnavailable("busy"), True, True)
    work = UnderWay(patience=0.0, between=0.0)
    work.note("t1", "reading", lambda: shown)
    assert shown.times.acquire(timeout=30)
    assert shown.times.acquire(timeout=30)
    work.note("t1", "reading", lambda: shown)
    work.note("t1", "counting", lambda: shown)
    assert shown.times.acquire(timeout=30)
    work.end("t1")
    assert shown.seen == [("reading",), ("reading",), ("reading", "counting")]


def test_no_more_where_none_are_taken():
    """Where the platform wants no more steps it is not asked again."""
    shown = Shown(False)
    work = UnderWay(patience=0.0, between=0.0)
    work.note("t1", "reading", lambda: shown)
    assert shown.times.acquire(timeout=30)
    work.note("t1", "counting", lambda: shown)
    work.end("t1")
    assert shown.seen == [("reading",)]


def test_short_work_shows_none():
    """Work that is over within a moment shows nothing, and what was never begun ends all the same."""
    work = UnderWay(patience=60.0)
    shown = Shown()
    work.note("t1", "reading", lambda: shown)
    work.end("t1")
    work.end("t2")
    assert shown.seen == []
