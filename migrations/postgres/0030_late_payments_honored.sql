-- One more reason to tell staff: an order that was paid after its stock was released, and is served all the same.

ALTER TABLE order_alert DROP CONSTRAINT order_alert_reason_check;
ALTER TABLE order_alert ADD CONSTRAINT order_alert_reason_check CHECK (reason IN ('late_payment', 'late_payment_honored',
    'paid_twice', 'refund_failed', 'capture_failed', 'authorization_lost', 'difference_open', 'payment_disputed'));
