"""The star committee's step: ballots."""
