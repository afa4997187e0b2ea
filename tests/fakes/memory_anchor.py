"""An anchor of the record in memory."""


class MemoryAnchor:
    """`orchestration.ports.Anchor` for tests that are not about it."""

    def __init__(self):
        self._text = ""

    def held(self):
        """Return the text."""
        return self._text

    def exchange(self, step):
        """Put what a step makes of it in its place."""
        self._text = step(self._text)
