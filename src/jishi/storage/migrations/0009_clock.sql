-- What clocks carry over a change of calendar, which answers count, and why things are as they are.
ALTER TABLE timers
    ADD COLUMN note_answers boolean NOT NULL DEFAULT false,
    ADD COLUMN carried jsonb NOT NULL DEFAULT '[]',     -- used before each change of calendar: until, seconds, which
    ADD COLUMN warned_after float8,                     -- the use that was last warned of
    ADD COLUMN cause text NOT NULL DEFAULT '',          -- why it was last planned anew
    ADD COLUMN cancelled_why text NOT NULL DEFAULT '',
    ADD COLUMN ref bigint;                              -- which of several of a kind: an ask

CREATE OR REPLACE FUNCTION start_timers(ws bigint, rows_ jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO timers (workspace_id, id, ticket_id, kind, state, started_at, target_seconds, due_at, warn_after, warn_at, warned_at,
                        met_at, broken_at, cancelled_at, paused_at, pauses, paused_in, planned_at, promise, policy_id,
                        policy_version, calendar_id, calendar_version, note_answers, carried, warned_after,
                        cause, cancelled_why, ref, fires_at)
    SELECT ws, r.id, r.ticket_id, r.kind, r.state, r.started_at, r.target_seconds, r.due_at, r.warn_after, r.warn_at, r.warned_at,
           r.met_at, r.broken_at, r.cancelled_at, r.paused_at, r.pauses, r.paused_in, r.planned_at, r.promise, r.policy_id,
           r.policy_version, r.calendar_id, r.calendar_version, r.note_answers, r.carried, r.warned_after, r.cause, r.cancelled_why,
           r.ref, r.fires_at
      FROM jsonb_populate_recordset(NULL::timers, rows_) r
$$;

CREATE OR REPLACE FUNCTION start_all_timers(ws bigint, rows_ jsonb[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO timers (workspace_id, id, ticket_id, kind, state, started_at, target_seconds, due_at, warn_after, warn_at, warned_at,
                        met_at, broken_at, cancelled_at, paused_at, pauses, paused_in, planned_at, promise, policy_id,
                        policy_version, calendar_id, calendar_version, note_answers, carried, warned_after,
                        cause, cancelled_why, ref, fires_at)
    SELECT ws, r.id, r.ticket_id, r.kind, r.state, r.started_at, r.target_seconds, r.due_at, r.warn_after, r.warn_at, r.warned_at,
           r.met_at, r.broken_at, r.cancelled_at, r.paused_at, r.pauses, r.paused_in, r.planned_at, r.promise, r.policy_id,
           r.policy_version, r.calendar_id, r.calendar_version, r.note_answers, r.carried, r.warned_after, r.cause, r.cancelled_why,
           r.ref, r.fires_at
      FROM unnest(rows_) AS u CROSS JOIN LATERAL jsonb_populate_recordset(NULL::timers, u->'list') r
$$;

CREATE OR REPLACE FUNCTION save_timers(ws bigint, rows_ jsonb) RETURNS void LANGUAGE sql AS $$
    UPDATE timers t SET state = r.state, started_at = r.started_at, target_seconds = r.target_seconds, due_at = r.due_at, warn_after = r.warn_after,
           warn_at = r.warn_at, warned_at = r.warned_at, met_at = r.met_at, broken_at = r.broken_at, cancelled_at = r.cancelled_at,
           paused_at = r.paused_at, pauses = r.pauses, paused_in = r.paused_in, planned_at = r.planned_at, promise = r.promise,
           policy_id = r.policy_id, policy_version = r.policy_version, calendar_id = r.calendar_id,
           calendar_version = r.calendar_version, note_answers = r.note_answers, carried = r.carried, warned_after = r.warned_after,
           cause = r.cause, cancelled_why = r.cancelled_why, fires_at = r.fires_at
      FROM jsonb_populate_recordset(NULL::timers, rows_) r
     WHERE t.workspace_id = ws AND t.id = r.id
$$;

-- What the clock must know before something happens to a ticket: called bare, so one round trip and nothing sent before it.
CREATE FUNCTION clock_of(ws bigint, ticket bigint, OUT settings_version bigint, OUT timers jsonb)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM enter(ws);
    SELECT w.settings_version INTO settings_version FROM workspaces w WHERE w.workspace_id = ws;
    SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.started_at, t.id), '[]') INTO timers
      FROM timers t WHERE t.workspace_id = ws AND t.ticket_id = ticket;
END $$;
