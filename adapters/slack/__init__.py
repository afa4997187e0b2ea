"""Slack as a chat platform: listeners that take messages in, a renderer to Block Kit, an outbox that posts, forms, a home tab, an installation."""
