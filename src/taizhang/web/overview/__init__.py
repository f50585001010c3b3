"""总览: what came in, open problems by rule and organisation, figures that moved most, reports by period."""
