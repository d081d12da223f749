-- Every decision about who owns a ticket, and what was known when it was made.
CREATE TABLE assignments (
    workspace_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    ticket_id bigint NOT NULL,
    at timestamptz NOT NULL,
    agent_id bigint,                            -- null: nobody, it waits
    team_id bigint,
    by text NOT NULL,
    code text NOT NULL,                         -- why; dispatch/explain.py has the sentence
    params jsonb NOT NULL,
    asked jsonb,                                -- what the dispatcher knew of the ticket
    considered jsonb NOT NULL DEFAULT '[]',     -- [[person, why not, load, capacity, idle since, score], …]
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CREATE INDEX assignments_of_ticket ON assignments (workspace_id, ticket_id, id);
SELECT protect('assignments');

-- Tickets that nobody could take. `since` never resets while a ticket waits.
CREATE TABLE queue (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    team_id bigint NOT NULL,                    -- 0: the whole desk
    since timestamptz NOT NULL,
    code text NOT NULL,
    params jsonb NOT NULL,
    routed boolean NOT NULL,                    -- the team was chosen by rule, so a rule may change it
    level smallint NOT NULL,                    -- 0 goes first; as dispatch/rules.py orders
    tier smallint NOT NULL,
    due_at timestamptz NOT NULL,                -- infinity: nothing was promised
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, ticket_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
) WITH (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.0);
CREATE INDEX queue_of_team ON queue (workspace_id, team_id, level, tier, due_at, created_at, ticket_id);
SELECT protect('queue');

-- One dispatcher at a time in a workspace, until its transaction ends. Per workspace rather than per team: agents stand in
-- several teams, and a worker's transaction decides for many tickets, so locks per team would wait for each other.
CREATE FUNCTION dispatch_alone(ws bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('jishi.dispatch', ws));
END $$;

-- A ticket as dispatch/model.py's Asked. Who gave it back after `declined_since` is not given it again.
CREATE FUNCTION dispatch_asked(ws bigint, t tickets, declined_since timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'ticket_id', t.id, 'type', t.type, 'level', t.level, 'tier', t.tier, 'channel', t.channel,
        'team_id', t.team_id, 'routed', coalesce(q.routed AND nullif(q.team_id, 0) IS NOT DISTINCT FROM t.team_id, false),
        'created_at', t.created_at, 'due_at', t.due_at, 'queued', q.code, 'queued_in', q.team_id,
        'previous', coalesce(t.first_answered_by, (
            SELECT p.owner_id FROM (
                SELECT x.owner_id, x.created_at FROM tickets x
                 WHERE x.workspace_id = ws AND x.customer_id = t.customer_id AND x.id <> t.id
                 ORDER BY x.created_at DESC LIMIT 20) p
             WHERE p.owner_id IS NOT NULL ORDER BY p.created_at DESC LIMIT 1)),
        'declined', (SELECT coalesce(jsonb_agg(DISTINCT a.params->'from_id'), '[]') FROM assignments a
                      WHERE a.workspace_id = ws AND a.ticket_id = t.id AND a.code = 'given_back' AND a.at > declined_since))
      FROM (SELECT) one LEFT JOIN queue q ON q.workspace_id = ws AND q.ticket_id = t.id
$$;

CREATE FUNCTION dispatch_rules(ws bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'language', w.language, 'tiers', (SELECT jsonb_agg(e->'key') FROM jsonb_array_elements(w.settings->'tiers') e),
        'teams', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM teams t WHERE t.workspace_id = ws))
      FROM workspaces w WHERE w.workspace_id = ws
$$;

-- A ticket that nobody owns, held, and the rules it is routed by. Null when it needs no owner; `busy` when somebody changes
-- it at this moment: waiting for them while holding agents would be a deadlock with every hand-over by a person.
CREATE FUNCTION dispatch_ticket(ws bigint, ticket bigint, declined_since timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    t tickets%ROWTYPE;
BEGIN
    PERFORM dispatch_alone(ws);
    SELECT x.* INTO t FROM tickets x
     WHERE x.workspace_id = ws AND x.id = ticket AND x.owner_id IS NULL AND x.state IN ('new', 'open')
       FOR NO KEY UPDATE SKIP LOCKED;
    IF FOUND THEN
        RETURN jsonb_build_object('asked', dispatch_asked(ws, t, declined_since), 'rules', dispatch_rules(ws));
    END IF;
    IF EXISTS (SELECT FROM tickets x WHERE x.workspace_id = ws AND x.id = ticket AND x.owner_id IS NULL
                  AND x.state IN ('new', 'open')) THEN
        RETURN jsonb_build_object('busy', true);
    END IF;
    RETURN NULL;
END $$;

-- The members of some teams (0: everybody), `also` one more, and, when any of them is free, the first tickets that wait
-- there: as many as there are places, and a few more for those whom a place does not suit. The free are held, in the order
-- of their ids, so that what is decided on is still so when it is stored. Who became free after that is shown as full: the
-- fact that freed them brings the dispatcher back.
CREATE FUNCTION dispatch_desk(ws bigint, team_ids bigint[], also bigint, arriving bigint, most int, declined_since timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    members bigint[];
    free bigint[];
    places bigint;
    waiting bigint[] := '{}';
    held jsonb := '[]';
    taken bigint[] := '{}';
BEGIN
    PERFORM dispatch_alone(ws);
    IF 0 = ANY (team_ids) THEN
        members := ARRAY(SELECT a.person_id FROM agents a WHERE a.workspace_id = ws);
    ELSE
        members := ARRAY(SELECT m.person_id FROM team_members m WHERE m.workspace_id = ws AND m.team_id = ANY (team_ids)
                         UNION SELECT also WHERE also IS NOT NULL);
    END IF;
    SELECT array_agg(f.person_id), sum(f.capacity - f.load) INTO free, places FROM (
        SELECT a.person_id, a.capacity, a.load FROM agents a
         WHERE a.workspace_id = ws AND a.person_id = ANY (members) AND a.active AND a.status = 'online' AND a.load < a.capacity
         ORDER BY a.person_id FOR NO KEY UPDATE) f;
    IF places > 0 THEN
        waiting := ARRAY(
            SELECT q.ticket_id FROM unnest(team_ids) AS u(team_id) CROSS JOIN LATERAL (
                SELECT x.* FROM queue x WHERE x.workspace_id = ws AND x.team_id = u.team_id AND x.ticket_id <> arriving
                 ORDER BY x.level, x.tier, x.due_at, x.created_at, x.ticket_id LIMIT least(most, places + 10)) q
             ORDER BY q.level, q.tier, q.due_at, q.created_at, q.ticket_id LIMIT least(most, places + 10));
    END IF;
    IF waiting <> '{}' THEN
        SELECT coalesce(jsonb_agg(dispatch_asked(ws, t.it, declined_since)), '[]'), coalesce(array_agg((t.it).id), '{}')
          INTO held, taken
          FROM (SELECT x AS it FROM tickets x
                 WHERE x.workspace_id = ws AND x.id = ANY (waiting) AND x.owner_id IS NULL AND x.state IN ('new', 'open')
                   FOR NO KEY UPDATE SKIP LOCKED) t;
    END IF;
    RETURN jsonb_build_object(
        'rules', dispatch_rules(ws), 'waiting', held, 'busy', ARRAY(SELECT w FROM unnest(waiting) w WHERE w <> ALL (taken)),
        'candidates', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                       'id', a.person_id, 'name', p.name, 'active', a.active, 'status', a.status, 'capacity', a.capacity,
                       'load', CASE WHEN a.person_id = ANY (free) OR a.status <> 'online' THEN a.load
                                    ELSE greatest(a.load, a.capacity) END,
                       'idle_since', greatest(a.given_at, a.status_since), 'team_ids', coalesce(m.team_ids, '[]'))), '[]')
              FROM agents a
              JOIN people p ON p.workspace_id = ws AND p.id = a.person_id
              LEFT JOIN (SELECT x.person_id, jsonb_agg(x.team_id) AS team_ids FROM team_members x
                          WHERE x.workspace_id = ws AND x.person_id = ANY (members) GROUP BY x.person_id) m
                     ON m.person_id = a.person_id
             WHERE a.workspace_id = ws AND a.person_id = ANY (members)));
END $$;

-- The teams in which tickets wait for somebody like this person. It waits its turn first: a ticket that another dispatcher
-- is about to queue, because this person was still full, is then seen here.
CREATE FUNCTION dispatch_awaited(ws bigint, person bigint) RETURNS bigint[] LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dispatch_alone(ws);
    IF NOT EXISTS (SELECT FROM agents a WHERE a.workspace_id = ws AND a.person_id = person AND a.active
                      AND a.status = 'online' AND a.load < a.capacity) THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT u.team_id
          FROM (SELECT 0::bigint UNION ALL
                SELECT m.team_id FROM team_members m WHERE m.workspace_id = ws AND m.person_id = person) AS u(team_id)
         WHERE EXISTS (SELECT FROM queue q WHERE q.workspace_id = ws AND q.team_id = u.team_id));
END $$;

-- Everything that waits, as far as routing needs to know, and the rules.
CREATE FUNCTION dispatch_queued(ws bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dispatch_alone(ws);
    RETURN jsonb_build_object('rules', dispatch_rules(ws), 'waiting', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'ticket_id', t.id, 'type', t.type, 'level', t.level, 'tier', t.tier, 'channel', t.channel,
                   'team_id', t.team_id, 'created_at', t.created_at, 'queued', q.code, 'queued_in', q.team_id,
                   'routed', q.routed AND nullif(q.team_id, 0) IS NOT DISTINCT FROM t.team_id)
                   ORDER BY q.level, q.tier, q.due_at, q.created_at, q.ticket_id), '[]')
          FROM queue q JOIN tickets t ON t.workspace_id = ws AND t.id = q.ticket_id WHERE q.workspace_id = ws));
END $$;

CREATE FUNCTION enter_queue(ws bigint, ticket bigint, team bigint, at_ timestamptz, code_ text, params_ jsonb, routed_ boolean,
                            level_ int, tier_ int, due timestamptz, created timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO queue VALUES (ws, ticket, team, at_, code_, params_, routed_, level_, tier_, coalesce(due, 'infinity'), created)
    ON CONFLICT (workspace_id, ticket_id)
    DO UPDATE SET team_id = team, code = code_, params = params_, routed = routed_, level = level_, tier = tier_,
                  due_at = excluded.due_at
$$;

CREATE FUNCTION leave_queue(ws bigint, ticket bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM queue WHERE workspace_id = ws AND ticket_id = ticket
$$;

CREATE FUNCTION record_decision(ws bigint, ticket bigint, at_ timestamptz, agent bigint, team bigint, by_ text, code_ text,
                                params_ jsonb, asked_ jsonb, considered_ jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params, asked, considered)
    VALUES (ws, ticket, at_, agent, team, by_, code_, params_, asked_, considered_)
$$;

-- What a person decided. Names are kept as they were: the sentence must not change when somebody marries or leaves.
CREATE FUNCTION record_hand_over(ws bigint, ticket bigint, at_ timestamptz, agent bigint, from_agent bigint, team bigint, by_ text,
                                 code_ text, note text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params)
    SELECT ws, ticket, at_, agent, team, by_, code_, jsonb_strip_nulls(jsonb_build_object(
        'agent', (SELECT name FROM people WHERE workspace_id = ws AND id = agent),
        'from', (SELECT name FROM people WHERE workspace_id = ws AND id = from_agent), 'from_id', from_agent,
        'by', (SELECT name FROM people WHERE workspace_id = ws AND id = substring(by_ FROM '^person:(\d+)$')::bigint),
        'team', (SELECT name FROM teams WHERE workspace_id = ws AND id = team), 'note', note))
$$;
