"""The steps of a request's way, one module each; `gateway/pipeline.py` has them in order."""
