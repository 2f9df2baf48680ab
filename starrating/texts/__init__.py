"""Sentences and names that rows which never change speak of: kept beside them, so that they can be erased."""
