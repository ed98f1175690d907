-- Products, orders and what was ordered.
CREATE SCHEMA orders;

CREATE TABLE orders.categories (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX categories_name_key ON orders.categories (lower(name));

CREATE TABLE orders.products (
    id          uuid           PRIMARY KEY DEFAULT gen_random_uuid(),
    name        text           NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description text           CHECK (length(description) <= 5000),
    price       numeric(12, 2) NOT NULL CHECK (price >= 0),
    currency    text           NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    inventory   integer        NOT NULL CHECK (inventory >= 0),
    category_id uuid           NOT NULL REFERENCES orders.categories (id),
    created_at  timestamptz    NOT NULL DEFAULT clock_timestamp(),
    updated_at  timestamptz    NOT NULL DEFAULT clock_timestamp(),
    version     bigint         NOT NULL DEFAULT 1,
    search      tsvector       NOT NULL
        GENERATED ALWAYS AS (to_tsvector('english', name || ' ' || coalesce(description, ''))) STORED
);
CREATE INDEX products_search ON orders.products USING gin (search);
CREATE INDEX products_category_id ON orders.products (category_id);
CREATE INDEX products_created_at_id ON orders.products (created_at, id);
CREATE INDEX products_updated_at_id ON orders.products (updated_at, id);
CREATE INDEX products_name_id ON orders.products (name, id);
CREATE INDEX products_price_id ON orders.products (price, id);
CREATE INDEX products_inventory_id ON orders.products (inventory, id);

CREATE TABLE orders.orders (
    id               uuid           PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id          uuid           NOT NULL REFERENCES users.users (id),
    status           text           NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'processing', 'shipped', 'delivered', 'cancelled')),
    total            numeric(12, 2) NOT NULL CHECK (total >= 0),
    currency         text           NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    shipping_address text           CHECK (length(shipping_address) <= 500),
    created_at       timestamptz    NOT NULL DEFAULT clock_timestamp(),
    updated_at       timestamptz    NOT NULL DEFAULT clock_timestamp(),
    version          bigint         NOT NULL DEFAULT 1
);
CREATE INDEX orders_user_id ON orders.orders (user_id, created_at, id);
CREATE INDEX orders_created_at_id ON orders.orders (created_at, id);
CREATE INDEX orders_updated_at_id ON orders.orders (updated_at, id);
CREATE INDEX orders_total_id ON orders.orders (total, id);
CREATE INDEX orders_status_id ON orders.orders (status, id);

-- Lines of one product are one line.
CREATE TABLE orders.items (
    id         uuid           PRIMARY KEY DEFAULT gen_random_uuid(),
    order_id   uuid           NOT NULL REFERENCES orders.orders (id) ON DELETE CASCADE,
    product_id uuid           NOT NULL REFERENCES orders.products (id),
    quantity   integer        NOT NULL CHECK (quantity >= 1),
    unit_price numeric(12, 2) NOT NULL CHECK (unit_price >= 0),
    subtotal   numeric(12, 2) NOT NULL CHECK (subtotal >= 0),
    UNIQUE (order_id, product_id)
);
CREATE INDEX items_product_id ON orders.items (product_id);

CREATE TABLE orders.secrets (
    name   text  PRIMARY KEY,
    secret bytea NOT NULL
);

CREATE TABLE orders.idempotency_keys (
    scope       text        PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    body        bytea       NOT NULL,
    location    text,
    version     bigint,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX idempotency_keys_created_at ON orders.idempotency_keys (created_at);
