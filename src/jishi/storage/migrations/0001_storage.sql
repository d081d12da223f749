-- Rules that every table keeps: workspace_id leads the primary key; protect() gives it row-level security.

CREATE FUNCTION current_workspace() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('jishi.workspace', true), '')::bigint;

CREATE FUNCTION enter(ws bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('jishi.workspace', ws::text, true);
END $$;

-- Called when a table has all its indexes. The primary key is made again as the last of them: while a table is small all its
-- indexes seem to cost the same and the planner takes the newest, and a plan that reads the whole workspace to find one row
-- by its id, as foreign keys do, stays in the session until the next ANALYZE.
CREATE FUNCTION protect(tab regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    key record;
BEGIN
    SELECT conname, pg_get_constraintdef(oid) AS def INTO key FROM pg_constraint WHERE conrelid = tab AND contype = 'p';
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', tab, key.conname, key.conname, key.def);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY own_workspace ON %s USING (workspace_id = jishi.current_workspace()) '
                   'WITH CHECK (workspace_id = jishi.current_workspace())', tab);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO jishi_app', tab);
END $$;

-- Each process takes a block of a thousand, so that a row's id is known before it is stored.
CREATE SEQUENCE id_blocks INCREMENT BY 1000 START WITH 1000;

CREATE TABLE journal (
    workspace_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    xact bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),  -- followers read in commit-safe order
    at timestamptz NOT NULL,
    kind text NOT NULL,
    by text NOT NULL,
    ticket_id bigint,
    data jsonb NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX journal_of_ticket ON journal (workspace_id, ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX journal_of_desk ON journal (workspace_id, id) WHERE ticket_id IS NULL;
CREATE INDEX journal_followed ON journal (xact, id);
SELECT protect('journal');

-- What must still follow from a fact. A row leaves in the same transaction that does the work: exactly once in effect.
CREATE TABLE outbox (
    workspace_id bigint NOT NULL,
    fact_id bigint NOT NULL,
    reaction text NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    ticket_id bigint,
    run_at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    error text,
    parked_at timestamptz,
    PRIMARY KEY (workspace_id, fact_id, reaction)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX outbox_due ON outbox (workspace_id, run_at, seq) WHERE parked_at IS NULL;
CREATE INDEX outbox_of_ticket ON outbox (workspace_id, ticket_id, seq) WHERE parked_at IS NULL;
CREATE INDEX outbox_parked ON outbox (workspace_id, parked_at) WHERE parked_at IS NOT NULL;
SELECT protect('outbox');

CREATE TABLE alarms (
    workspace_id bigint NOT NULL,
    name text NOT NULL,
    ticket_id bigint NOT NULL DEFAULT 0,  -- 0: about no ticket
    key text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL,
    error text,
    PRIMARY KEY (workspace_id, name, ticket_id, key)
) WITH (fillfactor = 80);
CREATE INDEX alarms_due ON alarms (workspace_id, run_at);
CREATE INDEX alarms_due_anywhere ON alarms (run_at);
SELECT protect('alarms');

-- A POST made safe to repeat: the answer is stored in the transaction that did the work.
CREATE TABLE idempotency_keys (
    workspace_id bigint NOT NULL,
    caller text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status int NOT NULL,
    body bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, caller, key)
);
CREATE INDEX idempotency_keys_old ON idempotency_keys (workspace_id, at);
SELECT protect('idempotency_keys');

CREATE FUNCTION record_facts(ws bigint, at_ timestamptz[], kinds text[], bys text[], tickets bigint[], datas jsonb[],
                             of_kinds text[], reactions text[], now_ timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH recorded AS (
        INSERT INTO journal (workspace_id, at, kind, by, ticket_id, data)
        SELECT ws, u.at, u.kind, u.by, u.ticket_id, u.data
          FROM unnest(at_, kinds, bys, tickets, datas) WITH ORDINALITY AS u(at, kind, by, ticket_id, data, n)
         ORDER BY n
        RETURNING id, kind, ticket_id
    )
    INSERT INTO outbox (workspace_id, fact_id, reaction, ticket_id, run_at)
    SELECT ws, recorded.id, r.reaction, recorded.ticket_id, now_
      FROM recorded JOIN unnest(of_kinds, reactions) WITH ORDINALITY AS r(kind, reaction, n) ON r.kind = recorded.kind
     ORDER BY recorded.id, r.n;
END $$;

CREATE FUNCTION set_alarm(ws bigint, name_ text, ticket bigint, key_ text, at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO alarms (workspace_id, name, ticket_id, key, at, run_at) VALUES (ws, name_, ticket, key_, at_, at_)
    ON CONFLICT (workspace_id, name, ticket_id, key)
    DO UPDATE SET at = excluded.at, run_at = excluded.at, attempts = 0, error = NULL
$$;

CREATE FUNCTION clear_alarm(ws bigint, name_ text, ticket bigint, key_ text) RETURNS void LANGUAGE sql AS $$
    DELETE FROM alarms WHERE workspace_id = ws AND name = name_ AND ticket_id = ticket AND key = key_
$$;

CREATE FUNCTION remember_answer(ws bigint, caller_ text, key_ text, fingerprint_ text, status_ int, body_ bytea,
                                at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO idempotency_keys VALUES (ws, caller_, key_, fingerprint_, status_, body_, at_)
$$;

CREATE FUNCTION remembered_answer(ws bigint, caller_ text, key_ text)
RETURNS TABLE (fingerprint text, status int, body bytea) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter(ws);
    RETURN QUERY SELECT k.fingerprint, k.status, k.body FROM idempotency_keys k
                  WHERE k.workspace_id = ws AND k.caller = caller_ AND k.key = key_;
END $$;

-- The next three look across workspaces, for the operator's own processes: they only read, never lock.

CREATE FUNCTION journal_since(after_xact bigint, after_id bigint, most int)
RETURNS TABLE (workspace_id bigint, id bigint, xact bigint, at timestamptz, kind text, by text, ticket_id bigint, data jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    -- Nothing at or above the oldest transaction still open is shown, so a late commit can never fall behind a cursor.
    SELECT j.workspace_id, j.id, j.xact, j.at, j.kind, j.by, j.ticket_id, j.data FROM journal j
     WHERE (j.xact, j.id) > (after_xact, after_id)
       AND j.xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
     ORDER BY j.xact, j.id LIMIT most
$$;

CREATE FUNCTION journal_head() RETURNS TABLE (xact bigint, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT j.xact, j.id FROM journal j
     WHERE j.xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
     ORDER BY j.xact DESC, j.id DESC LIMIT 1
$$;

CREATE FUNCTION workspaces_with_reactions(before timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    -- A loose index scan: one probe per workspace, however long its queue.
    WITH RECURSIVE w AS (
        (SELECT o.workspace_id FROM outbox o WHERE o.parked_at IS NULL ORDER BY o.workspace_id LIMIT 1)
        UNION ALL
        SELECT (SELECT o.workspace_id FROM outbox o WHERE o.parked_at IS NULL AND o.workspace_id > w.workspace_id
                 ORDER BY o.workspace_id LIMIT 1) FROM w WHERE w.workspace_id IS NOT NULL
    )
    SELECT w.workspace_id FROM w WHERE w.workspace_id IS NOT NULL AND EXISTS (
        SELECT FROM outbox o WHERE o.workspace_id = w.workspace_id AND o.parked_at IS NULL AND o.run_at <= before)
$$;

CREATE FUNCTION workspaces_with_alarms(before timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT DISTINCT a.workspace_id FROM (SELECT x.workspace_id FROM alarms x WHERE x.run_at <= before
                                          ORDER BY x.run_at LIMIT 10000) a
$$;

CREATE FUNCTION next_alarm() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT min(run_at) FROM alarms
$$;
GRANT USAGE ON SEQUENCE id_blocks TO jishi_app;
