-- Invoices, credit notes and the series that their numbers come from.

-- One series of a year, for invoices and credit notes alike. Whoever takes a number holds the row until the document is
-- written, so that one that is not written after all leaves no gap.
CREATE TABLE invoice_series (
    year BIGINT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL,
    CONSTRAINT invoice_series_last_check CHECK (last > 0)
);

-- Never changed once written.
CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    kind TEXT NOT NULL,
    -- Of a credit note: the invoice of which it takes something back.
    invoice_id BIGINT REFERENCES invoice (id),
    year BIGINT NOT NULL,
    position BIGINT NOT NULL,
    -- As it is printed: the prefix that the shop had then, the year and the position.
    number TEXT NOT NULL,
    -- Above zero also for a credit note.
    total_minor BIGINT NOT NULL,
    -- domain::invoice::InvoiceContent as JSON: everything that is printed.
    content TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    CONSTRAINT invoice_position_key UNIQUE (year, position),
    CONSTRAINT invoice_number_key UNIQUE (number),
    CONSTRAINT invoice_kind_check CHECK (kind IN ('invoice', 'credit_note')),
    CONSTRAINT invoice_credit_check CHECK ((kind = 'credit_note') = (invoice_id IS NOT NULL)),
    CONSTRAINT invoice_position_check CHECK (position > 0),
    CONSTRAINT invoice_total_check CHECK (total_minor >= 0)
);
CREATE INDEX invoice_order_idx ON invoice (order_id, id);
CREATE INDEX invoice_credited_idx ON invoice (invoice_id);
