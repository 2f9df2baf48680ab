"""What subject teachers say of a sheet, and the homeroom teacher's answers."""
