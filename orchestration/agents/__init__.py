"""The five agents: roles that share the work of a turn, each a file; none imports another."""
