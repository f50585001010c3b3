"""Places and the tree of organisations: region codes from a file, organisations put into them and under each other.

`regions` loads codes (a sample ships as `data/regions.csv`) and gives organisations theirs; `tree` moves organisations.
"""
