"""One file per command. The only room that imports click and rich."""
