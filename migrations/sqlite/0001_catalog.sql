-- The catalog: what the shop sells.

CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    parent_id BIGINT REFERENCES category (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    -- Order among siblings.
    position BIGINT NOT NULL DEFAULT 0,
    visible BOOLEAN NOT NULL DEFAULT TRUE,
    -- Nested set: a subtree is the rows whose lft lies between lft and rgt of its root.
    lft BIGINT NOT NULL,
    rgt BIGINT NOT NULL,
    depth BIGINT NOT NULL,
    -- Media key of the picture.
    picture TEXT,
    CONSTRAINT category_slug_key UNIQUE (slug),
    CONSTRAINT category_range_check CHECK (lft > 0 AND rgt > lft)
);
CREATE INDEX category_lft_idx ON category (lft, rgt);

CREATE TABLE brand (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    CONSTRAINT brand_slug_key UNIQUE (slug)
);

CREATE TABLE color (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- "#rrggbb", the swatch.
    hex TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT color_slug_key UNIQUE (slug)
);

CREATE TABLE size_system (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT size_system_slug_key UNIQUE (slug)
);

CREATE TABLE size (
    id INTEGER PRIMARY KEY,
    size_system_id BIGINT NOT NULL REFERENCES size_system (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT size_slug_key UNIQUE (slug)
);

CREATE TABLE material (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT material_slug_key UNIQUE (slug)
);

CREATE TABLE tax_category (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT tax_category_slug_key UNIQUE (slug)
);

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    -- One sentence, for cards and the meta description.
    summary TEXT NOT NULL DEFAULT '',
    -- Markdown as the editor wrote it; sanitized when it is rendered.
    description TEXT NOT NULL DEFAULT '',
    brand_id BIGINT REFERENCES brand (id),
    primary_category_id BIGINT REFERENCES category (id),
    material_id BIGINT REFERENCES material (id),
    tax_category_id BIGINT NOT NULL REFERENCES tax_category (id),
    status TEXT NOT NULL,
    published_at BIGINT,
    seo_title TEXT NOT NULL DEFAULT '',
    seo_description TEXT NOT NULL DEFAULT '',
    -- Lowest variant price, kept in step by the services that write variants: listings sort by it.
    price_minor BIGINT NOT NULL DEFAULT 0,
    -- Units sold, for "best selling".
    sold BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Raised by every edit: an editor that read an older version is refused.
    version BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT product_slug_key UNIQUE (slug),
    CONSTRAINT product_status_check CHECK (status IN ('draft', 'active', 'archived'))
);
CREATE INDEX product_status_price_idx ON product (status, price_minor, id);
CREATE INDEX product_status_published_idx ON product (status, published_at, id);
CREATE INDEX product_status_sold_idx ON product (status, sold, id);
CREATE INDEX product_brand_idx ON product (brand_id);

CREATE TABLE product_category (
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    category_id BIGINT NOT NULL REFERENCES category (id),
    PRIMARY KEY (product_id, category_id)
);
CREATE INDEX product_category_category_idx ON product_category (category_id, product_id);

-- What a shopper chooses on a product: color, size, or another name such as "Finish".
CREATE TABLE product_option (
    id INTEGER PRIMARY KEY,
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT product_option_name_key UNIQUE (product_id, name),
    CONSTRAINT product_option_kind_check CHECK (kind IN ('color', 'size', 'other'))
);

CREATE TABLE option_value (
    id INTEGER PRIMARY KEY,
    product_option_id BIGINT NOT NULL REFERENCES product_option (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    color_id BIGINT REFERENCES color (id),
    size_id BIGINT REFERENCES size (id),
    position BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT option_value_name_key UNIQUE (product_option_id, name)
);
CREATE INDEX option_value_color_idx ON option_value (color_id);
CREATE INDEX option_value_size_idx ON option_value (size_id);

CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    sku TEXT NOT NULL,
    barcode TEXT NOT NULL DEFAULT '',
    price_minor BIGINT NOT NULL,
    compare_at_minor BIGINT,
    -- What the shop paid; never leaves the server.
    cost_minor BIGINT,
    weight_grams BIGINT NOT NULL DEFAULT 0,
    position BIGINT NOT NULL DEFAULT 0,
    stock_policy TEXT NOT NULL DEFAULT 'deny',
    track_stock BOOLEAN NOT NULL DEFAULT TRUE,
    CONSTRAINT variant_sku_key UNIQUE (sku),
    CONSTRAINT variant_price_check CHECK (price_minor >= 0),
    CONSTRAINT variant_compare_at_check CHECK (compare_at_minor IS NULL OR compare_at_minor > price_minor),
    CONSTRAINT variant_stock_policy_check CHECK (stock_policy IN ('deny', 'backorder'))
);
CREATE INDEX variant_product_idx ON variant (product_id, position);

CREATE TABLE variant_option_value (
    variant_id BIGINT NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    option_value_id BIGINT NOT NULL REFERENCES option_value (id) ON DELETE CASCADE,
    PRIMARY KEY (variant_id, option_value_id)
);
CREATE INDEX variant_option_value_value_idx ON variant_option_value (option_value_id, variant_id);

CREATE TABLE specification (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Heading under which the product page lists it.
    group_name TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL,
    -- Of a number, for example "g/m²".
    unit TEXT NOT NULL DEFAULT '',
    filterable BOOLEAN NOT NULL DEFAULT FALSE,
    comparable BOOLEAN NOT NULL DEFAULT TRUE,
    position BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT specification_slug_key UNIQUE (slug),
    CONSTRAINT specification_kind_check CHECK (kind IN ('text', 'number', 'boolean', 'choice'))
);

CREATE TABLE specification_choice (
    id INTEGER PRIMARY KEY,
    specification_id BIGINT NOT NULL REFERENCES specification (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT specification_choice_name_key UNIQUE (specification_id, name)
);

-- Exactly one of the value columns is set, the one of the specification's kind.
CREATE TABLE specification_value (
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    specification_id BIGINT NOT NULL REFERENCES specification (id) ON DELETE CASCADE,
    text_value TEXT,
    -- In millionths of the unit, so that numbers compare exactly.
    number_micro BIGINT,
    boolean_value BOOLEAN,
    choice_id BIGINT REFERENCES specification_choice (id),
    PRIMARY KEY (product_id, specification_id),
    CONSTRAINT specification_value_one_check CHECK (
        (CASE WHEN text_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN number_micro IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN boolean_value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN choice_id IS NULL THEN 0 ELSE 1 END) = 1
    )
);

-- An uploaded picture, stored once however often it is used.
CREATE TABLE image (
    id INTEGER PRIMARY KEY,
    -- SHA-256 of the normalized original, in hex: the name of its files.
    hash TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT image_hash_key UNIQUE (hash),
    CONSTRAINT image_size_check CHECK (width > 0 AND height > 0)
);

CREATE TABLE rendition (
    image_id BIGINT NOT NULL REFERENCES image (id) ON DELETE CASCADE,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (image_id, width)
);

CREATE TABLE product_image (
    id INTEGER PRIMARY KEY,
    product_id BIGINT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    image_id BIGINT NOT NULL REFERENCES image (id),
    alt TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX product_image_product_idx ON product_image (product_id, position);

-- Pictures that show certain variants only; a picture without rows here shows them all.
CREATE TABLE variant_image (
    variant_id BIGINT NOT NULL REFERENCES variant (id) ON DELETE CASCADE,
    product_image_id BIGINT NOT NULL REFERENCES product_image (id) ON DELETE CASCADE,
    PRIMARY KEY (variant_id, product_image_id)
);
CREATE INDEX variant_image_image_idx ON variant_image (product_image_id);
