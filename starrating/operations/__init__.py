"""What belongs to no subject: the audit, one effect for one form, files between preview and confirmation, jobs."""
