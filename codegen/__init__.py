"""Specs in, text out: reads `specs/`, decides every name and fact, prints what derives from them."""
