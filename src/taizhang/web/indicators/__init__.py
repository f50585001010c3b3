"""指标: the indicators of the ledger with their names; slips of the pen to settle; merge, split, rename, undo."""
