"""Figures for Prometheus, on an address of its own that is off until METRICS_BIND names it; of nobody in particular."""
