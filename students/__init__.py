"""Who and where: school, terms, classes, pupils, staff and their accounts. Knows nothing of stars."""
