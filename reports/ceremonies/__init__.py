"""Papers of a ceremony: call list, seating list, certificates in that order, invitations."""
