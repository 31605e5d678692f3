-- Shipping as staff set it up: zones with regions, methods with limits and pickup, rates with tables.

-- Links that are none are gone; what is kept begins with https and has a place for the number.
UPDATE shipping_carrier SET tracking_url = ''
WHERE NOT (tracking_url LIKE 'https://%' AND tracking_url LIKE '%{tracking}%');
ALTER TABLE shipping_carrier ADD COLUMN version BIGINT NOT NULL DEFAULT 1
    CONSTRAINT shipping_carrier_tracking_check CHECK (
        tracking_url = '' OR (tracking_url LIKE 'https://%' AND tracking_url LIKE '%{tracking}%')
    );

ALTER TABLE shipping_zone ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Where a zone lies: countries, or regions of them. Each place is in one zone; the region wins over its country.
CREATE TABLE shipping_zone_place (
    id INTEGER PRIMARY KEY,
    shipping_zone_id BIGINT NOT NULL REFERENCES shipping_zone (id) ON DELETE CASCADE,
    -- ISO 3166-1 alpha-2.
    country TEXT NOT NULL,
    -- As addresses have it; empty is all of the country.
    region TEXT NOT NULL DEFAULT '',
    -- The same in lower case, so that one place is in one zone however it is written.
    region_key TEXT NOT NULL DEFAULT '',
    CONSTRAINT shipping_zone_place_key UNIQUE (country, region_key),
    CONSTRAINT shipping_zone_place_region_check CHECK ((region = '') = (region_key = ''))
);
CREATE INDEX shipping_zone_place_zone_idx ON shipping_zone_place (shipping_zone_id);
INSERT INTO shipping_zone_place (shipping_zone_id, country) SELECT shipping_zone_id, country FROM shipping_zone_country;
DROP TABLE shipping_zone_country;

ALTER TABLE shipping_method ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- Offered to shoppers.
ALTER TABLE shipping_method ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE shipping_method ADD COLUMN kind TEXT NOT NULL DEFAULT 'delivery'
    CONSTRAINT shipping_method_kind_check CHECK (kind IN ('delivery', 'pickup'));
-- Of a pickup: what it is fetched from, and where and when in words for the customer.
ALTER TABLE shipping_method ADD COLUMN fulfillment_center_id BIGINT REFERENCES fulfillment_center (id)
    CONSTRAINT shipping_method_center_check CHECK ((kind = 'pickup') = (fulfillment_center_id IS NOT NULL));
ALTER TABLE shipping_method ADD COLUMN pickup_place TEXT NOT NULL DEFAULT ''
    CONSTRAINT shipping_method_pickup_place_check CHECK ((kind = 'pickup') = (pickup_place <> ''));
-- What a cart has to weigh and be worth, both ends included.
ALTER TABLE shipping_method ADD COLUMN minimum_weight_grams BIGINT
    CONSTRAINT shipping_method_minimum_weight_check CHECK (minimum_weight_grams >= 0);
ALTER TABLE shipping_method ADD COLUMN maximum_weight_grams BIGINT
    CONSTRAINT shipping_method_maximum_weight_check
    CHECK (maximum_weight_grams >= 0 AND (minimum_weight_grams IS NULL OR minimum_weight_grams <= maximum_weight_grams));
ALTER TABLE shipping_method ADD COLUMN minimum_value_minor BIGINT
    CONSTRAINT shipping_method_minimum_value_check CHECK (minimum_value_minor >= 0);
ALTER TABLE shipping_method ADD COLUMN maximum_value_minor BIGINT
    CONSTRAINT shipping_method_maximum_value_check
    CHECK (maximum_value_minor >= 0 AND (minimum_value_minor IS NULL OR minimum_value_minor <= maximum_value_minor));
CREATE INDEX shipping_method_carrier_idx ON shipping_method (shipping_carrier_id);
CREATE INDEX shipping_method_center_idx ON shipping_method (fulfillment_center_id);

-- Built anew: a rate has a price of its own, or the rows of a table.
ALTER TABLE shipping_rate RENAME TO shipping_rate_before;
CREATE TABLE shipping_rate (
    shipping_method_id BIGINT NOT NULL REFERENCES shipping_method (id) ON DELETE CASCADE,
    shipping_zone_id BIGINT NOT NULL REFERENCES shipping_zone (id) ON DELETE CASCADE,
    calculator TEXT NOT NULL,
    -- Of a flat rate.
    price_minor BIGINT,
    -- Items worth this much before discounts ship free.
    free_from_minor BIGINT,
    PRIMARY KEY (shipping_method_id, shipping_zone_id),
    CONSTRAINT shipping_rate_calculator_check CHECK (calculator IN ('flat', 'weight', 'value')),
    CONSTRAINT shipping_rate_flat_check CHECK ((calculator = 'flat') = (price_minor IS NOT NULL)),
    CONSTRAINT shipping_rate_amounts_check CHECK (price_minor >= 0 AND free_from_minor >= 0)
);
INSERT INTO shipping_rate (shipping_method_id, shipping_zone_id, calculator, price_minor, free_from_minor)
SELECT shipping_method_id, shipping_zone_id, 'flat', price_minor,
       CASE WHEN free_from_minor < 0 THEN 0 ELSE free_from_minor END
FROM shipping_rate_before;
DROP TABLE shipping_rate_before;
CREATE INDEX shipping_rate_zone_idx ON shipping_rate (shipping_zone_id);

-- "Up to so much: this price." Without an end, it is for everything above the other rows.
CREATE TABLE shipping_rate_row (
    id INTEGER PRIMARY KEY,
    shipping_method_id BIGINT NOT NULL,
    shipping_zone_id BIGINT NOT NULL,
    -- Grams, or minor units of the value after discounts; included.
    up_to BIGINT,
    price_minor BIGINT NOT NULL,
    CONSTRAINT shipping_rate_row_rate_fk FOREIGN KEY (shipping_method_id, shipping_zone_id)
        REFERENCES shipping_rate (shipping_method_id, shipping_zone_id) ON DELETE CASCADE,
    CONSTRAINT shipping_rate_row_up_to_key UNIQUE (shipping_method_id, shipping_zone_id, up_to),
    CONSTRAINT shipping_rate_row_amounts_check CHECK (price_minor >= 0 AND up_to > 0)
);
CREATE UNIQUE INDEX shipping_rate_row_open_key ON shipping_rate_row (shipping_method_id, shipping_zone_id) WHERE up_to IS NULL;

-- An order that is fetched: from which center, and where that is, as it was told.
ALTER TABLE orders ADD COLUMN pickup_center_id BIGINT REFERENCES fulfillment_center (id);
ALTER TABLE orders ADD COLUMN pickup_place TEXT NOT NULL DEFAULT ''
    CONSTRAINT orders_pickup_check CHECK ((pickup_place = '') = (pickup_center_id IS NULL));
-- When what was ready was handed over.
ALTER TABLE shipment ADD COLUMN picked_up_at BIGINT;
