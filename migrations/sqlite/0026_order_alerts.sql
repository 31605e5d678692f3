-- What staff have to see to: orders whose money did not go as it should; and what gateways kept of the money.

-- That an order needs attention, until somebody has seen to it.
CREATE TABLE order_alert (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    reason TEXT NOT NULL,
    -- What happened, with the amount; for the crew.
    detail TEXT NOT NULL,
    -- The gateway's id of what happened, so that it is not told of twice; empty where nothing tells twice.
    event TEXT NOT NULL DEFAULT '',
    raised_at BIGINT NOT NULL,
    -- Empty while it is open.
    done_at BIGINT,
    -- Who saw to it: a staff e-mail, or a gateway's name where the matter settled itself.
    actor TEXT NOT NULL DEFAULT '',
    CONSTRAINT order_alert_reason_check CHECK (reason IN ('late_payment', 'paid_twice', 'refund_failed', 'capture_failed',
        'authorization_lost', 'difference_open', 'payment_disputed')),
    CONSTRAINT order_alert_done_check CHECK ((done_at IS NULL) = (actor = ''))
);
CREATE UNIQUE INDEX order_alert_open_idx ON order_alert (order_id, reason) WHERE done_at IS NULL;
CREATE UNIQUE INDEX order_alert_event_idx ON order_alert (event) WHERE event <> '';
CREATE INDEX order_alert_order_idx ON order_alert (order_id, id);

-- What the gateway kept of a capture; empty while it is not known, and where nothing was captured.
ALTER TABLE payment_transaction ADD COLUMN fee_minor BIGINT
    CONSTRAINT payment_transaction_fee_check CHECK (fee_minor IS NULL OR (kind = 'capture' AND fee_minor >= 0));
