-- The words and patterns by which a workspace's requests are sorted. No row, or one without a dictionary: those that come with
-- the desk. Resetting keeps the row, so that a version is never given twice.
CREATE TABLE triage (
    workspace_id bigint PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
    dictionary jsonb,
    version int NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL                   -- who, as facts say it
);
SELECT protect('triage');
