"""The ledger: what was read is kept, in one database that nobody has to set up and a county can share.

`where.find()` says which ledger is used, `connection.open_ledger` opens it (made, migrated, or refused with the
reason), `loading` puts readings in, `queries` asks, `corrections` and `catalogue` mend, `integrity` and `backup` keep
it sound. Takes readings from `taizhang.reader` and what `taizhang.checks` finds; the pages ask it next. Django is
imported here and below, nowhere above.
"""
