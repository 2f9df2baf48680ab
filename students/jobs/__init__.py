"""The files that are made for somebody in the background, as that person sees them."""
