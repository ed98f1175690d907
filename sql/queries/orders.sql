-- Statements of the orders service. Times are timestamptz; the session's time zone is UTC.
-- A fragment is put wherever its {name} stands.

-- fragment: order_columns
-- The schema Order, column by property.
id, user_id, status, total, currency, shipping_address, created_at, updated_at

-- fragment: item_columns
-- The schema OrderItem.
id, order_id, product_id, quantity, unit_price, subtotal

-- fragment: product_columns
-- The schema Product.
id, name, description, price, currency, inventory, category_id, created_at, updated_at

-- fragment: category_columns
-- The schema Category.
id, name, created_at

-- fragment: order_detail
-- The schema OrderDetail of a row o of orders.orders.
row_to_json((SELECT r FROM (SELECT o.id, o.user_id, o.status, o.total, o.currency, o.shipping_address, o.created_at,
    o.updated_at, coalesce((SELECT json_agg(i ORDER BY i.product_id) FROM (
        SELECT {item_columns} FROM orders.items WHERE order_id = o.id) i), '[]'::json) AS items) r))::text

-- name: orders_by_id
-- Orders with their items as JSON, whose they are, and their versions.
SELECT o.id, o.user_id, o.version, {order_detail} FROM orders.orders o WHERE o.id = ANY (%(ids)s::uuid[])

-- name: page_of_orders
SELECT {order_columns} FROM orders.orders

-- name: count_orders
SELECT count(*) FROM orders.orders

-- name: page_of_items
SELECT {item_columns} FROM orders.items

-- name: count_items
SELECT count(*) FROM orders.items

-- name: place_order
-- Takes stock, writes the order and its lines, and tells: the order as JSON (null when it could not be placed), which
-- products had enough (null when all had), and in how many currencies those are. Products are locked in the order of
-- their ids, so that two orders never wait for each other; what is looked at is what they are then. An order that
-- cannot be placed changes nothing.
WITH wanted AS (
    SELECT * FROM unnest(%(products)s::uuid[], %(quantities)s::integer[]) AS w (product_id, quantity)
), locked AS (
    SELECT p.id, p.inventory >= w.quantity AS enough, p.currency
    FROM orders.products p JOIN wanted w ON w.product_id = p.id ORDER BY p.id FOR NO KEY UPDATE OF p
), found AS (
    SELECT coalesce(array_agg(id), '{}') AS ids, count(*) = cardinality(%(products)s::uuid[]) AS all_there,
           count(DISTINCT currency) AS currencies
    FROM locked WHERE enough
), taken AS (
    UPDATE orders.products p
    SET inventory = p.inventory - w.quantity, updated_at = clock_timestamp(), version = p.version + 1
    FROM wanted w, found
    WHERE p.id = w.product_id AND p.inventory >= w.quantity AND found.all_there AND found.currencies = 1
    RETURNING p.id, p.price, p.currency, w.quantity
), placed AS (
    INSERT INTO orders.orders (id, user_id, total, currency, shipping_address)
    SELECT %(id)s::uuid, %(user_id)s::uuid, sum(price * quantity), min(currency), %(shipping_address)s::text
    FROM taken HAVING count(*) > 0
    RETURNING *
), lines AS (
    INSERT INTO orders.items (order_id, product_id, quantity, unit_price, subtotal)
    SELECT placed.id, taken.id, taken.quantity, taken.price, taken.price * taken.quantity FROM placed, taken
    RETURNING {item_columns}
)
SELECT (SELECT row_to_json((SELECT r FROM (SELECT {order_columns},
            (SELECT json_agg(l ORDER BY l.product_id) FROM lines l) AS items) r))::text FROM placed),
       CASE WHEN NOT all_there THEN ids END, currencies
FROM found

-- name: known_products
SELECT id FROM orders.products WHERE id = ANY (%(ids)s::uuid[])

-- name: lock_order
-- What a change has to look at first; the row stays locked until the transaction ends.
SELECT user_id, status, version FROM orders.orders WHERE id = %(id)s FOR UPDATE

-- name: change_order
-- {assignments} comes from a closed list of columns.
UPDATE orders.orders SET {assignments}, updated_at = clock_timestamp(), version = version + 1 WHERE id = %(id)s

-- name: return_stock
-- Gives back what an order took, locking products in the order of their ids.
WITH locked AS (
    SELECT p.id FROM orders.products p JOIN orders.items i ON i.product_id = p.id
    WHERE i.order_id = %(id)s ORDER BY p.id FOR NO KEY UPDATE OF p
)
UPDATE orders.products p
SET inventory = p.inventory + i.quantity, updated_at = clock_timestamp(), version = p.version + 1
FROM orders.items i JOIN locked l ON l.id = i.product_id
WHERE i.order_id = %(id)s AND p.id = i.product_id

-- name: owner_of_order
SELECT user_id FROM orders.orders WHERE id = %(id)s

-- name: stats_of_users
-- Figures on the orders of some users. Cancelled orders count, but nothing was spent on them.
SELECT user_id, row_to_json((SELECT r FROM (SELECT user_id, sum(orders)::bigint AS order_count,
           coalesce(json_agg(json_build_object('currency', currency, 'amount', spent) ORDER BY currency)
                    FILTER (WHERE spent IS NOT NULL), '[]'::json) AS total_spent,
           max(newest) AS last_order_at) r))::text
FROM (
    SELECT user_id, currency, count(*) AS orders, sum(total) FILTER (WHERE status <> 'cancelled') AS spent,
           max(created_at) AS newest
    FROM orders.orders WHERE user_id = ANY (%(ids)s::uuid[]) GROUP BY user_id, currency
) c
GROUP BY user_id

-- name: orders_of_users
-- The newest orders of each user, as one JSON array.
SELECT coalesce(json_agg(o ORDER BY o.user_id, o.created_at DESC, o.id DESC), '[]')::text
FROM unnest(%(ids)s::uuid[]) AS u (id), LATERAL (
    SELECT {order_columns} FROM orders.orders WHERE user_id = u.id ORDER BY created_at DESC, id DESC LIMIT %(limit)s
) o

-- name: orders_of_owner
-- Those of some orders that are this owner's.
SELECT id FROM orders.orders WHERE id = ANY (%(ids)s::uuid[]) AND user_id = %(owner)s::uuid

-- name: items_of_orders
-- The items of some orders as one JSON array.
SELECT coalesce(json_agg(i ORDER BY i.order_id, i.product_id), '[]')::text
FROM (
    SELECT {item_columns} FROM orders.items WHERE order_id = ANY (%(ids)s::uuid[])
) i

-- name: some_orders
-- Some orders as one JSON array, of this owner where one is given.
SELECT coalesce(json_agg(o), '[]')::text FROM (
    SELECT {order_columns} FROM orders.orders
    WHERE id = ANY (%(ids)s::uuid[]) AND (%(owner)s::uuid IS NULL OR user_id = %(owner)s::uuid)
) o

-- name: some_items
-- The items of some orders as one JSON array, of this owner's where one is given; an order's stand together.
SELECT '[' || coalesce(string_agg(row_to_json(i)::text, ',' ORDER BY i.order_id, i.product_id), '') || ']' FROM (
    SELECT {item_columns} FROM orders.items
    WHERE order_id = ANY (%(ids)s::uuid[])
      AND (%(owner)s::uuid IS NULL
           OR order_id IN (SELECT id FROM orders.orders WHERE id = ANY (%(ids)s::uuid[]) AND user_id = %(owner)s::uuid))
) i

-- name: some_products
SELECT '[' || coalesce(string_agg(row_to_json(p)::text, ','), '') || ']' FROM (
    SELECT {product_columns} FROM orders.products WHERE id = ANY (%(ids)s::uuid[])
) p

-- name: order_figures
-- What the orders of a filter add up to, per currency, as one JSON array.
SELECT coalesce(json_agg(c ORDER BY c.currency), '[]')::text FROM (
    SELECT currency, count(*) AS count, sum(total) AS sum, round(avg(total), 2) AS avg, min(total) AS min, max(total) AS max
    FROM orders.orders{where} GROUP BY currency
) c

-- name: order_metrics
-- What happened to the orders placed from one moment up to another, as one JSON object.
WITH placed AS (
    SELECT id, user_id, status, total, currency FROM orders.orders
    WHERE created_at >= %(from)s::timestamptz AND created_at < %(to)s::timestamptz
)
SELECT row_to_json((SELECT r FROM (SELECT
    (SELECT count(*) FROM placed) AS order_count,
    (SELECT count(DISTINCT user_id) FROM placed) AS customer_count,
    (SELECT coalesce(json_agg(m ORDER BY m.currency), '[]'::json) FROM (
        SELECT currency, sum(total) AS amount FROM placed WHERE status <> 'cancelled' GROUP BY currency) m) AS revenue,
    (SELECT coalesce(json_agg(s ORDER BY s.status), '[]'::json) FROM (
        SELECT status, count(*) AS count FROM placed GROUP BY status) s) AS orders_by_status,
    (SELECT coalesce(json_agg(b ORDER BY b.quantity DESC, b.product_id), '[]'::json) FROM (
        SELECT i.product_id, sum(i.quantity) AS quantity
        FROM orders.items i JOIN placed p ON p.id = i.order_id AND p.status <> 'cancelled'
        GROUP BY i.product_id ORDER BY sum(i.quantity) DESC, i.product_id LIMIT 10) b) AS top_products
) r))::text

-- name: products_by_id
SELECT p.id, p.version, row_to_json((SELECT r FROM (SELECT {product_columns}) r))::text
FROM orders.products p WHERE p.id = ANY (%(ids)s::uuid[])

-- name: page_of_products
SELECT {product_columns} FROM orders.products

-- name: count_products
SELECT count(*) FROM orders.products

-- name: create_product
INSERT INTO orders.products (name, description, price, currency, inventory, category_id)
VALUES (%(name)s, %(description)s, %(price)s, %(currency)s, %(inventory)s, %(category_id)s)
RETURNING id, version, row_to_json((SELECT r FROM (SELECT {product_columns}) r))::text

-- name: lock_product
SELECT version FROM orders.products WHERE id = %(id)s FOR UPDATE

-- name: change_product
-- {assignments} comes from a closed list of columns.
UPDATE orders.products SET {assignments}, updated_at = clock_timestamp(), version = version + 1 WHERE id = %(id)s

-- name: page_of_categories
SELECT {category_columns} FROM orders.categories

-- name: count_categories
SELECT count(*) FROM orders.categories

-- name: create_category
INSERT INTO orders.categories (name) VALUES (%(name)s)
RETURNING id, row_to_json((SELECT r FROM (SELECT {category_columns}) r))::text

-- name: categories_by_id
SELECT coalesce(json_agg(c ORDER BY c.name), '[]')::text
FROM (SELECT {category_columns} FROM orders.categories WHERE id = ANY (%(ids)s::uuid[])) c

-- name: demo_present
SELECT EXISTS (SELECT FROM orders.products)

-- name: add_demo_catalog
WITH kinds AS (
    INSERT INTO orders.categories (name)
    SELECT unnest(ARRAY['Lamps', 'Chairs', 'Desks', 'Shelves', 'Plants']) RETURNING id, name
), numbered AS (
    SELECT id, rtrim(lower(name), 's') AS kind, row_number() OVER (ORDER BY name) - 1 AS place FROM kinds
)
INSERT INTO orders.products (name, description, price, currency, inventory, category_id, created_at, updated_at)
SELECT format('%%s %%s no. %%s', (ARRAY['Quiet', 'Bright', 'Sturdy', 'Small', 'Folding', 'Oak', 'Steel'])[1 + n %% 7], kind, n),
       format('A %%s for %%s.', kind, (ARRAY['the office', 'home', 'the workshop'])[1 + n %% 3]),
       round((5 + (n * 37 %% 400) + (n %% 100) / 100.0)::numeric, 2), CASE WHEN n %% 10 = 0 THEN 'EUR' ELSE 'USD' END,
       (n * 13) %% 90 + 10, numbered.id, m, m
FROM generate_series(1, %(count)s) AS s (n) JOIN numbered ON place = n %% 5,
     LATERAL (SELECT clock_timestamp() - make_interval(days => n, secs => n) AS m) t

-- name: add_demo_orders
-- About 500 orders of 1 to 3 products for the given users, priced from the products.
WITH buyers AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM unnest(%(users)s::uuid[]) AS u (id)
), goods AS (
    SELECT id, price, row_number() OVER (ORDER BY id) - 1 AS n FROM orders.products WHERE currency = 'USD'
), planned AS (
    SELECT gen_random_uuid() AS id, s.n, buyers.id AS user_id
    FROM generate_series(1, 500) AS s (n) JOIN buyers ON buyers.n = s.n * 7 %% cardinality(%(users)s::uuid[])
), lines AS (
    SELECT p.id AS order_id, g.id AS product_id, 1 + (p.n + k.n) %% 4 AS quantity, g.price
    FROM planned p, generate_series(0, 2) AS k (n), goods g
    WHERE k.n <= p.n %% 3 AND g.n = (p.n * 11 + k.n * 17) %% (SELECT count(*) FROM goods)
), placed AS (
    INSERT INTO orders.orders (id, user_id, status, total, currency, shipping_address, created_at, updated_at)
    SELECT p.id, p.user_id, (ARRAY['pending', 'processing', 'shipped', 'delivered', 'delivered', 'cancelled'])[1 + p.n %% 6],
           (SELECT sum(quantity * price) FROM lines WHERE order_id = p.id), 'USD', format('%%s Main Street', p.n), m, m
    FROM planned p, LATERAL (SELECT clock_timestamp() - make_interval(hours => p.n * 5, secs => p.n) AS m) t
)
INSERT INTO orders.items (order_id, product_id, quantity, unit_price, subtotal)
SELECT order_id, product_id, quantity, price, quantity * price FROM lines

-- name: forget_old_answers
-- Idempotency keys are good for a day.
DELETE FROM orders.idempotency_keys WHERE created_at < clock_timestamp() - interval '24 hours'

-- name: lock_products
-- Prices and stock of some products, which nobody else changes until the transaction ends.
SELECT id, price, currency, inventory FROM orders.products WHERE id = ANY (%(ids)s::uuid[])
ORDER BY id FOR NO KEY UPDATE

-- name: take_stock
-- From products that are locked and have enough.
UPDATE orders.products p
SET inventory = p.inventory - w.quantity, updated_at = clock_timestamp(), version = p.version + 1
FROM unnest(%(products)s::uuid[], %(quantities)s::integer[]) AS w (product_id, quantity) WHERE p.id = w.product_id

-- name: add_orders
INSERT INTO orders.orders (id, user_id, total, currency, shipping_address)
SELECT * FROM json_to_recordset(%(rows)s::json)
    AS r (id uuid, user_id uuid, total numeric, currency text, shipping_address text)

-- name: add_items
INSERT INTO orders.items (order_id, product_id, quantity, unit_price, subtotal)
SELECT * FROM json_to_recordset(%(rows)s::json)
    AS r (order_id uuid, product_id uuid, quantity integer, unit_price numeric, subtotal numeric)

-- name: lock_orders
-- What changes have to look at first; the rows stay locked until the transaction ends.
SELECT id, user_id, status, version FROM orders.orders WHERE id = ANY (%(ids)s::uuid[]) ORDER BY id FOR UPDATE

-- name: change_orders
-- Writes the members each row has.
UPDATE orders.orders o
SET status = coalesce(v ->> 'status', o.status),
    shipping_address = CASE WHEN v ? 'shipping_address' THEN v ->> 'shipping_address' ELSE o.shipping_address END,
    updated_at = CASE WHEN v - 'id' <> '{}' THEN clock_timestamp() ELSE o.updated_at END,
    version = o.version + (v - 'id' <> '{}')::integer
FROM jsonb_array_elements(%(rows)s::jsonb) AS g (v) WHERE o.id = (v ->> 'id')::uuid

-- name: return_stock_of_many
-- Gives back what some orders took, locking products in the order of their ids.
WITH given AS (
    SELECT product_id, sum(quantity)::integer AS quantity FROM orders.items
    WHERE order_id = ANY (%(ids)s::uuid[]) GROUP BY product_id
), locked AS (
    SELECT p.id FROM orders.products p JOIN given g ON g.product_id = p.id ORDER BY p.id FOR NO KEY UPDATE OF p
)
UPDATE orders.products p
SET inventory = p.inventory + g.quantity, updated_at = clock_timestamp(), version = p.version + 1
FROM given g JOIN locked l ON l.id = g.product_id WHERE p.id = g.product_id
