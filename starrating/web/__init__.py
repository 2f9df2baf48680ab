"""What every page shares: headers, sessions, uploads, pages of no app."""
