-- Returns: what a customer sends back, from the request to the refund.

-- Units that are in a return which was neither rejected nor canceled: only what has shipped can be, and each unit once.
ALTER TABLE order_line ADD COLUMN returned BIGINT NOT NULL DEFAULT 0
    CONSTRAINT order_line_returned_check CHECK (returned >= 0 AND returned <= shipped);
-- Of these, the units whose worth was settled.
ALTER TABLE order_line ADD COLUMN return_settled BIGINT NOT NULL DEFAULT 0
    CONSTRAINT order_line_return_settled_check CHECK (return_settled >= 0 AND return_settled <= returned);

CREATE TABLE order_return (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    status TEXT NOT NULL,
    -- Where to send it and how, for the customer to read.
    instructions TEXT NOT NULL DEFAULT '',
    -- Why it was rejected, for the customer to read.
    rejection TEXT NOT NULL DEFAULT '',
    -- What the received units were worth, the price of shipping that is given back with them, and what is kept.
    worth_minor BIGINT NOT NULL DEFAULT 0,
    shipping_minor BIGINT NOT NULL DEFAULT 0,
    deduction_minor BIGINT NOT NULL DEFAULT 0,
    deduction_reason TEXT NOT NULL DEFAULT '',
    -- What was credited to the customer.
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    -- Of the request that refunded it: the same again changes nothing.
    refund_key TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT order_return_status_check CHECK (
        status IN ('requested', 'approved', 'received', 'refunded', 'rejected', 'canceled')
    ),
    CONSTRAINT order_return_refunded_check CHECK (
        worth_minor >= 0 AND shipping_minor >= 0 AND deduction_minor >= 0 AND deduction_minor <= worth_minor
        AND refunded_minor = worth_minor + shipping_minor - deduction_minor
        AND (status = 'refunded' OR (worth_minor = 0 AND shipping_minor = 0))
    ),
    CONSTRAINT order_return_deduction_check CHECK ((deduction_minor = 0) = (deduction_reason = '')),
    CONSTRAINT order_return_rejection_check CHECK ((status = 'rejected') = (rejection <> ''))
);
CREATE INDEX order_return_order_idx ON order_return (order_id, id);
CREATE INDEX order_return_status_idx ON order_return (status, id);

CREATE TABLE order_return_line (
    id INTEGER PRIMARY KEY,
    order_return_id BIGINT NOT NULL REFERENCES order_return (id),
    order_line_id BIGINT NOT NULL REFERENCES order_line (id),
    -- Units that are to come, and those that came.
    quantity BIGINT NOT NULL,
    received BIGINT NOT NULL DEFAULT 0,
    reason TEXT NOT NULL,
    -- In the customer's words.
    note TEXT NOT NULL DEFAULT '',
    -- Where the received units were put up for sale again; empty if they were not.
    restock_center_id BIGINT REFERENCES fulfillment_center (id),
    CONSTRAINT order_return_line_key UNIQUE (order_return_id, order_line_id),
    CONSTRAINT order_return_line_quantity_check CHECK (quantity > 0 AND received >= 0 AND received <= quantity),
    CONSTRAINT order_return_line_restock_check CHECK (restock_center_id IS NULL OR received > 0),
    CONSTRAINT order_return_line_reason_check CHECK (
        reason IN ('does_not_fit', 'not_as_described', 'damaged', 'wrong_item', 'changed_mind', 'other')
    )
);
CREATE INDEX order_return_line_order_line_idx ON order_return_line (order_line_id);

-- Each state that a return came to, with who and when.
CREATE TABLE order_return_event (
    id INTEGER PRIMARY KEY,
    order_return_id BIGINT NOT NULL REFERENCES order_return (id),
    status TEXT NOT NULL,
    -- A staff e-mail or "shopper".
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT order_return_event_status_check CHECK (
        status IN ('requested', 'approved', 'received', 'refunded', 'rejected', 'canceled')
    ),
    -- No state is come to twice.
    CONSTRAINT order_return_event_key UNIQUE (order_return_id, status)
);

-- What a return put back on a shelf.
ALTER TABLE stock_movement ADD COLUMN order_return_line_id BIGINT REFERENCES order_return_line (id);
CREATE UNIQUE INDEX stock_movement_order_return_line_key ON stock_movement (order_return_line_id)
    WHERE order_return_line_id IS NOT NULL;
-- The return that an order was credited for; once.
ALTER TABLE order_credit ADD COLUMN order_return_id BIGINT REFERENCES order_return (id);
CREATE UNIQUE INDEX order_credit_order_return_key ON order_credit (order_return_id) WHERE order_return_id IS NOT NULL;

-- Other programs are told of every step, as of orders.
CREATE TRIGGER webhook_order_return_event_insert AFTER INSERT ON order_return_event BEGIN
    INSERT INTO webhook_event (kind, subject_id, created_at)
    SELECT 'return.' || NEW.status, NEW.order_return_id, NEW.created_at
    WHERE EXISTS (SELECT 1 FROM webhook_subscription JOIN webhook_endpoint ON webhook_endpoint.id = webhook_endpoint_id
                  WHERE webhook_subscription.event = 'return.' || NEW.status AND webhook_endpoint.active);
END;
