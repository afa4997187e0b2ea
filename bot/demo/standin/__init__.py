"""A NetBox stand-in: an HTTP server that answers as NetBox 4.7.3 does, for the demo and for tests.

It is a double, not a product: objects in memory, one table of types (`types.json.gz`), no handler for any type. What it cannot do it
refuses with status 501; it never makes up an answer.

    with StandIn(objects, reader_tenant="...").serve() as netbox:
        requests.get(f"{netbox.url}/api/dcim/sites/", headers={"Authorization": f"Bearer {netbox.token_admin}"})
"""

from bot.demo.standin.double import Serving, StandIn, well_known_token
from bot.demo.standin.loading import Objects, read_objects
from bot.demo.standin.running import run
from bot.demo.standin.server import RequestLog, Seen

__all__ = ["Objects", "RequestLog", "Seen", "Serving", "StandIn", "read_objects", "run", "well_known_token"]
