"""What a school has said of its files' columns: remembered, listed, forgotten."""
