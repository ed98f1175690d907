DROP OWNED BY trellis_users, trellis_orders;
