CREATE TABLE calendars (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    version int NOT NULL,
    name text NOT NULL,
    hours jsonb NOT NULL,                      -- a calendar object: tz, weekly, holidays, overrides
    current boolean NOT NULL DEFAULT true,     -- older versions stay: a due instant keeps the one it was made with
    is_default boolean NOT NULL DEFAULT false,
    saved_at timestamptz NOT NULL,
    saved_by text NOT NULL,
    PRIMARY KEY (workspace_id, id, version)
);
CREATE UNIQUE INDEX calendars_current ON calendars (workspace_id, id) WHERE current;
SELECT protect('calendars');

CREATE TABLE policies (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    version int NOT NULL,
    position int NOT NULL,
    name text NOT NULL,
    promise jsonb NOT NULL,                    -- conditions and targets, as clock/model.py has them
    current boolean NOT NULL DEFAULT true,
    saved_at timestamptz NOT NULL,
    saved_by text NOT NULL,
    PRIMARY KEY (workspace_id, id, version)
);
CREATE UNIQUE INDEX policies_current ON policies (workspace_id, id) WHERE current;
SELECT protect('policies');

CREATE TABLE timers (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    kind text NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'paused', 'met', 'broken', 'cancelled')),
    started_at timestamptz NOT NULL,
    target_seconds int NOT NULL,
    due_at timestamptz,
    warn_after float8[] NOT NULL DEFAULT '{}',
    warn_at timestamptz[] NOT NULL DEFAULT '{}',
    warned_at timestamptz,
    met_at timestamptz,
    broken_at timestamptz,
    cancelled_at timestamptz,
    paused_at timestamptz,
    pauses jsonb NOT NULL DEFAULT '[]',
    paused_in text[] NOT NULL DEFAULT '{}',
    planned_at timestamptz NOT NULL,
    promise text NOT NULL,
    policy_id bigint NOT NULL,
    policy_version int NOT NULL,
    calendar_id bigint,
    calendar_version int,
    fires_at timestamptz,                      -- when it next has something to say; null: never again by itself
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
) WITH (fillfactor = 85);
CREATE INDEX timers_of_ticket ON timers (workspace_id, ticket_id);
CREATE INDEX timers_firing ON timers (workspace_id, fires_at) WHERE fires_at IS NOT NULL;
SELECT protect('timers');

-- The next two look across workspaces, one probe in each, and only read.
CREATE FUNCTION firing_workspaces() RETURNS TABLE (workspace_id bigint, fires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    WITH RECURSIVE w AS (
        (SELECT t.workspace_id, t.fires_at FROM timers t WHERE t.fires_at IS NOT NULL ORDER BY t.workspace_id, t.fires_at LIMIT 1)
        UNION ALL
        SELECT n.workspace_id, n.fires_at FROM w, LATERAL (
            SELECT t.workspace_id, t.fires_at FROM timers t WHERE t.fires_at IS NOT NULL AND t.workspace_id > w.workspace_id
             ORDER BY t.workspace_id, t.fires_at LIMIT 1) n
    )
    SELECT w.workspace_id, w.fires_at FROM w
$$;

CREATE FUNCTION workspaces_with_due_timers(before timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT workspace_id FROM firing_workspaces() WHERE fires_at <= before
$$;

CREATE FUNCTION next_timer() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT min(fires_at) FROM firing_workspaces()
$$;

CREATE FUNCTION start_timers(ws bigint, rows_ jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO timers (workspace_id, id, ticket_id, kind, state, started_at, target_seconds, due_at, warn_after, warn_at, warned_at,
                        met_at, broken_at, cancelled_at, paused_at, pauses, paused_in, planned_at, promise, policy_id,
                        policy_version, calendar_id, calendar_version, fires_at)
    SELECT ws, r.id, r.ticket_id, r.kind, r.state, r.started_at, r.target_seconds, r.due_at, r.warn_after, r.warn_at, r.warned_at,
           r.met_at, r.broken_at, r.cancelled_at, r.paused_at, r.pauses, r.paused_in, r.planned_at, r.promise, r.policy_id,
           r.policy_version, r.calendar_id, r.calendar_version, r.fires_at
      FROM jsonb_populate_recordset(NULL::timers, rows_) r
$$;

CREATE FUNCTION start_all_timers(ws bigint, rows_ jsonb[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO timers (workspace_id, id, ticket_id, kind, state, started_at, target_seconds, due_at, warn_after, warn_at, warned_at,
                        met_at, broken_at, cancelled_at, paused_at, pauses, paused_in, planned_at, promise, policy_id,
                        policy_version, calendar_id, calendar_version, fires_at)
    SELECT ws, r.id, r.ticket_id, r.kind, r.state, r.started_at, r.target_seconds, r.due_at, r.warn_after, r.warn_at, r.warned_at,
           r.met_at, r.broken_at, r.cancelled_at, r.paused_at, r.pauses, r.paused_in, r.planned_at, r.promise, r.policy_id,
           r.policy_version, r.calendar_id, r.calendar_version, r.fires_at
      FROM unnest(rows_) AS u CROSS JOIN LATERAL jsonb_populate_recordset(NULL::timers, u->'list') r
$$;

CREATE FUNCTION save_timers(ws bigint, rows_ jsonb) RETURNS void LANGUAGE sql AS $$
    UPDATE timers t SET state = r.state, target_seconds = r.target_seconds, due_at = r.due_at, warn_after = r.warn_after,
           warn_at = r.warn_at, warned_at = r.warned_at, met_at = r.met_at, broken_at = r.broken_at, cancelled_at = r.cancelled_at,
           paused_at = r.paused_at, pauses = r.pauses, paused_in = r.paused_in, planned_at = r.planned_at, promise = r.promise,
           policy_id = r.policy_id, policy_version = r.policy_version, calendar_id = r.calendar_id,
           calendar_version = r.calendar_version, fires_at = r.fires_at
      FROM jsonb_populate_recordset(NULL::timers, rows_) r
     WHERE t.workspace_id = ws AND t.id = r.id
$$;
