"""Words and tables as data; only lexicon.py opens them."""
