"""Pictures drawn here: a rack elevation as a PNG."""
