-- What editing the catalog needs: sizes of parcels, tags, related products, ratings, old addresses, the audit log.

ALTER TABLE variant ADD COLUMN length_mm BIGINT NOT NULL DEFAULT 0;
ALTER TABLE variant ADD COLUMN width_mm BIGINT NOT NULL DEFAULT 0;
ALTER TABLE variant ADD COLUMN height_mm BIGINT NOT NULL DEFAULT 0;

-- Of published reviews, kept in step by the services that publish them: listings filter and sort by them.
ALTER TABLE product ADD COLUMN rating_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE product ADD COLUMN rating_sum BIGINT NOT NULL DEFAULT 0;

-- An address that a product had: it leads to the present one.
CREATE TABLE product_slug (
    slug TEXT NOT NULL PRIMARY KEY,
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX product_slug_product_idx ON product_slug (product_id);

CREATE TABLE category_slug (
    slug TEXT NOT NULL PRIMARY KEY,
    category_id BIGINT NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX category_slug_category_idx ON category_slug (category_id);

CREATE TABLE related_product (
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    related_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    PRIMARY KEY (product_id, related_id),
    CONSTRAINT related_product_other_check CHECK (product_id <> related_id)
);
CREATE INDEX related_product_related_idx ON related_product (related_id);

-- Words that staff put on a product, to find it by.
CREATE TABLE product_tag (
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (product_id, tag)
);
CREATE INDEX product_tag_tag_idx ON product_tag (tag, product_id);

-- Who changed what. Append-only; it outlives what it tells of.
CREATE TABLE audit_entry (
    id INTEGER PRIMARY KEY,
    created_at BIGINT NOT NULL,
    -- A staff e-mail, "import" or "command".
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    -- What kind of thing it was, its id, and what it was called.
    subject TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    label TEXT NOT NULL,
    -- JSON objects of the fields that differ; empty where there was or is nothing.
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    CONSTRAINT audit_entry_action_check CHECK (action IN ('create', 'update', 'delete'))
);
CREATE INDEX audit_entry_subject_idx ON audit_entry (subject, subject_id, id);
CREATE INDEX audit_entry_actor_idx ON audit_entry (actor, id);
