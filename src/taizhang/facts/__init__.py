"""Report -> Fact: numerals, units, periods, quantities, indicators.

Takes a `Structure` from `reports`, gives `Fact`s in the order of the text; `checks` and the ledger take them next.
`sentences` groups the tokens that `quantities` finds, `filters` drops what is no figure, `clauses` lays a sentence
out, `roles`, `timeline`, `status` and `indicators` decide the attributes, `extractor` puts it together.
"""

from taizhang.facts.extractor import extract
from taizhang.facts.numerals import parse_number
from taizhang.facts.parse import parse_quantity
from taizhang.facts.periods import parse_period

__all__ = ["extract", "parse_number", "parse_period", "parse_quantity"]
