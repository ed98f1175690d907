"""One module per output: intermediate data in, text out."""
