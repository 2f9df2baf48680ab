"""The record's seal: which rows were there when, signed with a key that does not lie in the database."""
