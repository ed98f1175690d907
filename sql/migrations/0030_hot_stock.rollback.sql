ALTER TABLE orders.products RESET (fillfactor);
CREATE INDEX products_updated_at_id ON orders.products (updated_at, id);
CREATE INDEX products_inventory_id ON orders.products (inventory, id);
