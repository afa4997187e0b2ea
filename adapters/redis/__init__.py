"""Redis and Valkey: the queue, the sessions, the index of names, the cache, the gate, and an embedded server."""
