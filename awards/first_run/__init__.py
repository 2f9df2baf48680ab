"""An installation without a school: the one page on which its first school and administrator are set up."""
