-- When staff last asked for a mail to be sent once more: asked twice within a minute, it is sent once.
ALTER TABLE outbox_mail ADD COLUMN resend_asked_at BIGINT;
