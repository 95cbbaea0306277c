"""One file per way of reaching a person, behind one small protocol."""
