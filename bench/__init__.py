"""Side-by-side measurements: Trellis against a peer, and each version against the newest. `python -m bench`."""
