"""Read texts, and keep the place of every value."""
