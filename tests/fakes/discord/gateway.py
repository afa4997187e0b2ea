"""The gateway half of the Discord double: a real WebSocket that speaks version 10, with the page that gives each rule.

It tells of what the world's other half changes, replays to who resumes what they missed, and can be made to misbehave: silent to heartbeats,
asking to reconnect, invalidating sessions, gone.
"""

import contextlib
import json
import threading
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from tests.fakes.discord.gateway_events import for_shard, seen_with, whole_guild
from tests.fakes.discord.state import APPLICATION, BOT

# docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
# docs.discord.com/developers/events/gateway#list-of-intents
GUILDS, MEMBERS, PRESENCES, CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
_ALL_INTENTS = (1 << 26) - 1
# docs.discord.com/developers/events/gateway#rate-limiting
_SENT_A_MINUTE = 120


@dataclass
class Session:
    """A session of the gateway: docs.discord.com/developers/events/gateway#connection-lifecycle.

    Args:
        id: of the session.
        intents: what it asked to hear of.
        shard: (number, count).
        told: (sequence, event, data) of what it was told or is to be told.
        connection: over which; None while nobody is there.
        ended: it cannot be resumed any more.
    """

    id: str
    intents: int
    shard: tuple[int, int]
    told: list = field(default_factory=list)
    connection: object = None
    ended: bool = False


class _Link:
    """One connection. Who asks for anything compressed gets each message so by itself, as some do who stand in for Discord."""

    def __init__(self, socket, compress):
        self.socket, self.packs = socket, bool(compress)
        self.lock = threading.Lock()

    def send(self, op, data=None, *, event=None, sequence=None):
        text = json.dumps({"op": op, "d": data, "s": sequence, "t": event})
        with self.lock, contextlib.suppress(ConnectionClosed, OSError):
            self.socket.send(zlib.compress(text.encode()) if self.packs else text)

    def close(self, code):
        with contextlib.suppress(Exception):
            self.socket.close(code)


class Gateway:
    """A gateway for as long as the block runs.

    Args:
        world: what it tells of.
        interval: seconds between two heartbeats that it asks for.
        identify_every: seconds that must lie between two identifies of one shard bucket; Discord's are 5.
    """

    def __init__(self, world, *, interval=41.25, identify_every=0.0):
        self.world, self.interval, self.identify_every = world, interval, identify_every
        self.sessions = {}
        self.resumed = []
        self.identified = []
        self.silent = False
        self.refusing = False
        # As others stand in for it: leaves resumptions without an answer, says little in Ready.
        self.plain = False
        self.shards = 1
        self.named = None
        self._changed = threading.Condition()
        self._links = set()

    def __enter__(self):
        self._server = serve(self._link, "127.0.0.1", 0)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.world.gateway_url = self.url
        self.world.listeners.append(self.tell)
        return self

    def __exit__(self, *_):
        self.world.listeners.remove(self.tell)
        for each in list(self._links):
            each.close(1001)
        self._server.shutdown()

    @property
    def url(self):
        """What GET /gateway/bot names."""
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"

    @property
    def limit(self):
        """docs.discord.com/developers/events/gateway#session-start-limit-object."""
        left = 1000 - len(self.identified)
        return {"total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}

    # What tests do.

    def connected(self, number=1, within=30.0):
        """Wait until so many sessions have somebody there; returns them."""
        return self._wait(lambda: len(self._live()) >= number and self._live(), within, "nobody identified")

    def alone(self, within=30.0):
        """Wait until nobody is there."""
        self._wait(lambda: not self._links, within, "somebody stays")

    def resumptions(self, number, within=30.0):
        """Wait until sessions were resumed so often."""
        self._wait(lambda: len(self.resumed) >= number, within, "nobody resumed")

    def tell(self, event, data):
        """Tell every session of an event, those without anybody there when they resume."""
        with self._changed:
            for session in self.sessions.values():
                if session.ended or not for_shard(data, session.shard):
                    continue
                seen = seen_with(session.intents, event, data)
                if seen is not None:
                    self._dispatch(session, event, seen)

    def reconnect(self):
        """Ask everybody to reconnect: docs.discord.com/developers/events/gateway#reconnect-event."""
        for each in list(self._links):
            each.send(RECONNECT)

    def invalidate(self, *, resumable=False):
        """Invalidate all sessions: docs.discord.com/developers/events/gateway-events#invalid-session."""
        with self._changed:
            for session in self._live():
                session.ended = session.ended or not resumable
                session.connection.send(INVALID, resumable)

    def close(self, code):
        """Close all connections with a code."""
        for each in list(self._links):
            each.close(code)

    def drop(self):
        """Cut all connections without a word."""
        for each in list(self._links):
            each.socket.socket.shutdown(2)

    # One connection.

    def _link(self, socket):
        query = parse_qs(urlsplit(socket.request.path).query)
        link = _Link(socket, query.get("compress"))
        if query.get("v") != ["10"] or query.get("encoding") != ["json"] or self.refusing:
            # docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
            link.close(4012)
            return
        with self._changed:
            self._links.add(link)
        link.send(HELLO, {"heartbeat_interval": int(self.interval * 1000), "_trace": []})
        session = None
        sent = deque()
        try:
            # See docs.discord.com/developers/events/gateway#heartbeat-interval: who sends none is disconnected.
            while True:
                said = json.loads(socket.recv(timeout=2 * self.interval))
                now = time.monotonic()
                while sent and now - sent[0] > 60:
                    sent.popleft()
                sent.append(now)
                if len(sent) > _SENT_A_MINUTE:
                    link.close(4008)
                    return
                session = self._take(link, session, said["op"], said.get("d"))
                if session is False:
                    return
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else None
            # See docs.discord.com/developers/events/gateway#initiating-a-disconnect: 1000 and 1001 end the session, other codes do not.
            if session and code in {1000, 1001} and closed.rcvd_then_sent:
                session.ended = True
        except TimeoutError:
            link.close(4009)
        finally:
            with self._changed:
                self._links.discard(link)
                if session and session.connection is link:
                    session.connection = None
                self._changed.notify_all()

    def _take(self, link, session, op, data):
        if op == HEARTBEAT:
            if not self.silent:
                link.send(ACK)
            return session
        if op in {IDENTIFY, RESUME}:
            if session is not None:
                link.close(4005)
                return False
            if data.get("token") != self.world.token:
                link.close(4004)
                return False
            return self._identify(link, data) if op == IDENTIFY else self._resume(link, data)
        if session is None:
            link.close(4003)
            return False
        return session

    def _identify(self, link, data):
        intents, shard = data.get("intents"), tuple(data.get("shard") or (0, 1))
        link.packs = link.packs or bool(data.get("compress"))
        code = self._refused(intents, shard)
        if code:
            link.close(code)
            return False
        now = time.monotonic()
        if self.identified and now - self.identified[-1] < self.identify_every:
            # See docs.discord.com/developers/events/gateway#rate-limiting: too many identifies are answered by Invalid Session.
            link.send(INVALID, False)
            return None
        self.identified.append(now)
        session = Session(uuid4().hex, intents, shard, connection=link)
        with self._changed:
            self.sessions[session.id] = session
            for event, told in self._greeting(session):
                self._dispatch(session, event, told)
            self._changed.notify_all()
        return session

    def _refused(self, intents, shard):
        if not isinstance(intents, int) or intents & ~_ALL_INTENTS:
            return 4013
        if intents & (MEMBERS | PRESENCES) or (intents & CONTENT and not self.world.intents_granted):
            return 4014
        if shard[0] >= shard[1]:
            return 4010
        return 4011 if shard[1] < self.shards else 0

    def _greeting(self, session):
        """docs.discord.com/developers/events/gateway-events#ready: the guilds are unavailable until each comes in full."""
        guilds = [each for each in self.world.guilds.values() if for_shard({"guild_id": each.id}, session.shard)]
        ready = {
            "v": 10,
            "user": self.world.users[BOT],
            "guilds": [{"id": each.id, "unavailable": True} for each in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.named or self.url,
            "session_type": "normal",
            "private_channels": [],
            "shard": list(session.shard),
            "application": {"id": APPLICATION, "flags": 1 << 19 if self.world.intents_granted else 0},
        }
        if self.plain:
            ready = {name: ready[name] for name in ("user", "session_id", "application")}
            guilds = []
        yield "READY", ready
        if session.intents & GUILDS:
            yield from (("GUILD_CREATE", whole_guild(self.world, each)) for each in guilds)

    def _resume(self, link, data):
        """docs.discord.com/developers/events/gateway#resuming: what was missed comes again in order, then Resumed."""
        with self._changed:
            if self.plain:
                return None
            session = self.sessions.get(data.get("session_id"))
            if session is None or session.ended:
                link.send(INVALID, False)
                return None
            if not isinstance(data.get("seq"), int) or data["seq"] > len(session.told):
                link.close(4007)
                return False
            session.connection = link
            for sequence, event, told in session.told[data["seq"] :]:
                link.send(DISPATCH, told, event=event, sequence=sequence)
            self.resumed.append((session.id, data["seq"]))
            self._dispatch(session, "RESUMED", {"_trace": []})
            self._changed.notify_all()
            return session

    def _dispatch(self, session, event, data):
        sequence = len(session.told) + 1
        session.told.append((sequence, event, data))
        if session.connection is not None:
            session.connection.send(DISPATCH, data, event=event, sequence=sequence)

    def _live(self):
        return [each for each in self.sessions.values() if each.connection is not None and not each.ended]

    def _wait(self, found, within, complaint):
        with self._changed:
            assert self._changed.wait_for(found, within), complaint
            return found()
