"""承诺: what an organisation planned in its last report, and what its next one says of it, sentence beside sentence."""
