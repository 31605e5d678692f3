-- Changes of an order before it ships: lines, addresses, contact.

-- How often it was changed, so that whoever ships or cancels it knows whether they saw it as it is.
ALTER TABLE orders ADD COLUMN edits BIGINT NOT NULL DEFAULT 0
    CONSTRAINT orders_edits_check CHECK (edits >= 0);

-- Another payment, of another amount, took its place before anybody paid it. It is closed at its gateway as soon as that
-- answers, and nobody is sent to its page any more.
ALTER TABLE payment ADD COLUMN replaced BOOLEAN NOT NULL DEFAULT FALSE;

-- A change of an order: a draft of whoever typed it, until it is applied.
CREATE TABLE order_edit (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    -- A staff e-mail.
    actor TEXT NOT NULL,
    -- domain::order_edit::OrderEditForm as JSON; empty once it is applied.
    form TEXT NOT NULL,
    -- Why, for the crew.
    note TEXT NOT NULL DEFAULT '',
    -- What changed, as a JSON list of sentences; empty for a draft, and once the customer's data was deleted.
    changes TEXT NOT NULL DEFAULT '',
    total_before_minor BIGINT NOT NULL DEFAULT 0,
    total_after_minor BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    -- Empty for a draft.
    applied_at BIGINT,
    CONSTRAINT order_edit_totals_check CHECK (total_before_minor >= 0 AND total_after_minor >= 0)
);
CREATE INDEX order_edit_order_idx ON order_edit (order_id, id);
CREATE INDEX order_edit_draft_idx ON order_edit (created_at) WHERE applied_at IS NULL;
