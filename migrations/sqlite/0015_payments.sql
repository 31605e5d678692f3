-- Payments in parts: credits, authorizations, refunds, and money that no order can use.

-- What was bought and is taken back: canceled, returned, goodwill. The total itself never shrinks. What the customer owes
-- is total - credited - captured + refunded.
ALTER TABLE orders ADD COLUMN credited_minor BIGINT NOT NULL DEFAULT 0
    CONSTRAINT orders_credited_check CHECK (credited_minor >= 0 AND credited_minor <= total_minor);
UPDATE orders SET credited_minor = total_minor WHERE status IN ('canceled', 'refunded');

-- Built anew, as SQLite cannot change the CHECK of the status; the ledger that refers to it waits beside it.
CREATE TABLE payment_transaction_kept AS SELECT * FROM payment_transaction;
DROP TABLE payment_transaction;

CREATE TABLE payment_new (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    gateway TEXT NOT NULL,
    -- The gateway's name for this payment; empty until it has answered.
    reference TEXT NOT NULL DEFAULT '',
    -- Where the shopper pays; empty until the gateway has answered.
    redirect_url TEXT NOT NULL DEFAULT '',
    amount_minor BIGINT NOT NULL,
    -- What the gateway has promised, has taken, and has let go of without taking it.
    authorized_minor BIGINT NOT NULL DEFAULT 0,
    captured_minor BIGINT NOT NULL DEFAULT 0,
    voided_minor BIGINT NOT NULL DEFAULT 0,
    -- What went back, and what the gateway was asked to give back and has not yet.
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    refunding_minor BIGINT NOT NULL DEFAULT 0,
    -- Captured, of no use to the order, and not asked back yet.
    unallocated_minor BIGINT NOT NULL DEFAULT 0,
    -- Taken when the order ships or staff say so, not when the shopper pays.
    capture_later BOOLEAN NOT NULL DEFAULT FALSE,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT payment_status_check CHECK (status IN ('pending', 'authorized', 'captured', 'refunded', 'failed', 'canceled')),
    CONSTRAINT payment_amount_check CHECK (amount_minor >= 0),
    CONSTRAINT payment_authorized_check CHECK (authorized_minor >= 0 AND authorized_minor <= amount_minor),
    CONSTRAINT payment_captured_check CHECK (
        captured_minor >= 0 AND voided_minor >= 0 AND captured_minor + voided_minor <= authorized_minor
    ),
    CONSTRAINT payment_refunded_check CHECK (
        refunded_minor >= 0 AND refunding_minor >= 0 AND unallocated_minor >= 0
        AND refunded_minor + refunding_minor + unallocated_minor <= captured_minor
    )
);
INSERT INTO payment_new (id, order_id, gateway, reference, redirect_url, amount_minor, authorized_minor, captured_minor,
                         refunded_minor, status, created_at)
SELECT id, order_id, gateway, reference, redirect_url, amount_minor, captured, captured,
       CASE WHEN refunded > captured THEN captured ELSE refunded END,
       CASE WHEN captured = 0 THEN status WHEN refunded >= captured THEN 'refunded' ELSE 'captured' END, created_at
FROM (
    SELECT payment.*,
           CASE WHEN captures > amount_minor THEN amount_minor ELSE captures END AS captured, refunds AS refunded
    FROM (
        SELECT payment.*,
               COALESCE((SELECT SUM(amount_minor) FROM payment_transaction_kept WHERE payment_id = payment.id
                         AND kind = 'capture' AND status = 'succeeded'), 0) AS captures,
               COALESCE((SELECT SUM(amount_minor) FROM payment_transaction_kept WHERE payment_id = payment.id
                         AND kind = 'refund' AND status = 'succeeded'), 0) AS refunds
        FROM payment
    ) AS payment
);
DROP TABLE payment;
ALTER TABLE payment_new RENAME TO payment;
CREATE INDEX payment_order_idx ON payment (order_id);
CREATE UNIQUE INDEX payment_reference_key ON payment (gateway, reference) WHERE reference <> '';
CREATE INDEX payment_status_idx ON payment (status, created_at);

-- Append-only ledger of what gateways did.
CREATE TABLE payment_transaction (
    id INTEGER PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payment (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    -- The gateway's id of the movement: seen twice, it counts once.
    gateway TEXT NOT NULL,
    event_id TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    CONSTRAINT payment_transaction_event_key UNIQUE (gateway, event_id),
    CONSTRAINT payment_transaction_kind_check CHECK (kind IN ('authorize', 'capture', 'void', 'refund')),
    CONSTRAINT payment_transaction_status_check CHECK (status IN ('pending', 'succeeded', 'failed'))
);
INSERT INTO payment_transaction SELECT * FROM payment_transaction_kept;
DROP TABLE payment_transaction_kept;
CREATE INDEX payment_transaction_payment_idx ON payment_transaction (payment_id);

-- Money to be given back: written down before the gateway is asked, so that it is asked once whatever crashes.
CREATE TABLE refund (
    id INTEGER PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payment (id),
    amount_minor BIGINT NOT NULL,
    -- Whose money it is: the order's, or what the order could not use.
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- The gateway recognizes the refund by it.
    idempotency_key TEXT NOT NULL,
    status TEXT NOT NULL,
    -- The gateway's name for the refund; empty until it has answered.
    reference TEXT NOT NULL DEFAULT '',
    failure TEXT NOT NULL DEFAULT '',
    -- A staff e-mail, "worker" or a gateway's name.
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    CONSTRAINT refund_idempotency_key_key UNIQUE (idempotency_key),
    CONSTRAINT refund_amount_check CHECK (amount_minor > 0),
    CONSTRAINT refund_source_check CHECK (source IN ('order', 'unallocated')),
    CONSTRAINT refund_status_check CHECK (status IN ('pending', 'succeeded', 'failed')),
    CONSTRAINT refund_settled_check CHECK ((status = 'pending') = (settled_at IS NULL))
);
CREATE INDEX refund_payment_idx ON refund (payment_id);
CREATE INDEX refund_status_idx ON refund (status, created_at);
INSERT INTO refund (payment_id, amount_minor, source, reason, idempotency_key, status, reference, actor, created_at, settled_at)
SELECT payment_id, amount_minor, 'order', 'order canceled', 'refund-of-transaction-' || id, 'succeeded', event_id, 'worker',
       created_at, created_at
FROM payment_transaction WHERE kind = 'refund' AND status = 'succeeded' AND amount_minor > 0;

-- Accounts for gateways' fees and for money that no order can use.
CREATE TABLE journal_posting_new (
    id INTEGER PRIMARY KEY,
    journal_entry_id BIGINT NOT NULL REFERENCES journal_entry (id),
    account TEXT NOT NULL,
    -- Debits are positive, credits negative.
    amount_minor BIGINT NOT NULL,
    CONSTRAINT journal_posting_account_check CHECK (
        account IN ('receivable', 'gateway', 'sales', 'shipping', 'tax', 'unallocated', 'fee')
    )
);
INSERT INTO journal_posting_new SELECT id, journal_entry_id, account, amount_minor FROM journal_posting;
DROP TABLE journal_posting;
ALTER TABLE journal_posting_new RENAME TO journal_posting;
CREATE INDEX journal_posting_entry_idx ON journal_posting (journal_entry_id);

-- The sandbox gateway takes and gives money in parts, too.
CREATE TABLE sandbox_payment_new (
    -- Unguessable: whoever holds it may pay.
    reference TEXT NOT NULL PRIMARY KEY,
    idempotency_key TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    description TEXT NOT NULL,
    return_url TEXT NOT NULL,
    status TEXT NOT NULL,
    capture_later BOOLEAN NOT NULL DEFAULT FALSE,
    authorized_minor BIGINT NOT NULL DEFAULT 0,
    captured_minor BIGINT NOT NULL DEFAULT 0,
    voided_minor BIGINT NOT NULL DEFAULT 0,
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    CONSTRAINT sandbox_payment_idempotency_key_key UNIQUE (idempotency_key),
    CONSTRAINT sandbox_payment_status_check CHECK (
        status IN ('open', 'challenge', 'processing', 'authorized', 'captured', 'canceled', 'refunded')
    ),
    CONSTRAINT sandbox_payment_amounts_check CHECK (
        authorized_minor <= amount_minor AND captured_minor + voided_minor <= authorized_minor
        AND refunded_minor <= captured_minor AND captured_minor >= 0 AND voided_minor >= 0 AND refunded_minor >= 0
    )
);
INSERT INTO sandbox_payment_new (reference, idempotency_key, amount_minor, currency, description, return_url, status,
                                 authorized_minor, captured_minor, refunded_minor, created_at)
SELECT reference, idempotency_key, amount_minor, currency, description, return_url, status,
       CASE WHEN status IN ('captured', 'refunded') THEN amount_minor ELSE 0 END,
       CASE WHEN status IN ('captured', 'refunded') THEN amount_minor ELSE 0 END,
       CASE WHEN status = 'refunded' THEN amount_minor ELSE 0 END, created_at
FROM sandbox_payment;

CREATE TABLE sandbox_movement (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES sandbox_payment_new (reference),
    kind TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    -- Given by whoever asked for it: the same again is the same movement.
    idempotency_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT sandbox_movement_event_id_key UNIQUE (event_id),
    CONSTRAINT sandbox_movement_idempotency_key_key UNIQUE (idempotency_key),
    CONSTRAINT sandbox_movement_kind_check CHECK (kind IN ('authorize', 'capture', 'void', 'refund'))
);
CREATE INDEX sandbox_movement_reference_idx ON sandbox_movement (reference, id);
INSERT INTO sandbox_movement (reference, kind, amount_minor, event_id, idempotency_key, created_at)
SELECT reference, 'capture', amount_minor, event_id, 'capture-' || reference, created_at FROM sandbox_payment
WHERE status IN ('captured', 'refunded') AND event_id <> '';
INSERT INTO sandbox_movement (reference, kind, amount_minor, event_id, idempotency_key, created_at)
SELECT reference, 'refund', amount_minor, 'refund-' || reference, 'refund-' || reference, created_at FROM sandbox_payment
WHERE status = 'refunded';

DROP TABLE sandbox_payment;
ALTER TABLE sandbox_payment_new RENAME TO sandbox_payment;
