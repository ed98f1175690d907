"""`python -m services.batch`: the batch service as its own process (split topology), with workers."""

from services.batch.app import DEFAULT_PORT
from services.batch.split import open_split
from services.chassis.serving import serve

if __name__ == "__main__":
    serve("batch", open_split, default_port=DEFAULT_PORT)
