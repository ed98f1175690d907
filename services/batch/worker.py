"""`python -m services.batch.worker`: another worker, that takes no requests; as many of them as there is work for.

It reads `DATABASE_URL`, `USERS_URL` and `ORDERS_URL`, and `BATCH_WORKERS` for how many chunks it does at a time.
"""

from services.batch.app import DEFAULT_PORT
from services.batch.split import open_split
from services.chassis.serving import work

if __name__ == "__main__":
    work("batch-worker", open_split, default_port=DEFAULT_PORT)
