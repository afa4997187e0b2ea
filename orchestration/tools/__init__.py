"""What the agents can do: reads of NetBox and reports, each a tool with a name."""
