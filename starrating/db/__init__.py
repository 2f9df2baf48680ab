"""How the databases are spoken to, and rules that triggers and constraints hold."""
