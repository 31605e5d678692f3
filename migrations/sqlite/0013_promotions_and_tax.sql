-- Promotions, coupon codes and who used them; tax rates by region, postcode and date.

CREATE TABLE customer_group (
    id INTEGER PRIMARY KEY,
    version BIGINT NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    CONSTRAINT customer_group_name_key UNIQUE (name)
);

CREATE TABLE customer_group_member (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    customer_group_id BIGINT NOT NULL REFERENCES customer_group (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, customer_group_id)
);
CREATE INDEX customer_group_member_group_idx ON customer_group_member (customer_group_id);

CREATE TABLE promotion (
    id INTEGER PRIMARY KEY,
    version BIGINT NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    -- Only carts with one of its codes have it.
    by_code BOOLEAN NOT NULL,
    reward TEXT NOT NULL,
    -- Parts per million: of percent and buy_get.
    ppm BIGINT,
    -- Of fixed and fixed_per_unit.
    amount_minor BIGINT,
    -- Of buy_get.
    buy_quantity BIGINT,
    get_quantity BIGINT,
    -- domain::promotion::Selection as JSON: what it is for, and what buy_get gives. Ids of things that are gone match nothing.
    selection TEXT NOT NULL DEFAULT '{}',
    gets TEXT NOT NULL DEFAULT '{}',
    minimum_minor BIGINT,
    minimum_quantity BIGINT,
    customer_group_id BIGINT REFERENCES customer_group (id),
    first_order BOOLEAN NOT NULL DEFAULT FALSE,
    starts_at BIGINT,
    ends_at BIGINT,
    usage_limit BIGINT,
    customer_limit BIGINT,
    -- Orders that hold it; counted only while there is a limit, so that one without touches no shared row.
    used BIGINT NOT NULL DEFAULT 0,
    -- Lower applies first.
    priority BIGINT NOT NULL DEFAULT 0,
    exclusive BOOLEAN NOT NULL DEFAULT FALSE,
    -- Each of its codes may be used so often.
    code_limit BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT promotion_reward_check CHECK (
        (reward = 'percent' AND ppm IS NOT NULL)
        OR (reward IN ('fixed', 'fixed_per_unit') AND amount_minor IS NOT NULL)
        OR reward = 'free_shipping'
        OR (reward = 'buy_get' AND ppm IS NOT NULL AND buy_quantity IS NOT NULL AND get_quantity IS NOT NULL)
    ),
    CONSTRAINT promotion_ppm_check CHECK (ppm IS NULL OR (ppm > 0 AND ppm <= 1000000)),
    CONSTRAINT promotion_amount_check CHECK (amount_minor IS NULL OR amount_minor > 0),
    CONSTRAINT promotion_quantity_check CHECK (
        (buy_quantity IS NULL OR buy_quantity > 0) AND (get_quantity IS NULL OR get_quantity > 0)
    ),
    CONSTRAINT promotion_used_check CHECK (used >= 0 AND (usage_limit IS NULL OR used <= usage_limit)),
    CONSTRAINT promotion_limit_check CHECK (
        (usage_limit IS NULL OR usage_limit > 0) AND (customer_limit IS NULL OR customer_limit > 0)
        AND (code_limit IS NULL OR code_limit > 0)
    ),
    CONSTRAINT promotion_dates_check CHECK (starts_at IS NULL OR ends_at IS NULL OR starts_at < ends_at)
);
CREATE INDEX promotion_active_idx ON promotion (active, by_code, ends_at);
CREATE INDEX promotion_group_idx ON promotion (customer_group_id);

CREATE TABLE coupon_code (
    id INTEGER PRIMARY KEY,
    promotion_id BIGINT NOT NULL REFERENCES promotion (id) ON DELETE CASCADE,
    -- In upper case, as it is compared.
    code TEXT NOT NULL,
    -- Copied from the promotion, so that the rule stands beside the count.
    usage_limit BIGINT,
    used BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT coupon_code_code_key UNIQUE (code),
    CONSTRAINT coupon_code_used_check CHECK (used >= 0 AND (usage_limit IS NULL OR used <= usage_limit))
);
CREATE INDEX coupon_code_promotion_idx ON coupon_code (promotion_id);

-- Codes that a shopper entered.
CREATE TABLE cart_coupon (
    cart_id BIGINT NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
    coupon_code_id BIGINT NOT NULL REFERENCES coupon_code (id) ON DELETE CASCADE,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (cart_id, coupon_code_id)
);
CREATE INDEX cart_coupon_code_idx ON cart_coupon (coupon_code_id);

-- An order that has a promotion. Released when the order is called off.
CREATE TABLE promotion_claim (
    id INTEGER PRIMARY KEY,
    promotion_id BIGINT NOT NULL REFERENCES promotion (id),
    order_id BIGINT NOT NULL REFERENCES orders (id),
    -- Of a code that was deleted since, nothing is known any more.
    coupon_code_id BIGINT REFERENCES coupon_code (id) ON DELETE SET NULL,
    -- What it took off.
    amount_minor BIGINT NOT NULL,
    -- Whether the promotion, the code and the customer were counted up for it.
    counted BOOLEAN NOT NULL,
    code_counted BOOLEAN NOT NULL,
    customer_counted BOOLEAN NOT NULL,
    -- Whose use it is, as promotion_customer has it.
    account_key TEXT,
    email_key TEXT,
    created_at BIGINT NOT NULL,
    released_at BIGINT,
    CONSTRAINT promotion_claim_order_key UNIQUE (order_id, promotion_id)
);
CREATE INDEX promotion_claim_promotion_idx ON promotion_claim (promotion_id, id);
CREATE INDEX promotion_claim_code_idx ON promotion_claim (coupon_code_id);

-- How often a customer used a promotion that is limited per customer.
CREATE TABLE promotion_customer (
    promotion_id BIGINT NOT NULL REFERENCES promotion (id) ON DELETE CASCADE,
    -- "account:7", or "email:" and the SHA-256 of the address: an order by an account counts for both.
    customer TEXT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (promotion_id, customer),
    CONSTRAINT promotion_customer_used_check CHECK (used >= 0)
);

ALTER TABLE adjustment ADD COLUMN promotion_id BIGINT REFERENCES promotion (id);

CREATE TABLE new_tax_rate (
    id INTEGER PRIMARY KEY,
    country TEXT NOT NULL,
    -- As addresses have it; empty is all of the country.
    region TEXT NOT NULL DEFAULT '',
    -- domain::tax::PostcodePattern; empty is everywhere.
    postcodes TEXT NOT NULL DEFAULT '',
    tax_category_id BIGINT NOT NULL REFERENCES tax_category (id),
    name TEXT NOT NULL,
    -- Parts per million: 190000 is 19 %.
    rate_ppm BIGINT NOT NULL,
    -- Whether the catalog's prices already contain it.
    included BOOLEAN NOT NULL,
    valid_from BIGINT NOT NULL DEFAULT 0,
    -- The first moment at which it is over.
    valid_until BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT tax_rate_place_key UNIQUE (country, region, postcodes, tax_category_id, name, valid_from),
    CONSTRAINT tax_rate_rate_check CHECK (rate_ppm >= 0 AND rate_ppm <= 1000000),
    CONSTRAINT tax_rate_dates_check CHECK (valid_until IS NULL OR valid_from < valid_until)
);
INSERT INTO new_tax_rate (id, country, tax_category_id, name, rate_ppm, included)
SELECT id, country, tax_category_id, name, rate_ppm, included FROM tax_rate;
DROP TABLE tax_rate;
ALTER TABLE new_tax_rate RENAME TO tax_rate;
