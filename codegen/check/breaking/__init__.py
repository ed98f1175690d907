"""Whether what clients are served still takes what it took and answers what it answered.

`documents` compares two published documents, `lifetimes` what was promised of their life, `schemas` one schema in two
states; `gate` turns what they find into a verdict.
"""
