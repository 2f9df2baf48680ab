"""What must be true of a school's database whatever happened to it, in SQL of its own: no model, no verb, no Django."""
