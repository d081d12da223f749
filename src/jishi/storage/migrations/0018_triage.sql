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

CREATE FUNCTION glance_triage(ws bigint)
RETURNS TABLE (settings_version bigint, dictionary jsonb, version int, updated_at timestamptz, updated_by text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter(ws);
    RETURN QUERY SELECT w.settings_version, t.dictionary, coalesce(t.version, 0), t.updated_at, t.updated_by
                   FROM workspaces w LEFT JOIN triage t ON t.workspace_id = w.workspace_id WHERE w.workspace_id = ws;
END $$;
