"""NetBox, over pynetbox and its session: one identity's view of one NetBox for one turn."""
