"""How each verb is called once: for what holds of every one of them."""
