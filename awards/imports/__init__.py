"""Month sheets as files: cells to what a paper says, what it says to a plan, the plan to the verbs a page calls."""
