-- Policies that are edited: re-planning of the clocks that run.
CREATE TABLE replannings (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    why text NOT NULL,                         -- policy_saved | policy_deactivated | policies_ordered | calendar_saved | calendar_given
    calendar_id bigint,                        -- when it was a calendar that changed
    by text NOT NULL,
    started_at timestamptz NOT NULL,
    total int NOT NULL,                        -- open tickets when it started, about
    done int NOT NULL DEFAULT 0,
    changed int NOT NULL DEFAULT 0,            -- clocks
    broken int NOT NULL DEFAULT 0,             -- clocks that the change made late
    cursor bigint NOT NULL DEFAULT 0,          -- tickets up to this id are done
    finished_at timestamptz,
    superseded boolean NOT NULL DEFAULT false, -- a newer change took over
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX replannings_lately ON replannings (workspace_id, started_at DESC);
SELECT protect('replannings');

-- Open tickets in the order of their ids: what such a run walks along, a batch at a time.
CREATE INDEX tickets_open ON tickets (workspace_id, id) WHERE state IN ('new', 'open', 'pending', 'on_hold');

CREATE FUNCTION begin_replanning(ws bigint, id_ bigint, why_ text, calendar_ bigint, by_ text, at_ timestamptz) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO replannings (workspace_id, id, why, calendar_id, by, started_at, total)
    SELECT ws, id_, why_, calendar_, by_, at_,
           (SELECT count(*) FROM tickets t WHERE t.workspace_id = ws AND t.state IN ('new', 'open', 'pending', 'on_hold'))
$$;

-- The same for many tickets. One that is named twice keeps what was said last.
CREATE FUNCTION show_all_due(ws bigint, ids bigint[], dues timestamptz[], warns timestamptz[], warneds boolean[]) RETURNS void
LANGUAGE sql AS $$
    UPDATE tickets t SET due_at = u.due, warn_at = u.warn, warned = u.warned
      FROM (SELECT DISTINCT ON (n.id) n.* FROM unnest(ids, dues, warns, warneds) WITH ORDINALITY AS n(id, due, warn, warned, place)
             ORDER BY n.id, n.place DESC) u
     WHERE t.workspace_id = ws AND t.id = u.id AND (t.due_at, t.warn_at, t.warned) IS DISTINCT FROM (u.due, u.warn, u.warned)
$$;
