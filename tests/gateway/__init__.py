"""What the public door does, whichever service answers."""
