"""How fast labels are read, and how many of our own labels survive what happens to labels."""
