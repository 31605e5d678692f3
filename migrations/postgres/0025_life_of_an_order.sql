-- What becomes of an order after its payment: parcels arrive, and with the last of them the order is complete.

-- When a parcel that was sent arrived, as staff noted it. What is fetched has picked_up_at.
ALTER TABLE shipment ADD COLUMN delivered_at BIGINT
    CONSTRAINT shipment_delivered_check CHECK (delivered_at IS NULL OR picked_up_at IS NULL);

-- How long delivery takes, as the checkout said it; empty where it said nothing.
ALTER TABLE orders ADD COLUMN delivery_estimate TEXT NOT NULL DEFAULT '';
-- Orders whose parcels have all left, which a job looks through.
CREATE INDEX orders_fulfilled_idx ON orders (id) WHERE status = 'fulfilled';

-- Units that were sold out when they were ordered, and leave when they are back.
ALTER TABLE order_line ADD COLUMN backordered BIGINT NOT NULL DEFAULT 0
    CONSTRAINT order_line_backordered_check CHECK (backordered >= 0);

-- Other programs are told that an order is complete.
CREATE FUNCTION webhook_tell_order_completed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM webhook_tell('order.completed', NEW.order_id, NEW.created_at);
    RETURN NULL;
END
$$;
CREATE TRIGGER webhook_order_completed_insert AFTER INSERT ON order_event FOR EACH ROW
    WHEN (NEW.to_status = 'completed') EXECUTE FUNCTION webhook_tell_order_completed();

-- The search index has as in stock what can leave now: what may be backordered counts only while there is some.
DROP TRIGGER search_inventory_item_update ON inventory_item;
CREATE TRIGGER search_inventory_item_update AFTER UPDATE ON inventory_item FOR EACH ROW
    WHEN ((OLD.on_hand > OLD.reserved) <> (NEW.on_hand > NEW.reserved))
    EXECUTE FUNCTION search_note_stock();
