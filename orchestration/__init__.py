"""The core: the words of a conversation, the thinking, the use cases; it knows no platform and no vendor."""
