"""`netbot slack`: the listener for Slack, and its wiring."""

import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import uvicorn
from redis import Redis

from adapters.redis.cache import RedisCache
from adapters.redis.connect import connect, store_errors
from adapters.redis.names import RedisNames
from adapters.redis.purge import purge
from adapters.redis.queue import DAY
from adapters.redis.sessions import RedisSessions
from adapters.redis.stops import RedisStops
from adapters.redis.tickets import RedisTickets
from adapters.slack.app import Rooms, bolt_app
from adapters.slack.forms import Forms
from adapters.slack.home import Overview
from adapters.slack.incoming import is_press
from adapters.slack.installing import Installing, ManyWorkspaces
from adapters.slack.listener import Listener
from adapters.slack.people import People
from adapters.slack.serving import Sockets, asgi_app
from adapters.slack.tabs import Tabs
from adapters.slack.workspaces import Workspaces
from bot.bootstrap import open_inventories, open_queue
from bot.changing import Changing, open_changing, open_unlinking
from bot.posting import open_installations
from bot.settings import Settings, redis_url
from orchestration.catalogue.loading import load
from orchestration.changes.linking import Linking
from orchestration.errors import Misconfigured, NetbotError
from orchestration.messages import Address, Author, Utterance
from orchestration.road import accept
from orchestration.sessions.threads import Threads
from orchestration.tools.examples import examples

LISTENER_PATIENCE = 3
# Of the three seconds that Slack waits for the answer to a command.
EXEMPLIFYING = 1.5
_EXAMPLES = (
    ("dcim.site", "Which devices are in {name}?"),
    ("dcim.device", "Show me {name}"),
    ("ipam.prefix", "What is free in {name}?"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """What the app shows of a person, from what is kept of them.

    Args:
        settings: of the program.
        client: the store.
        changing: what changes need.
    """

    settings: Settings
    client: Redis
    changing: Changing

    def examples(self, author: Author, address: Address) -> tuple[str, ...]:
        """Return questions with names that this person may see here, from the index of names."""
        asked = Utterance(id="examples", address=address, author=author, at=0.0, text="")
        try:
            token = self.changing.door.token_for(author, asked)
            patient = self.settings.model_copy(update={"netbox_timeout": EXEMPLIFYING})
            with open_inventories(patient, self.client).open(token, "examples") as inventory:
                return tuple(examples(inventory, RedisNames(self.client), _EXAMPLES, len(_EXAMPLES)))
        except NetbotError:
            return ()

    def overview(self, author: Author, address: Address) -> Overview:
        """Return what the home tab shows."""
        waiting = self.changing.proposals.waiting(author.key)
        turns = RedisSessions(self.client, self.settings.session_days * DAY).recent(author.key)
        linked = self.changing.vault.find(author.key)
        return Overview(
            examples=self.examples(author, address),
            pending=tuple((f"{each.draft.changes.title} {each.id}", each.address) for each in waiting),
            recent=tuple((each.said, each.answer) for each in turns if not is_press(each.key)),
            linked=None if linked is None else linked.user,
        )


def open_rooms(settings: Settings, client: Redis) -> Rooms:
    """Connect the listener.

    Raises:
        Misconfigured: something that it cannot do without is not set, or the policy is wrong.
    """
    changing, queue = open_changing(settings, client, load()), open_queue(settings, client)
    installations = open_installations(settings, client)
    workspace = Workspaces(installations.token, settings.slack_api_url, LISTENER_PATIENCE)
    people, later = People(workspace), ThreadPoolExecutor(max_workers=8, thread_name_prefix="slack-later")
    person = Person(settings, client, changing)
    sessions = RedisSessions(client, settings.session_days * DAY)
    marks, policy, door = RedisCache(client), changing.policy, changing.door
    kept = float(settings.session_days * DAY)
    linking = Linking(open_unlinking(settings, client), open_inventories(settings))
    taking = partial(accept, queue, door)
    return Rooms(
        listener=Listener(
            accept=taking,
            admits=door.admits,
            administers=partial(policy.may, "administer"),
            workspace=workspace,
            people=people,
            threads=Threads(marks, kept, for_all=settings.slack_threads == "all"),
            stops=RedisStops(client),
            forget=sessions.drop,
            marks=marks,
            later=later,
            examples=person.examples,
        ),
        forms=Forms(
            accept=taking,
            admits=door.admits,
            workspace=workspace,
            people=people,
            link=lambda author, token: linking.link(author, token).user,
            unlink=linking.unlinking.unlink,
            later=later,
            clock=time.time,
        ),
        tabs=Tabs(workspace=workspace, people=people, overview=person.overview, answered=policy.answers),
        installations=installations,
        removed=partial(purge, client, "slack"),
    )


def listen(settings: Settings, *, http: bool, host: str, port: int) -> None:
    """Listen to Slack until SIGTERM or Ctrl-C.

    Args:
        settings: of the program.
        http: take HTTP requests; otherwise open sockets (Socket Mode).
        host: where to take them.
        port: likewise.

    Raises:
        Misconfigured: something that it cannot do without is not set, or Slack does not take it.
    """
    require(settings, http=http)
    with connect(redis_url(settings)) as client:
        rooms = open_rooms(settings, client)
        secret = settings.slack_signing_secret
        app = bolt_app(rooms, signing_secret=secret.get_secret_value() if secret else "", url=settings.slack_api_url)
        if http:
            install = _installing(settings, client, rooms)
            _serve(
                uvicorn.Config(
                    asgi_app(app, partial(_healthy, client), install), host, port, log_config=None, access_log=False
                )
            )
        else:
            token = settings.slack_app_token
            _open(Sockets(app, token.get_secret_value() if token else "", settings.slack_api_url))


def _installing(settings: Settings, client: Redis, rooms: Rooms) -> Installing | None:
    """Return what answers the pages of an installation; None where the token of one workspace is set."""
    if not isinstance(rooms.installations, ManyWorkspaces):
        return None
    secret = settings.slack_client_secret
    return Installing(
        rooms.installations,
        RedisTickets(client),
        client_id=settings.slack_client_id or "",
        client_secret=secret.get_secret_value() if secret else "",
        url=settings.slack_api_url,
    )


def require(settings: Settings, *, http: bool) -> None:
    """Check that the listener has what it cannot do without.

    Raises:
        Misconfigured: something is missing; all that is missing is told.
    """
    needed: dict[str, object] = {
        "NETBOX_URL": settings.netbox_url,
        "REDIS_URL": settings.redis_url,
        **_installed(settings, http=http),
        **(
            {"SLACK_SIGNING_SECRET": settings.slack_signing_secret}
            if http
            else {"SLACK_APP_TOKEN": settings.slack_app_token}
        ),
    }
    missing = [name for name, value in needed.items() if value is None]
    if missing:
        raise Misconfigured(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set.",
            "docs/slack.md says where each comes from.",
        )


def _installed(settings: Settings, *, http: bool) -> dict[str, object]:
    """Return the settings that say where the app is installed; others install it by HTTP only."""
    if http and settings.slack_bot_token is None and settings.slack_client_id is not None:
        return {"SLACK_CLIENT_SECRET": settings.slack_client_secret}
    return {"SLACK_BOT_TOKEN": settings.slack_bot_token}


def _open(sockets: Sockets) -> None:
    over = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: over.set())
    sockets.run(over)


def _serve(config: uvicorn.Config) -> None:
    server = uvicorn.Server(config)
    server.run()
    if not server.started:
        sys.exit(1)


def _healthy(client: Redis) -> bool:
    """Say whether messages can be stored."""
    try:
        with store_errors():
            return bool(client.ping())
    except NetbotError:
        return False
