"""A class's steps on screen: where the sheet stands, closing and reopening."""
