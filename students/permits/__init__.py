"""Who may do what: roles, the table of permits, and how far somebody reaches."""
