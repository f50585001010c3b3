"""Indicators of the ledger: the catalogue, names as reports write them, merging and splitting with undo.

`naming.intern` gives a load the rows of its names; `merging` is what people do with them, `proposals` what they may
want to do. Facts refer to names, so none of this touches a fact. `entries` and `normalising` need no database.
"""
