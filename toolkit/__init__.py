"""News articles in; tables in which every row points to the characters it came from; figures out."""
