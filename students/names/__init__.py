"""Names of people and classes as they are typed, read and looked for."""
