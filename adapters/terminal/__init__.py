"""The terminal as a chat platform: a listener, a renderer, an outbox, a chat for people and JSON lines for programs."""
