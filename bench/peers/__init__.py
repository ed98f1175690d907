"""What Trellis is measured against. Each peer is written as its own community would write it."""
