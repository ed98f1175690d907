-- Stock changes with every order. As long as no index holds a column that such a change touches, PostgreSQL writes the
-- new row beside the old one and leaves all indexes alone (a HOT update), the full-text index included. Sorting the
-- catalog by stock or by its last change is rare, and the catalog is small beside the orders.
DROP INDEX orders.products_updated_at_id;
DROP INDEX orders.products_inventory_id;
ALTER TABLE orders.products SET (fillfactor = 80);
