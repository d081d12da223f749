-- One row for each colleague who takes tickets. `load` changes with every hand-over, so nothing that changes is indexed.
CREATE TABLE agents (
    workspace_id bigint NOT NULL,
    person_id bigint NOT NULL,
    active boolean NOT NULL DEFAULT true,       -- has a working role and an account that is not closed
    status text NOT NULL DEFAULT 'offline' CHECK (status IN ('online', 'away', 'offline')),
    wanted text NOT NULL DEFAULT 'offline' CHECK (wanted IN ('online', 'away', 'offline')),
    status_since timestamptz NOT NULL,
    seen_at timestamptz,                        -- last sign of life of any console
    source text NOT NULL DEFAULT 'console' CHECK (source IN ('console', 'api', 'demo')),
    capacity int NOT NULL DEFAULT 8 CHECK (capacity BETWEEN 0 AND 1000),
    load int NOT NULL DEFAULT 0,                -- tickets owned that are new or open
    given_at timestamptz,                       -- when they were last given a ticket
    PRIMARY KEY (workspace_id, person_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.0);
SELECT protect('agents');

-- Who has which ticket open. No foreign key to tickets: its lock would wait for whoever changes the ticket.
CREATE TABLE work (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    person_id bigint NOT NULL,
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    typing_since timestamptz,
    typed_at timestamptz,
    PRIMARY KEY (workspace_id, ticket_id, person_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
) WITH (fillfactor = 70);
SELECT protect('work');

-- A row for a colleague who has none; whether they take tickets where they have one.
CREATE FUNCTION admit_agent(ws bigint, person bigint, active_ boolean, wanted_ text, at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO agents (workspace_id, person_id, active, wanted, status_since) VALUES (ws, person, active_, wanted_, at_)
    ON CONFLICT (workspace_id, person_id) DO UPDATE SET active = excluded.active
$$;

CREATE FUNCTION save_presence(ws bigint, person bigint, status_ text, wanted_ text, since timestamptz, seen timestamptz, source_ text)
RETURNS void LANGUAGE sql AS $$
    UPDATE agents SET status = status_, wanted = wanted_, status_since = since, seen_at = seen, source = source_
     WHERE workspace_id = ws AND person_id = person
$$;

CREATE FUNCTION save_capacity(ws bigint, person bigint, capacity_ int) RETURNS void LANGUAGE sql AS $$
    UPDATE agents SET capacity = capacity_ WHERE workspace_id = ws AND person_id = person
$$;

-- Rows are locked in the order of their ids, so that two hand-overs never wait for each other. An owner who takes no
-- tickets has no row yet: the load is counted all the same.
CREATE FUNCTION shift_load(ws bigint, people bigint[], changes int[], given timestamptz[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO agents AS a (workspace_id, person_id, active, status_since, load, given_at)
    SELECT ws, u.person, false, now(), sum(u.change), max(u.given)
      FROM unnest(people, changes, given) AS u(person, change, given) GROUP BY u.person ORDER BY u.person
    ON CONFLICT (workspace_id, person_id)
    DO UPDATE SET load = a.load + excluded.load, given_at = greatest(a.given_at, excluded.given_at)
$$;

CREATE FUNCTION start_work(ws bigint, ticket bigint, person bigint, started timestamptz, seen timestamptz, typing timestamptz,
                           typed timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO work VALUES (ws, ticket, person, started, seen, typing, typed)
$$;

CREATE FUNCTION save_work(ws bigint, ticket bigint, person bigint, started timestamptz, seen timestamptz, typing timestamptz,
                          typed timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE work SET started_at = started, seen_at = seen, typing_since = typing, typed_at = typed
     WHERE workspace_id = ws AND ticket_id = ticket AND person_id = person
$$;

CREATE FUNCTION forget_work(ws bigint, ticket bigint, person bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM work WHERE workspace_id = ws AND ticket_id = ticket AND person_id = person
$$;

CREATE FUNCTION miscounted_loads(ws bigint) RETURNS TABLE (person_id bigint, load int, counted int) LANGUAGE sql STABLE AS $$
    SELECT coalesce(a.person_id, t.owner_id), coalesce(a.load, 0), coalesce(t.counted, 0)::int
      FROM (SELECT x.person_id, x.load FROM agents x WHERE x.workspace_id = ws) a
      FULL JOIN (SELECT x.owner_id, count(*) AS counted FROM tickets x
                  WHERE x.workspace_id = ws AND x.owner_id IS NOT NULL AND x.state IN ('new', 'open')
                  GROUP BY x.owner_id) t ON t.owner_id = a.person_id
     WHERE coalesce(a.load, 0) <> coalesce(t.counted, 0)
$$;

-- Counts anew what was written past the desk's own verbs, such as a bulk import. The lock keeps everyone who shifts a load
-- waiting until the count is stored, and waits for those who already hold an agent: a weaker one would be a deadlock with them.
CREATE FUNCTION recount_loads(ws bigint, at_ timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    mended bigint;
BEGIN
    LOCK TABLE agents IN EXCLUSIVE MODE;
    INSERT INTO agents AS a (workspace_id, person_id, active, status_since, load)
    SELECT ws, m.person_id, false, at_, m.counted FROM miscounted_loads(ws) m ORDER BY m.person_id
    ON CONFLICT (workspace_id, person_id) DO UPDATE SET load = excluded.load;
    GET DIAGNOSTICS mended = ROW_COUNT;
    RETURN mended;
END $$;
