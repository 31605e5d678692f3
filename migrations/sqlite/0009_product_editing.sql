-- Editing products: forms that are not saved yet, and the orders that lists of products have.

-- What staff typed and have not saved: after a mistake, while options change, when somebody else saved first.
CREATE TABLE product_draft (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- The form, as JSON.
    form TEXT NOT NULL,
    -- What was wrong with it, as JSON.
    errors TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX product_draft_account_idx ON product_draft (account_id, updated_at);
CREATE INDEX product_draft_updated_idx ON product_draft (updated_at);

CREATE INDEX product_title_idx ON product (LOWER(title), id);
CREATE INDEX product_updated_idx ON product (updated_at, id);
CREATE INDEX product_price_idx ON product (price_minor, id);
CREATE INDEX inventory_item_available_idx ON inventory_item ((on_hand - reserved), variant_id);
CREATE INDEX variant_barcode_idx ON variant (barcode);

-- A change of many products, made slice by slice: each slice moves on in its own transaction, so that none is made twice.
CREATE TABLE bulk_change (
    id INTEGER PRIMARY KEY,
    actor TEXT NOT NULL,
    -- Which products and what becomes of them, as JSON.
    selection TEXT NOT NULL,
    action TEXT NOT NULL,
    -- Products with lower ids are still to come.
    below BIGINT NOT NULL,
    total BIGINT NOT NULL,
    changed BIGINT NOT NULL DEFAULT 0,
    archived BIGINT NOT NULL DEFAULT 0,
    refused BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX bulk_change_created_idx ON bulk_change (created_at);
