"""The language model: one strict call that reads what the rules do not."""
