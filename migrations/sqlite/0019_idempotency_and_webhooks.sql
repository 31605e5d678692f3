-- Requests of programs that must not be done twice, and what the shop tells other programs by itself.

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

-- Where the shop tells other programs what happened.
CREATE TABLE webhook_endpoint (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    -- Signs what is sent: 32 bytes in base64. The one before it signs along for a while.
    secret TEXT NOT NULL,
    former_secret TEXT NOT NULL DEFAULT '',
    former_secret_until BIGINT NOT NULL DEFAULT 0,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    -- Since when nothing has arrived; empty while things do.
    failing_since BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);

-- What an endpoint listens to.
CREATE TABLE webhook_subscription (
    webhook_endpoint_id BIGINT NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    CONSTRAINT webhook_subscription_event_key UNIQUE (event, webhook_endpoint_id)
);
CREATE INDEX webhook_subscription_endpoint_idx ON webhook_subscription (webhook_endpoint_id);

-- Something that happened and that an endpoint listens to; it is there exactly if the change is.
CREATE TABLE webhook_event (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    -- What it happened to: an order, a payment, an inventory item, a product, as the kind says.
    subject_id BIGINT NOT NULL,
    -- What is sent, the same at every try; empty until the first.
    body TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX webhook_event_created_idx ON webhook_event (created_at);

-- An event on its way to an endpoint.
CREATE TABLE webhook_delivery (
    id INTEGER PRIMARY KEY,
    webhook_event_id BIGINT NOT NULL REFERENCES webhook_event (id) ON DELETE CASCADE,
    webhook_endpoint_id BIGINT NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
    status TEXT NOT NULL DEFAULT 'pending',
    tries BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    CONSTRAINT webhook_delivery_event_key UNIQUE (webhook_event_id, webhook_endpoint_id),
    CONSTRAINT webhook_delivery_status_check CHECK (status IN ('pending', 'delivered', 'failed'))
);
CREATE INDEX webhook_delivery_endpoint_idx ON webhook_delivery (webhook_endpoint_id, id);

-- The log of deliveries.
CREATE TABLE webhook_attempt (
    id INTEGER PRIMARY KEY,
    webhook_delivery_id BIGINT NOT NULL REFERENCES webhook_delivery (id) ON DELETE CASCADE,
    -- What the endpoint answered; empty if it did not.
    status BIGINT,
    milliseconds BIGINT NOT NULL,
    -- The beginning of its answer, or why there is none.
    excerpt TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX webhook_attempt_delivery_idx ON webhook_attempt (webhook_delivery_id);

-- Every event has its job.
CREATE TRIGGER webhook_event_insert AFTER INSERT ON webhook_event BEGIN
    INSERT INTO job (kind, payload, run_at, created_at)
    VALUES ('dispatch_webhook', '{"kind":"dispatch_webhook","event":' || NEW.id || '}', NEW.created_at, NEW.created_at);
END;

-- Triggers write the events, so that no way of changing things can forget to: of orders from their timeline, of payments
-- from their ledger, of stock from its movements, of products from themselves. Where nobody listens, they write nothing.
CREATE TRIGGER webhook_order_event_insert AFTER INSERT ON order_event BEGIN
    INSERT INTO webhook_event (kind, subject_id, created_at)
    SELECT told.kind, NEW.order_id, NEW.created_at
    FROM (SELECT CASE
            WHEN NEW.kind = 'placed' THEN 'order.placed'
            WHEN NEW.to_status = 'paid' THEN 'order.paid'
            WHEN NEW.to_status = 'canceled' THEN 'order.canceled'
            WHEN NEW.kind = 'shipped' THEN 'order.shipped'
            WHEN NEW.kind = 'refunded' THEN 'order.refunded'
          END AS kind) AS told
    WHERE EXISTS (SELECT 1 FROM webhook_subscription JOIN webhook_endpoint ON webhook_endpoint.id = webhook_endpoint_id
                  WHERE webhook_subscription.event = told.kind AND webhook_endpoint.active);
END;

CREATE TRIGGER webhook_payment_transaction_insert AFTER INSERT ON payment_transaction BEGIN
    INSERT INTO webhook_event (kind, subject_id, created_at)
    SELECT told.kind, NEW.payment_id, NEW.created_at
    FROM (SELECT CASE
            WHEN NEW.status = 'failed' AND NEW.kind = 'refund' THEN 'payment.refund_failed'
            WHEN NEW.status = 'failed' THEN 'payment.failed'
            WHEN NEW.kind = 'authorize' THEN 'payment.authorized'
            WHEN NEW.kind = 'capture' THEN 'payment.captured'
            WHEN NEW.kind = 'void' THEN 'payment.voided'
            WHEN NEW.kind = 'refund' THEN 'payment.refunded'
          END AS kind) AS told
    WHERE EXISTS (SELECT 1 FROM webhook_subscription JOIN webhook_endpoint ON webhook_endpoint.id = webhook_endpoint_id
                  WHERE webhook_subscription.event = told.kind AND webhook_endpoint.active);
END;

CREATE TRIGGER webhook_stock_movement_insert AFTER INSERT ON stock_movement BEGIN
    INSERT INTO webhook_event (kind, subject_id, created_at)
    SELECT 'stock.changed', NEW.inventory_item_id, NEW.created_at
    WHERE EXISTS (SELECT 1 FROM webhook_subscription JOIN webhook_endpoint ON webhook_endpoint.id = webhook_endpoint_id
                  WHERE webhook_subscription.event = 'stock.changed' AND webhook_endpoint.active);
END;

CREATE TRIGGER webhook_product_insert AFTER INSERT ON product BEGIN
    INSERT INTO webhook_event (kind, subject_id, created_at)
    SELECT 'product.created', NEW.id, NEW.created_at
    WHERE EXISTS (SELECT 1 FROM webhook_subscription JOIN webhook_endpoint ON webhook_endpoint.id = webhook_endpoint_id
                  WHERE webhook_subscription.event = 'product.created' AND webhook_endpoint.active);
END;

CREATE TRIGGER webhook_product_update AFTER UPDATE OF version, status ON product
WHEN NEW.version <> OLD.version OR NEW.status <> OLD.status BEGIN
    INSERT INTO webhook_event (kind, subject_id, created_at)
    SELECT told.kind, NEW.id, NEW.updated_at
    FROM (SELECT CASE WHEN NEW.status = 'archived' AND OLD.status <> 'archived' THEN 'product.archived' ELSE 'product.updated' END
              AS kind) AS told
    WHERE EXISTS (SELECT 1 FROM webhook_subscription JOIN webhook_endpoint ON webhook_endpoint.id = webhook_endpoint_id
                  WHERE webhook_subscription.event = told.kind AND webhook_endpoint.active);
END;
