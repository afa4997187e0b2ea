"""A Discord of the project's own: its API over real HTTP and its gateway over a real WebSocket, on one world."""

import contextlib

from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.rest_server import RestServer
from tests.fakes.discord.state import World


class DiscordDouble:
    """A Discord for as long as the block runs.

    Args:
        world: what there is; two guilds unless given.
        how: of the gateway: interval, identify_every.
    """

    def __init__(self, world=None, **how):
        self.world = world or World()
        self.rest, self.gateway = RestServer(self.world), Gateway(self.world, **how)

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.enter_context(self.gateway)
            stack.enter_context(self.rest)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    @property
    def url(self):
        """What DISCORD_API_URL is set to."""
        return self.rest.url
