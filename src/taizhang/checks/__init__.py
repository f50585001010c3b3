"""Reports and facts -> relations between figures and findings.

`check` evaluates one reading, `across` several together; `RULES` says what each rule checks. Figures are laid out in
their paragraphs by `figures`, `finders` propose what belongs together, `judge` evaluates it by `intervals`, `rules` say
it to a reader.
"""

from taizhang.checks.across import across
from taizhang.checks.checker import check
from taizhang.checks.model import Checked, Finding, Place, Relation
from taizhang.checks.rules import RULES, Rule

__all__ = ["RULES", "Checked", "Finding", "Place", "Relation", "Rule", "across", "check"]
