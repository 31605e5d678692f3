-- Requests of programs that must not be done twice.

-- A request under a key of its sender. It is claimed before it is done; its answer is kept for a day and given again.
CREATE TABLE idempotent_request (
    id INTEGER PRIMARY KEY,
    -- Whose key it is: a token, an account, a cart, the link of an order.
    principal TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    -- Of method, address and body: the same key with another request is refused.
    fingerprint TEXT NOT NULL,
    -- The run that may answer it. A run that died loses it at the end of its lease.
    holder TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    -- Whether what was asked for had been allowed when it was handed to a payment gateway: then the next run asks no more.
    checked BOOLEAN NOT NULL DEFAULT FALSE,
    -- The answer; empty while it is being done.
    status BIGINT,
    headers TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    CONSTRAINT idempotent_request_principal_key UNIQUE (principal, idempotency_key),
    CONSTRAINT idempotent_request_status_check CHECK (status IS NULL OR (status >= 200 AND status <= 299))
);
CREATE INDEX idempotent_request_created_idx ON idempotent_request (created_at);
CREATE INDEX idempotent_request_holder_idx ON idempotent_request (holder);
