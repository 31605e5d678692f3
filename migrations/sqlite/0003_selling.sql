-- Selling: stock, carts, orders, payments.

CREATE TABLE fulfillment_center (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- ISO 3166-1 alpha-2.
    country TEXT NOT NULL,
    -- Lower ships first.
    priority BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT fulfillment_center_slug_key UNIQUE (slug)
);

CREATE TABLE inventory_item (
    id INTEGER PRIMARY KEY,
    variant_id BIGINT NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    fulfillment_center_id BIGINT NOT NULL REFERENCES fulfillment_center (id),
    on_hand BIGINT NOT NULL DEFAULT 0,
    -- Promised to orders that have not shipped.
    reserved BIGINT NOT NULL DEFAULT 0,
    -- The variant may be sold beyond what is on hand (stock policy "backorder", or stock not tracked).
    backorder BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT inventory_item_place_key UNIQUE (variant_id, fulfillment_center_id),
    CONSTRAINT inventory_item_oversell_check CHECK (reserved >= 0 AND (reserved <= on_hand OR backorder)),
    CONSTRAINT inventory_item_on_hand_check CHECK (on_hand >= 0 OR backorder)
);

-- Append-only: the sum of an item's movements is its level.
CREATE TABLE stock_movement (
    id INTEGER PRIMARY KEY,
    inventory_item_id BIGINT NOT NULL REFERENCES inventory_item (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    on_hand_change BIGINT NOT NULL,
    reserved_change BIGINT NOT NULL,
    order_id BIGINT,
    -- Who or what caused it: a staff e-mail, "shopper", "worker", "seed".
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT stock_movement_kind_check CHECK (kind IN ('receive', 'adjust', 'reserve', 'release', 'ship'))
);
CREATE INDEX stock_movement_item_idx ON stock_movement (inventory_item_id, id);

CREATE TABLE shipping_carrier (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- "{tracking}" stands for the tracking number.
    tracking_url TEXT NOT NULL DEFAULT '',
    CONSTRAINT shipping_carrier_slug_key UNIQUE (slug)
);

CREATE TABLE shipping_zone (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT shipping_zone_slug_key UNIQUE (slug)
);

-- A country is in one zone, or cannot be shipped to.
CREATE TABLE shipping_zone_country (
    country TEXT NOT NULL PRIMARY KEY,
    shipping_zone_id BIGINT NOT NULL REFERENCES shipping_zone (id)
);

CREATE TABLE shipping_method (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    shipping_carrier_id BIGINT NOT NULL REFERENCES shipping_carrier (id),
    -- Working days until it arrives.
    days_min BIGINT NOT NULL,
    days_max BIGINT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT shipping_method_slug_key UNIQUE (slug),
    CONSTRAINT shipping_method_days_check CHECK (days_min >= 0 AND days_max >= days_min)
);

CREATE TABLE shipping_rate (
    shipping_method_id BIGINT NOT NULL REFERENCES shipping_method (id),
    shipping_zone_id BIGINT NOT NULL REFERENCES shipping_zone (id),
    price_minor BIGINT NOT NULL,
    -- Items worth this much ship free.
    free_from_minor BIGINT,
    PRIMARY KEY (shipping_method_id, shipping_zone_id),
    CONSTRAINT shipping_rate_price_check CHECK (price_minor >= 0)
);

CREATE TABLE tax_rate (
    id INTEGER PRIMARY KEY,
    country TEXT NOT NULL,
    tax_category_id BIGINT NOT NULL REFERENCES tax_category (id),
    name TEXT NOT NULL,
    -- Parts per million: 190000 is 19 %.
    rate_ppm BIGINT NOT NULL,
    -- Whether the catalog's prices already contain it in this country.
    included BOOLEAN NOT NULL,
    CONSTRAINT tax_rate_country_key UNIQUE (country, tax_category_id, name),
    CONSTRAINT tax_rate_rate_check CHECK (rate_ppm >= 0 AND rate_ppm <= 1000000)
);

CREATE TABLE cart (
    id INTEGER PRIMARY KEY,
    -- SHA-256 of the cart cookie's token in hex.
    token_hash TEXT NOT NULL,
    account_id BIGINT REFERENCES account (id) ON DELETE SET NULL,
    -- Raised by every change of lines or checkout; placing an order names the version it saw.
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT cart_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX cart_expires_idx ON cart (expires_at);
CREATE INDEX cart_account_idx ON cart (account_id);

CREATE TABLE cart_line (
    id INTEGER PRIMARY KEY,
    cart_id BIGINT NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
    variant_id BIGINT NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    quantity BIGINT NOT NULL,
    -- The unit price the shopper last saw, to tell when it changed.
    seen_price_minor BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT cart_line_variant_key UNIQUE (cart_id, variant_id),
    CONSTRAINT cart_line_quantity_check CHECK (quantity BETWEEN 1 AND 99)
);

-- What the shopper entered so far, kept even while it is not valid, so that nothing is typed twice.
CREATE TABLE checkout (
    cart_id BIGINT NOT NULL PRIMARY KEY REFERENCES cart (id) ON DELETE CASCADE,
    email TEXT NOT NULL DEFAULT '',
    -- domain::address::Address as JSON.
    shipping_address TEXT NOT NULL DEFAULT '{}',
    -- Empty: the same as the shipping address.
    billing_address TEXT NOT NULL DEFAULT '',
    shipping_method_id BIGINT REFERENCES shipping_method (id),
    payment_gateway TEXT NOT NULL DEFAULT '',
    updated_at BIGINT NOT NULL
);

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    account_id BIGINT REFERENCES account (id) ON DELETE SET NULL,
    email TEXT NOT NULL,
    status TEXT NOT NULL,
    -- ISO 4217.
    currency TEXT NOT NULL,
    shipping_address TEXT NOT NULL,
    billing_address TEXT NOT NULL,
    shipping_method TEXT NOT NULL,
    shipping_carrier_id BIGINT REFERENCES shipping_carrier (id),
    item_total_minor BIGINT NOT NULL,
    shipping_total_minor BIGINT NOT NULL,
    discount_total_minor BIGINT NOT NULL DEFAULT 0,
    included_tax_total_minor BIGINT NOT NULL,
    additional_tax_total_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL DEFAULT 0,
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    -- Sent by the shopper's page: the same key again is the same order.
    idempotency_key TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    -- An order that is unpaid by then is canceled and its stock released.
    payment_due_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT orders_idempotency_key_key UNIQUE (idempotency_key),
    CONSTRAINT orders_status_check CHECK (status IN ('pending_payment', 'paid', 'partly_fulfilled', 'fulfilled', 'completed', 'canceled', 'partly_refunded', 'refunded')),
    CONSTRAINT orders_total_check CHECK (
        total_minor >= 0
        AND total_minor = item_total_minor + shipping_total_minor - discount_total_minor + additional_tax_total_minor
    ),
    CONSTRAINT orders_captured_check CHECK (captured_minor >= 0 AND captured_minor <= total_minor),
    CONSTRAINT orders_refunded_check CHECK (refunded_minor >= 0 AND refunded_minor <= captured_minor)
);
CREATE INDEX orders_status_idx ON orders (status, id);
CREATE INDEX orders_due_idx ON orders (status, payment_due_at);
CREATE INDEX orders_account_idx ON orders (account_id, id);
CREATE INDEX orders_email_idx ON orders (email, id);

CREATE TABLE order_line (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    -- For stock and links only; what was bought is frozen in the columns below.
    variant_id BIGINT REFERENCES variant (id) ON DELETE SET NULL,
    inventory_item_id BIGINT REFERENCES inventory_item (id) ON DELETE SET NULL,
    product_slug TEXT NOT NULL,
    sku TEXT NOT NULL,
    title TEXT NOT NULL,
    -- For example "Navy / M".
    options TEXT NOT NULL,
    -- Media key, or empty.
    picture TEXT NOT NULL,
    unit_price_minor BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    shipped BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT order_line_quantity_check CHECK (quantity > 0),
    CONSTRAINT order_line_total_check CHECK (total_minor = unit_price_minor * quantity),
    CONSTRAINT order_line_shipped_check CHECK (shipped >= 0 AND shipped <= quantity)
);
CREATE INDEX order_line_order_idx ON order_line (order_id);
CREATE INDEX order_line_variant_idx ON order_line (variant_id);

CREATE TABLE adjustment (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    -- Empty for an adjustment of the whole order, such as shipping.
    order_line_id BIGINT REFERENCES order_line (id),
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    -- Already contained in the prices (tax), so not added to the total.
    included BOOLEAN NOT NULL,
    CONSTRAINT adjustment_kind_check CHECK (kind IN ('discount', 'tax', 'shipping'))
);
CREATE INDEX adjustment_order_idx ON adjustment (order_id);

CREATE TABLE order_event (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    kind TEXT NOT NULL,
    from_status TEXT,
    to_status TEXT,
    -- A staff e-mail, "shopper", "worker" or a gateway's name.
    actor TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX order_event_order_idx ON order_event (order_id, id);

-- One attempt to collect an order's money through a gateway.
CREATE TABLE payment (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    gateway TEXT NOT NULL,
    -- The gateway's name for this payment; empty until it has answered.
    reference TEXT NOT NULL DEFAULT '',
    -- Where the shopper pays; empty until the gateway has answered.
    redirect_url TEXT NOT NULL DEFAULT '',
    amount_minor BIGINT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT payment_status_check CHECK (status IN ('pending', 'captured', 'failed', 'canceled')),
    CONSTRAINT payment_amount_check CHECK (amount_minor >= 0)
);
CREATE INDEX payment_order_idx ON payment (order_id);
CREATE UNIQUE INDEX payment_reference_key ON payment (gateway, reference) WHERE reference <> '';

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
CREATE INDEX payment_transaction_payment_idx ON payment_transaction (payment_id);

-- Double-entry books: the postings of an entry sum to zero.
CREATE TABLE journal_entry (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    description TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX journal_entry_order_idx ON journal_entry (order_id);

CREATE TABLE journal_posting (
    id INTEGER PRIMARY KEY,
    journal_entry_id BIGINT NOT NULL REFERENCES journal_entry (id),
    account TEXT NOT NULL,
    -- Debits are positive, credits negative.
    amount_minor BIGINT NOT NULL,
    CONSTRAINT journal_posting_account_check CHECK (account IN ('receivable', 'gateway', 'sales', 'shipping', 'tax'))
);
CREATE INDEX journal_posting_entry_idx ON journal_posting (journal_entry_id);

CREATE TABLE shipment (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    shipping_carrier_id BIGINT NOT NULL REFERENCES shipping_carrier (id),
    tracking_number TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX shipment_order_idx ON shipment (order_id);

CREATE TABLE shipment_line (
    shipment_id BIGINT NOT NULL REFERENCES shipment (id),
    order_line_id BIGINT NOT NULL REFERENCES order_line (id),
    quantity BIGINT NOT NULL,
    PRIMARY KEY (shipment_id, order_line_id),
    CONSTRAINT shipment_line_quantity_check CHECK (quantity > 0)
);

-- The sandbox gateway's own records, as a real gateway keeps them on its side.
CREATE TABLE sandbox_payment (
    -- Unguessable: whoever holds it may pay.
    reference TEXT NOT NULL PRIMARY KEY,
    idempotency_key TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    description TEXT NOT NULL,
    return_url TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Id of the event that told the shop of the capture; empty before.
    event_id TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    CONSTRAINT sandbox_payment_idempotency_key_key UNIQUE (idempotency_key),
    CONSTRAINT sandbox_payment_status_check CHECK (status IN ('open', 'challenge', 'captured', 'canceled', 'refunded'))
);
