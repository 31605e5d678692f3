-- Cards that customers keep at a payment gateway. The shop has the gateway's name for the card and what people tell it by.

-- Whom a gateway keeps a customer's cards for.
CREATE TABLE gateway_customer (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    gateway TEXT NOT NULL,
    -- Sent with the call that makes the customer there, and kept before: the same key again is the same customer.
    idempotency_key TEXT NOT NULL,
    -- The gateway's name for the customer; empty until it has answered.
    reference TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    CONSTRAINT gateway_customer_account_id_key UNIQUE (account_id, gateway),
    CONSTRAINT gateway_customer_idempotency_key_key UNIQUE (idempotency_key)
);

CREATE TABLE saved_payment_method (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    gateway TEXT NOT NULL,
    -- The gateway's name for the card. Never leaves the server.
    token TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    expiry_month BIGINT NOT NULL,
    expiry_year BIGINT NOT NULL,
    is_default BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL,
    -- The row stays, so that a late answer of the gateway does not bring the card back.
    removed_at BIGINT,
    CONSTRAINT saved_payment_method_token_key UNIQUE (account_id, gateway, token),
    CONSTRAINT saved_payment_method_token_check CHECK (token <> ''),
    CONSTRAINT saved_payment_method_expiry_check CHECK (expiry_month BETWEEN 1 AND 12 AND expiry_year BETWEEN 2000 AND 2999),
    CONSTRAINT saved_payment_method_removed_check CHECK (removed_at IS NULL OR NOT is_default)
);
CREATE UNIQUE INDEX saved_payment_method_default_key ON saved_payment_method (account_id) WHERE is_default;

-- What a gateway is still to forget; gone once it has.
CREATE TABLE gateway_erasure (
    id INTEGER PRIMARY KEY,
    gateway TEXT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT gateway_erasure_kind_check CHECK (kind IN ('method', 'customer'))
);

-- Set: charged without the gateway's page.
ALTER TABLE payment ADD COLUMN saved_payment_method_id BIGINT REFERENCES saved_payment_method (id) ON DELETE SET NULL;
CREATE INDEX payment_saved_payment_method_idx ON payment (saved_payment_method_id);

ALTER TABLE checkout ADD COLUMN saved_payment_method_id BIGINT REFERENCES saved_payment_method (id) ON DELETE SET NULL;
CREATE INDEX checkout_saved_payment_method_idx ON checkout (saved_payment_method_id);

-- The sandbox gateway's own records, as a real gateway keeps them on its side.
CREATE TABLE sandbox_card (
    token TEXT NOT NULL PRIMARY KEY,
    customer TEXT NOT NULL,
    -- Tells which of the test cards it is.
    last4 TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Forgotten: it can no longer be charged.
    detached_at BIGINT
);
CREATE INDEX sandbox_card_customer_idx ON sandbox_card (customer);

-- Whose payment it is; empty for guests.
ALTER TABLE sandbox_payment ADD COLUMN customer TEXT NOT NULL DEFAULT '';
-- The last four digits of the card that its owner wants kept once it paid.
ALTER TABLE sandbox_payment ADD COLUMN saves TEXT NOT NULL DEFAULT '';
-- The card that was kept.
ALTER TABLE sandbox_payment ADD COLUMN card TEXT NOT NULL DEFAULT '';
-- Why a kept card was refused, for good.
ALTER TABLE sandbox_payment ADD COLUMN declined TEXT NOT NULL DEFAULT '';
