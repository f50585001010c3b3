"""数据: every fact of the ledger in one table, one indicator over organisations and periods, exports.

`asked` makes a FactQuery of an address and back; `table` gives rows their sentences; `across` lays one indicator out
for the table and the chart; `views` answers.
"""
