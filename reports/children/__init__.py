"""The yearly file on children's data: what the program itself knows for the report that is due each January."""
