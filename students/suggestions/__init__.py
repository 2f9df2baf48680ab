"""Whom a box may mean while somebody types into it: a few pupils, or members of staff."""
