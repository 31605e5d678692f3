-- What shoppers save for later: lines that wait beside the cart, out of its totals and of orders.

CREATE TABLE saved_line (
    id INTEGER PRIMARY KEY,
    -- An order empties the cart and leaves these; they are forgotten when the cart is.
    cart_id BIGINT NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
    -- Empty once the variant is deleted: the line then says that it is no longer for sale.
    variant_id BIGINT REFERENCES variant (id) ON DELETE SET NULL,
    -- Of the product when it was saved, for when the variant is deleted.
    title TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    -- The unit price the shopper last saw in the cart, to tell when it changed.
    seen_price_minor BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    CONSTRAINT saved_line_variant_key UNIQUE (cart_id, variant_id),
    CONSTRAINT saved_line_quantity_check CHECK (quantity BETWEEN 1 AND 99),
    CONSTRAINT saved_line_price_check CHECK (seen_price_minor >= 0)
);
CREATE INDEX saved_line_variant_idx ON saved_line (variant_id);
