-- Whose calendar is whose.
CREATE TABLE calendar_users (
    workspace_id bigint NOT NULL,
    subject text NOT NULL CHECK (subject IN ('team', 'customer')),
    subject_id bigint NOT NULL,
    calendar_id bigint NOT NULL,
    given_at timestamptz NOT NULL,
    given_by text NOT NULL,
    PRIMARY KEY (workspace_id, subject, subject_id)
);
CREATE INDEX calendar_users_of ON calendar_users (workspace_id, calendar_id);
SELECT protect('calendar_users');
