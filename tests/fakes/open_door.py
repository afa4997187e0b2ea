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

    def is_private(self, author, address):
        """Say no."""
        return False

    def spend_turn(self, incoming):
        """Count nothing."""

    def spend_requests(self, incoming, count):
        """Count nothing."""
