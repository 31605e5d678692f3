-- When the shop last asked a gateway about a payment by itself, so that each open one has its turn; 0 is never.
ALTER TABLE payment ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX payment_asked_idx ON payment (asked_at, id) WHERE status IN ('pending', 'authorized');
