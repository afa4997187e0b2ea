"""The stand-in of NetBox with the invented company, and threads that talk to it."""

from tests.fakes.invented import served, thread, truth

__all__ = ["served", "thread", "truth"]
