"""Discord: the gateway listens, the worker posts by REST."""
