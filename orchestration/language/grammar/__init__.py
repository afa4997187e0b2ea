"""The grammar: how words make a selection, a figure asked for, an order, a change; one file a family of sentences."""
