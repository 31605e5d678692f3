-- One more reason to tell staff: an order that was paid after its stock was released, and is served all the same.
-- SQLite cannot change a CHECK, so the table is built anew; nothing refers to it.

CREATE TABLE order_alert_new (
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
    CONSTRAINT order_alert_reason_check CHECK (reason IN ('late_payment', 'late_payment_honored', 'paid_twice',
        'refund_failed', 'capture_failed', 'authorization_lost', 'difference_open', 'payment_disputed')),
    CONSTRAINT order_alert_done_check CHECK ((done_at IS NULL) = (actor = ''))
);
INSERT INTO order_alert_new (id, order_id, reason, detail, event, raised_at, done_at, actor)
    SELECT id, order_id, reason, detail, event, raised_at, done_at, actor FROM order_alert;
DROP TABLE order_alert;
ALTER TABLE order_alert_new RENAME TO order_alert;
CREATE UNIQUE INDEX order_alert_open_idx ON order_alert (order_id, reason) WHERE done_at IS NULL;
CREATE UNIQUE INDEX order_alert_event_idx ON order_alert (event) WHERE event <> '';
CREATE INDEX order_alert_order_idx ON order_alert (order_id, id);
