-- Accounts, sessions, settings and what runs in the background.

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    -- Lower case.
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Argon2id in PHC string format.
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT account_email_key UNIQUE (email),
    CONSTRAINT account_role_check CHECK (role IN ('customer', 'staff', 'owner'))
);

CREATE TABLE session (
    -- SHA-256 of the cookie's token in hex: the table alone opens no session.
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    user_agent TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_account_idx ON session (account_id);
CREATE INDEX session_expires_idx ON session (expires_at);

-- Failed logins per account or address, counted here so that the limit holds across nodes.
CREATE TABLE login_throttle (
    -- "account:<email hash>" or "address:<ip hash>".
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    window_started_at BIGINT NOT NULL
);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- A job exists exactly if the change that wanted it was committed.
CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    -- At most one unfinished job per key.
    dedupe_key TEXT,
    status TEXT NOT NULL DEFAULT 'queued',
    attempts BIGINT NOT NULL DEFAULT 0,
    run_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    CONSTRAINT job_status_check CHECK (status IN ('queued', 'done', 'dead'))
);
CREATE INDEX job_due_idx ON job (status, run_at);
CREATE UNIQUE INDEX job_dedupe_key ON job (dedupe_key) WHERE status = 'queued';

-- Mail as staff can read it, whether or not a mail server is configured.
CREATE TABLE outbox_mail (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    order_id BIGINT,
    -- The job that wrote it: run twice, it writes once.
    job_id BIGINT,
    created_at BIGINT NOT NULL,
    -- When the mail server took it; stays empty while only the local outbox is used.
    sent_at BIGINT,
    CONSTRAINT outbox_mail_job_id_key UNIQUE (job_id)
);
CREATE INDEX outbox_mail_order_idx ON outbox_mail (order_id);
