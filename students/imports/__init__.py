"""A school's own files to rows of the database: read to typed lines, planned, shown as a preview, confirmed."""
