-- Imports of catalogs, resumable after any interruption.

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    format TEXT NOT NULL,
    file_name TEXT NOT NULL,
    -- SHA-256 in hex: the same file again goes on where it was cut off.
    file_hash TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    dry_run BOOLEAN NOT NULL,
    status TEXT NOT NULL DEFAULT 'running',
    -- A staff e-mail, or "command".
    actor TEXT NOT NULL,
    -- Why the file could not be read to its end.
    problem TEXT NOT NULL DEFAULT '',
    -- What was written is what stands before this byte; it moves in the transaction that writes.
    bytes_read BIGINT NOT NULL DEFAULT 0,
    -- Line of the file that begins at that byte.
    line BIGINT NOT NULL DEFAULT 1,
    rows_read BIGINT NOT NULL DEFAULT 0,
    products_added BIGINT NOT NULL DEFAULT 0,
    products_changed BIGINT NOT NULL DEFAULT 0,
    products_unchanged BIGINT NOT NULL DEFAULT 0,
    products_refused BIGINT NOT NULL DEFAULT 0,
    others_added BIGINT NOT NULL DEFAULT 0,
    others_changed BIGINT NOT NULL DEFAULT 0,
    others_unchanged BIGINT NOT NULL DEFAULT 0,
    refused BIGINT NOT NULL DEFAULT 0,
    warnings BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    CONSTRAINT import_format_check CHECK (format IN ('tradewind', 'shopify')),
    CONSTRAINT import_status_check CHECK (status IN ('running', 'done', 'canceled', 'failed'))
);
CREATE INDEX import_file_idx ON import (file_hash, status);

-- What was refused, or done only in part.
CREATE TABLE import_line (
    id INTEGER PRIMARY KEY,
    import_id BIGINT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    severity TEXT NOT NULL,
    subject TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT import_line_severity_check CHECK (severity IN ('refused', 'warning'))
);
CREATE INDEX import_line_import_idx ON import_line (import_id, id);

-- Pictures that were fetched once are not fetched again.
CREATE TABLE fetched_picture (
    address TEXT NOT NULL PRIMARY KEY,
    image_id BIGINT NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    fetched_at BIGINT NOT NULL
);
CREATE INDEX fetched_picture_image_idx ON fetched_picture (image_id);
