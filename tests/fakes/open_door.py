"""A door that lets everybody in, for tests of what lies behind it."""


class OpenDoor:
    """`orchestration.road.Doorkeeper` that answers everybody with the bot's own rights."""

    def admits(self, incoming):
        """Say yes."""
        return True

    def withhold(self, text):
        """Find no secret."""
        return

    def token_for(self, author, incoming):
        """Return None: the bot's own token."""
        return
