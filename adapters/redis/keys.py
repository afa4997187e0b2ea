"""Where everything is kept: all keys begin with the program's name and the version of their layout."""

PREFIX = "netbot:1:"
