-- What happens to an order after it was placed: canceled in part, credited for a reason.

-- Units that are not wanted any more and had not shipped. While an order holds stock, the allocations of a line add up to
-- its quantity without these.
ALTER TABLE order_line ADD COLUMN canceled BIGINT NOT NULL DEFAULT 0
    CONSTRAINT order_line_canceled_check CHECK (canceled >= 0 AND canceled + shipped <= quantity);
UPDATE order_line SET canceled = quantity - (
    SELECT CASE WHEN held > order_line.shipped THEN held ELSE order_line.shipped END
    FROM (SELECT COALESCE(SUM(quantity), 0) AS held FROM order_allocation WHERE order_line_id = order_line.id) AS allocated
)
WHERE order_id IN (SELECT id FROM orders WHERE status IN ('canceled', 'refunded'));

-- Of what the customer pays for shipping, what was given up.
ALTER TABLE orders ADD COLUMN shipping_credited_minor BIGINT NOT NULL DEFAULT 0
    CONSTRAINT orders_shipping_credited_check CHECK (shipping_credited_minor >= 0);

-- Why an order was credited; the amounts of an order add up to what it is credited.
CREATE TABLE order_credit (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    -- Below zero where a credit was taken back, as when an expired order is paid after all.
    amount_minor BIGINT NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT order_credit_amount_check CHECK (amount_minor <> 0)
);
CREATE INDEX order_credit_order_idx ON order_credit (order_id);
INSERT INTO order_credit (order_id, amount_minor, reason, created_at)
SELECT id, credited_minor, 'credited before reasons were kept', updated_at FROM orders WHERE credited_minor > 0;
