"""The scheme, the month, exams, violations, the ledger and the end of a term."""
