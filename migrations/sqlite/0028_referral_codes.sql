-- The affiliate's code by which the customer had come to the shop; empty for all others.
ALTER TABLE orders ADD COLUMN referral_code TEXT NOT NULL DEFAULT ''
    CONSTRAINT orders_referral_code_check CHECK (LENGTH(referral_code) <= 40);
