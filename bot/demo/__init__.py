"""Only for trying and testing: the NetBox stand-in, the invented company, the tour."""
