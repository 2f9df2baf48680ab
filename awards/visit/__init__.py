"""Looking around in the demonstration: in whose place, and what to try next; nowhere else is there such a thing."""
