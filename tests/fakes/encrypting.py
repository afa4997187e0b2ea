"""TLS before a server that speaks none: what a Redis behind rediss:// looks like from outside."""

import asyncio
import contextlib
import ssl
import threading


@contextlib.contextmanager
def encrypted(socket_path, certificate, key):
    """Serve the server behind a Unix socket over TLS on a free port; give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    loop = asyncio.new_event_loop()

    async def carry(reader, writer):
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def join(reader, writer):
        behind_reader, behind_writer = await asyncio.open_unix_connection(socket_path)
        try:
            await asyncio.gather(carry(reader, behind_writer), carry(behind_reader, writer))
        finally:
            # Also where the server ends before its client does: nothing is left for the collector to complain of later.
            for each in (writer, behind_writer):
                each.transport.abort()

    async def end(left):
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        # What was aborted closes its sockets in the loop's next round.
        await asyncio.sleep(0.01)

    server = loop.run_until_complete(asyncio.start_server(join, "127.0.0.1", 0, ssl=context))
    serving = threading.Thread(target=loop.run_forever)
    serving.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        serving.join()
        server.close()
        loop.run_until_complete(end(asyncio.all_tasks(loop)))
        loop.close()
