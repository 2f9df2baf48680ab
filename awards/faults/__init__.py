"""Minor faults: noted when they happen, taken into a deduction when there are enough, or gone with the settlement."""
