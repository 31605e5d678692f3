-- Accounts, complete: what proves who somebody is, what they may do, and what they keep with the shop.

-- What members of staff with this role are let into. The owner needs none: everything is open to them.
CREATE TABLE staff_role (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- A bit for each permission: domain::access::Permission says which.
    permissions BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT staff_role_name_key UNIQUE (name),
    CONSTRAINT staff_role_permissions_check CHECK (permissions BETWEEN 0 AND 63)
);
-- What staff were let into before there were roles: all but reports and settings.
INSERT INTO staff_role (name, permissions) VALUES ('Shop team', 15);

ALTER TABLE account ADD COLUMN staff_role_id BIGINT REFERENCES staff_role (id);
ALTER TABLE account ADD COLUMN phone TEXT NOT NULL DEFAULT '';
-- When somebody proved that they read what is sent to the e-mail address.
ALTER TABLE account ADD COLUMN email_verified_at BIGINT;
ALTER TABLE account ADD COLUMN password_changed_at BIGINT NOT NULL DEFAULT 0;
-- Since when nobody can log in to it.
ALTER TABLE account ADD COLUMN disabled_at BIGINT;
-- Shared secret of the second factor (RFC 6238), base32. Without totp_enabled_at it is only being set up.
ALTER TABLE account ADD COLUMN totp_secret TEXT;
ALTER TABLE account ADD COLUMN totp_enabled_at BIGINT;
-- The time step of the last code that was accepted: no code is accepted twice.
ALTER TABLE account ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;
-- Raised by every change of the account's own data.
ALTER TABLE account ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
UPDATE account SET email_verified_at = created_at, password_changed_at = created_at;
UPDATE account SET staff_role_id = (SELECT MIN(id) FROM staff_role) WHERE role = 'staff';
CREATE INDEX account_staff_role_idx ON account (staff_role_id);
CREATE INDEX account_role_idx ON account (role, id);
-- Staff find customers by how their e-mail, their name or the last word of it begins.
CREATE INDEX account_email_idx ON account (email);
CREATE INDEX account_name_idx ON account (LOWER(name), id);
CREATE INDEX account_last_name_idx ON account (LOWER(replace(name, rtrim(name, replace(name, ' ', '')), '')));

-- Where the session was opened, as a network, for its owner to recognize.
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- Whether it outlives the browser.
ALTER TABLE session ADD COLUMN remembered BOOLEAN NOT NULL DEFAULT FALSE;
-- When the password was last given in it: what is sensitive asks for it again.
ALTER TABLE session ADD COLUMN confirmed_at BIGINT NOT NULL DEFAULT 0;

-- A login whose password was right and whose second factor is still to come.
CREATE TABLE login_challenge (
    -- SHA-256 of the cookie's token in hex.
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    remembered BOOLEAN NOT NULL DEFAULT FALSE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX login_challenge_account_idx ON login_challenge (account_id);
CREATE INDEX login_challenge_expires_idx ON login_challenge (expires_at);

-- Codes for those who lost their second factor; a used one is gone.
CREATE TABLE recovery_code (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

-- What a link in a mail proves, once: a used one is gone.
CREATE TABLE account_token (
    -- SHA-256 of the link's token in hex.
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    -- The address that the mail went to: a link proves nothing about another one.
    email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT account_token_purpose_check CHECK (purpose IN ('verify_email', 'change_email', 'reset_password'))
);
CREATE INDEX account_token_account_idx ON account_token (account_id, purpose);
CREATE INDEX account_token_expires_idx ON account_token (expires_at);

CREATE TABLE account_address (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- domain::address::Address as JSON.
    address TEXT NOT NULL,
    default_shipping BOOLEAN NOT NULL DEFAULT FALSE,
    default_billing BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX account_address_account_idx ON account_address (account_id, id);
CREATE UNIQUE INDEX account_address_default_shipping_key ON account_address (account_id) WHERE default_shipping;
CREATE UNIQUE INDEX account_address_default_billing_key ON account_address (account_id) WHERE default_billing;

-- What an account chose to be told by mail, or not; a kind without a row is at its default.
CREATE TABLE notification_choice (
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    by_mail BOOLEAN NOT NULL,
    -- When it was agreed to, for as long as it is.
    agreed_at BIGINT,
    PRIMARY KEY (account_id, kind)
);

-- Lets programs act for an account.
CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- What its owner calls it.
    name TEXT NOT NULL,
    -- SHA-256 of the token in hex, and the few characters by which its owner recognizes it.
    token_hash TEXT NOT NULL,
    hint TEXT NOT NULL,
    -- A bit for each scope: domain::api_token::Scope says which.
    scopes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    CONSTRAINT api_token_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX api_token_account_idx ON api_token (account_id, id);
