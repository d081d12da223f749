-- The words a ticket is found by: bigrams of Chinese, words of the rest, filled after the fact.
CREATE TABLE ticket_words (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    text text NOT NULL,                        -- lower case; what the bigrams promise is checked here
    words tsvector NOT NULL,
    PRIMARY KEY (workspace_id, ticket_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CREATE INDEX ticket_words_newest ON ticket_words (workspace_id, created_at, ticket_id);
CREATE INDEX ticket_words_found ON ticket_words USING gin (words) WITH (fastupdate = on);
SELECT protect('ticket_words');

CREATE FUNCTION learn_words(ws bigint, ticket bigint, created timestamptz, text_ text, words_ text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ticket_words AS w (workspace_id, ticket_id, created_at, text, words)
    VALUES (ws, ticket, created, text_, array_to_tsvector(words_))
    ON CONFLICT (workspace_id, ticket_id) DO UPDATE
       SET text = left(w.text || E'\n' || excluded.text, 200000), words = w.words || excluded.words
$$;

-- The newest tickets that hold the words. A word that is in every second ticket is found by looking through the newest few
-- thousand, where the index of words would have to sort half a million hits; a rarer one by that index, further back.
-- Security definer, because row-level security keeps the GIN index from being used (its operator is not leakproof);
-- the workspace stands in the function instead.
CREATE FUNCTION search_tickets(query text, patterns text[], before timestamptz, before_id bigint, most int)
RETURNS TABLE (ticket_id bigint, created_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = jishi AS $$
#variable_conflict use_column
DECLARE
    ws bigint := current_workspace();
    words_ tsquery := query::tsquery;
    edge timestamptz := coalesce(before, 'infinity');
    edge_id bigint := coalesce(before_id, 9223372036854775807);
    enough int := 0;
BEGIN
    IF most <= 500 THEN
        RETURN QUERY
        SELECT n.ticket_id, n.created_at FROM (
               SELECT w.* FROM ticket_words w WHERE w.workspace_id = ws AND (w.created_at, w.ticket_id) < (edge, edge_id)
                ORDER BY w.created_at DESC, w.ticket_id DESC LIMIT 5000) n
         WHERE n.words @@ words_ AND n.text LIKE ALL (patterns)
         ORDER BY n.created_at DESC, n.ticket_id DESC LIMIT most;
        GET DIAGNOSTICS enough = ROW_COUNT;
        IF enough >= most THEN RETURN; END IF;
        SELECT w.created_at, w.ticket_id INTO edge, edge_id FROM ticket_words w
         WHERE w.workspace_id = ws AND (w.created_at, w.ticket_id) < (edge, edge_id)
         ORDER BY w.created_at DESC, w.ticket_id DESC OFFSET 4999 LIMIT 1;
        IF NOT FOUND THEN RETURN; END IF;
    END IF;
    RETURN QUERY
    WITH found AS MATERIALIZED (
        SELECT w.ticket_id, w.created_at FROM ticket_words w
         WHERE w.workspace_id = ws AND w.words @@ words_ AND w.text LIKE ALL (patterns)
           AND (w.created_at, w.ticket_id) < (edge, edge_id))
    SELECT f.ticket_id, f.created_at FROM found f ORDER BY f.created_at DESC, f.ticket_id DESC LIMIT most - enough;
END $$;

-- What live screens follow: facts of all workspaces in commit-safe order, with the name of the colleague who did it.
CREATE FUNCTION live_facts(after_xact bigint, after_id bigint, most int)
RETURNS TABLE (workspace_id bigint, id bigint, xact bigint, at timestamptz, kind text, by text, by_name text, ticket_id bigint, data jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT j.workspace_id, j.id, j.xact, j.at, j.kind, j.by, p.name, j.ticket_id, j.data
      FROM journal_since(after_xact, after_id, most) j
      LEFT JOIN people p ON p.workspace_id = j.workspace_id
                        AND p.id = CASE WHEN j.by ~ '^person:[0-9]{1,18}$' THEN substr(j.by, 8)::bigint END
     ORDER BY j.xact, j.id
$$;

-- What one workspace missed since a cursor.
CREATE FUNCTION missed_facts(ws bigint, after_xact bigint, after_id bigint, most int)
RETURNS TABLE (workspace_id bigint, id bigint, xact bigint, at timestamptz, kind text, by text, by_name text, ticket_id bigint, data jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT j.workspace_id, j.id, j.xact, j.at, j.kind, j.by, p.name, j.ticket_id, j.data
      FROM journal j
      LEFT JOIN people p ON p.workspace_id = j.workspace_id
                        AND p.id = CASE WHEN j.by ~ '^person:[0-9]{1,18}$' THEN substr(j.by, 8)::bigint END
     WHERE j.workspace_id = ws AND (j.xact, j.id) > (after_xact, after_id)
       AND j.xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
     ORDER BY j.xact, j.id LIMIT most
$$;

CREATE FUNCTION desk_figures() RETURNS TABLE (waiting bigint, parked bigint, oldest_seconds float, overdue_seconds float)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT (SELECT count(*) FROM outbox WHERE parked_at IS NULL), (SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL),
           coalesce((SELECT extract(epoch FROM clock_timestamp() - min(run_at)) FROM outbox WHERE parked_at IS NULL AND run_at <= clock_timestamp()), 0),
           coalesce((SELECT extract(epoch FROM clock_timestamp() - min(fires_at)) FROM timers WHERE fires_at <= clock_timestamp()), 0)
$$;
