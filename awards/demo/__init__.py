"""A demonstration school with a term under way. Its people are invented here and live nowhere else."""
