-- Stock in several fulfillment centers: what an order holds where, transfers, stocktaking, reorder levels, and who is told
-- when something is back.

-- Which inventory item serves how much of an order line. While an order holds stock, the quantities of a line's rows add up
-- to the line's; what is given back is taken out again. Units that are reserved at an item are those of its rows that have
-- not shipped.
CREATE TABLE order_allocation (
    id INTEGER PRIMARY KEY,
    order_line_id BIGINT NOT NULL REFERENCES order_line (id),
    -- Gone with its variant, once everything has shipped.
    inventory_item_id BIGINT REFERENCES inventory_item (id) ON DELETE SET NULL,
    quantity BIGINT NOT NULL,
    shipped BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT order_allocation_item_key UNIQUE (order_line_id, inventory_item_id),
    CONSTRAINT order_allocation_quantity_check CHECK (quantity > 0),
    CONSTRAINT order_allocation_shipped_check CHECK (shipped >= 0 AND shipped <= quantity)
);
-- What waits at an item; most rows have shipped.
CREATE INDEX order_allocation_open_idx ON order_allocation (inventory_item_id) WHERE shipped < quantity;
CREATE INDEX order_allocation_inventory_item_idx ON order_allocation (inventory_item_id);

-- A line was served by one item until now. Canceled orders gave theirs back.
INSERT INTO order_allocation (order_line_id, inventory_item_id, quantity, shipped)
SELECT order_line.id, order_line.inventory_item_id,
       CASE WHEN orders.status IN ('canceled', 'refunded') THEN order_line.shipped ELSE order_line.quantity END,
       order_line.shipped
FROM order_line JOIN orders ON orders.id = order_line.order_id
WHERE order_line.inventory_item_id IS NOT NULL
  AND (orders.status NOT IN ('canceled', 'refunded') OR order_line.shipped > 0);

-- Where a parcel left from; empty if that is not known any more.
ALTER TABLE shipment ADD COLUMN fulfillment_center_id BIGINT REFERENCES fulfillment_center (id);
UPDATE shipment SET fulfillment_center_id = (
    SELECT MIN(inventory_item.fulfillment_center_id)
    FROM shipment_line
    JOIN order_line ON order_line.id = shipment_line.order_line_id
    JOIN inventory_item ON inventory_item.id = order_line.inventory_item_id
    WHERE shipment_line.shipment_id = shipment.id
);
CREATE INDEX shipment_line_order_line_idx ON shipment_line (order_line_id);

ALTER TABLE order_line DROP COLUMN inventory_item_id;

-- Raised by every change of the center's own data.
ALTER TABLE fulfillment_center ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Staff are told when so few units are available; without one, never.
ALTER TABLE inventory_item ADD COLUMN reorder_level BIGINT CONSTRAINT inventory_item_reorder_check CHECK (reorder_level >= 0);
-- They were told, and it has not been above since.
ALTER TABLE inventory_item ADD COLUMN low_told BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX inventory_item_reorder_idx ON inventory_item (id) WHERE reorder_level IS NOT NULL;
CREATE INDEX inventory_item_center_idx ON inventory_item (fulfillment_center_id, id);

-- Units on their way from one center to another: two movements, one of them out and one of them in.
CREATE TABLE stock_transfer (
    id INTEGER PRIMARY KEY,
    variant_id BIGINT NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    quantity BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT stock_transfer_quantity_check CHECK (quantity > 0)
);
CREATE INDEX stock_transfer_variant_idx ON stock_transfer (variant_id);

-- Append-only: the sum of an item's movements is its level.
CREATE TABLE stock_movement_new (
    id INTEGER PRIMARY KEY,
    inventory_item_id BIGINT NOT NULL REFERENCES inventory_item (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    on_hand_change BIGINT NOT NULL,
    reserved_change BIGINT NOT NULL,
    order_id BIGINT,
    -- Who or what caused it: a staff e-mail, "shopper", "worker", "seed".
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- In the words of whoever did it; empty where the kind says it all.
    reason TEXT NOT NULL DEFAULT '',
    stock_transfer_id BIGINT REFERENCES stock_transfer (id) ON DELETE CASCADE,
    CONSTRAINT stock_movement_kind_check CHECK (kind IN ('receive', 'adjust', 'reserve', 'release', 'ship', 'transfer', 'count')),
    CONSTRAINT stock_movement_transfer_check CHECK ((kind = 'transfer') = (stock_transfer_id IS NOT NULL)),
    CONSTRAINT stock_movement_transfer_key UNIQUE (stock_transfer_id, inventory_item_id)
);
INSERT INTO stock_movement_new (id, inventory_item_id, kind, on_hand_change, reserved_change, order_id, actor, created_at)
SELECT id, inventory_item_id, kind, on_hand_change, reserved_change, order_id, actor, created_at FROM stock_movement;
DROP TABLE stock_movement;
ALTER TABLE stock_movement_new RENAME TO stock_movement;
CREATE INDEX stock_movement_item_idx ON stock_movement (inventory_item_id, id);

-- Somebody wants to know when a variant can be bought again; told once.
CREATE TABLE back_in_stock_request (
    id INTEGER PRIMARY KEY,
    variant_id BIGINT NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    -- In lower case.
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    notified_at BIGINT,
    CONSTRAINT back_in_stock_request_variant_key UNIQUE (variant_id, email)
);
CREATE INDEX back_in_stock_request_open_idx ON back_in_stock_request (variant_id) WHERE notified_at IS NULL;
CREATE INDEX back_in_stock_request_email_idx ON back_in_stock_request (email);
