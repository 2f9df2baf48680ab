"""The ledger's one writer."""
