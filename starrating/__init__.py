"""The project package: settings, the address table, and helpers that know no app."""
