-- Dispatch that looks again: many tickets read and recorded for less, nobody overlooked.

-- What the decisions of one transaction gave to whom, once for all of them: [[person, load afterwards], …] in their order.
-- A decision keeps how many of these came before it; `changed` is what older ones kept instead.
ALTER TABLE desks ADD COLUMN given jsonb NOT NULL DEFAULT '[]';
ALTER TABLE assignments ADD COLUMN nth int;

DROP FUNCTION keep_desk, record_seating, record_seatings;
CREATE FUNCTION keep_desk(ws bigint, desk bigint, panel bigint, people_ jsonb, state_ jsonb, scene_ jsonb, given_ jsonb)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO panels VALUES (ws, panel, people_) ON CONFLICT DO NOTHING;
    INSERT INTO desks VALUES (ws, desk, panel, state_, scene_, given_)
$$;

CREATE FUNCTION record_seating(ws bigint, ticket bigint, at_ timestamptz, agent bigint, team bigint, code_ text, params_ jsonb,
                               asked_ jsonb, strategy_ text, scene_ jsonb, desk bigint, verdicts_ text, nth_ int)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params, asked, strategy, scene, desk_id,
                             verdicts, nth)
    VALUES (ws, ticket, at_, agent, team, 'dispatcher', code_, params_, asked_, strategy_, scene_, desk, verdicts_, nth_)
$$;

CREATE FUNCTION record_seatings(ws bigint, tickets_ bigint[], ats timestamptz[], agents_ bigint[], teams bigint[], codes text[],
                                params_ jsonb[], asked_ jsonb[], strategies text[], scenes jsonb[], desks_ bigint[], verdicts_ text[],
                                nths int[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params, asked, strategy, scene, desk_id,
                             verdicts, nth)
    SELECT ws, u.ticket, u.at_, u.agent, u.team, 'dispatcher', u.code_, u.params_, u.asked_, u.strategy_, u.scene_, u.desk,
           u.verdict, u.nth_
      FROM unnest(tickets_, ats, agents_, teams, codes, params_, asked_, strategies, scenes, desks_, verdicts_, nths)
           WITH ORDINALITY AS u(ticket, at_, agent, team, code_, params_, asked_, strategy_, scene_, desk, verdict, nth_, n)
     ORDER BY u.n
$$;

-- Many tickets as dispatch_asked has each, in one query: a function called for each of them would begin its seven every time.
CREATE FUNCTION dispatch_all_asked(ws bigint, ids bigint[], at_ timestamptz, declined_since timestamptz) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    WITH weights AS MATERIALIZED (
        SELECT c.channel, weight_of(ws, c.channel) AS weight
          FROM (SELECT DISTINCT x.channel FROM tickets x WHERE x.workspace_id = ws AND x.id = ANY (ids)) c)
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'ticket_id', t.id, 'type', t.type, 'level', t.level, 'tier', t.tier, 'channel', t.channel, 'customer_id', t.customer_id,
        'language', t.language, 'mood', t.fields->>'mood', 'complexity', t.fields->>'complexity',
        'team_id', t.team_id, 'routed', coalesce(q.routed AND nullif(q.team_id, 0) IS NOT DISTINCT FROM t.team_id, false),
        'sent_to', r.team_id, 'rule', r.rule_name, 'needs', coalesce(r.needs, '[]'),
        'language_need', coalesce(r.language_need, 'wished'),
        'created_at', t.created_at, 'due_at', t.due_at, 'queued', q.code, 'queued_in', q.team_id,
        'since', coalesce(q.since, at_), 'open_to', coalesce(q.open_to, '{}'),
        'weight', (SELECT w.weight FROM weights w WHERE w.channel = t.channel),
        'previous', coalesce(t.first_answered_by, (
            SELECT p.owner_id FROM (
                SELECT x.owner_id, x.created_at FROM tickets x
                 WHERE x.workspace_id = ws AND x.customer_id = t.customer_id AND x.id <> t.id
                 ORDER BY x.created_at DESC LIMIT 20) p
             WHERE p.owner_id IS NOT NULL ORDER BY p.created_at DESC LIMIT 1)),
        'declined', ARRAY(SELECT (a.params->>'from_id')::bigint FROM assignments a
                           WHERE a.workspace_id = ws AND a.ticket_id = t.id AND a.code = 'given_back' AND a.at > declined_since
                             AND a.params->>'from_id' IS NOT NULL
                          UNION
                          SELECT f.agent_id FROM refusals f
                           WHERE f.workspace_id = ws AND f.ticket_id = t.id AND f.until > at_)) ORDER BY t.id), '[]')
      FROM tickets t
      LEFT JOIN LATERAL (SELECT x.* FROM queue x WHERE x.workspace_id = ws AND x.ticket_id = t.id LIMIT 1) q ON true
      LEFT JOIN LATERAL (SELECT x.* FROM routes x WHERE x.workspace_id = ws AND x.ticket_id = t.id LIMIT 1) r ON true
     WHERE t.workspace_id = ws AND t.id = ANY (ids)
$$;

-- As in 0020, with the tickets read together once they are held.
CREATE OR REPLACE FUNCTION dispatch_arriving(ws bigint, tickets_ bigint[], freed bigint[], at_ timestamptz, declined_since timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    taken bigint[];
    awaited bigint[] := '{}';
BEGIN
    PERFORM dispatch_alone(ws);
    taken := ARRAY(SELECT x.id FROM tickets x
                    WHERE x.workspace_id = ws AND x.id = ANY (tickets_) AND needs_owner(x)
                      AND NOT EXISTS (SELECT FROM offers o WHERE o.workspace_id = ws AND o.ticket_id = x.id)
                    ORDER BY x.id FOR NO KEY UPDATE SKIP LOCKED);
    IF freed <> '{}' THEN
        awaited := ARRAY(
            SELECT DISTINCT u.team_id
              FROM (SELECT f.person_id, unnest(f.teams) AS team_id FROM (
                        SELECT a.person_id, 0 || ARRAY(SELECT m.team_id FROM team_members m
                                                        WHERE m.workspace_id = ws AND m.person_id = a.person_id) AS teams
                          FROM agents a WHERE a.workspace_id = ws AND a.person_id = ANY (freed) AND a.active
                           AND a.status = 'online' AND a.load < a.capacity) f) u
              JOIN dispatch_kinds(ws) k ON u.team_id = ANY (k.open_to));
    END IF;
    RETURN jsonb_build_object(
        'rules', dispatch_rules(ws, at_), 'asked', dispatch_all_asked(ws, taken, at_, declined_since), 'awaited', awaited,
        'busy', ARRAY(SELECT x.id FROM tickets x
                       WHERE x.workspace_id = ws AND x.id IN (SELECT unnest(tickets_) EXCEPT SELECT unnest(taken)) AND needs_owner(x)
                         AND NOT EXISTS (SELECT FROM offers o WHERE o.workspace_id = ws AND o.ticket_id = x.id)));
END $$;

-- What somebody has just given back must not hide from them what stands behind it, no more than what they have refused.
CREATE INDEX assignments_given_back ON assignments (workspace_id, at) WHERE code = 'given_back';
CREATE OR REPLACE FUNCTION dispatch_desk(ws bigint, teams_ bigint[], also bigint[], arriving bigint[], most int, at_ timestamptz,
                                         declined_since timestamptz, hold boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    everywhere bigint[];
    members bigint[];
    free bigint[];
    places bigint;
    waiting bigint[] := '{}';
    taken bigint[] := '{}';
BEGIN
    IF hold THEN
        PERFORM dispatch_alone(ws);
    END IF;
    everywhere := ARRAY(SELECT unnest(teams_) UNION SELECT unnest(k.open_to) FROM dispatch_kinds(ws) k WHERE k.open_to && teams_);
    IF 0 = ANY (everywhere) THEN
        members := ARRAY(SELECT a.person_id FROM agents a WHERE a.workspace_id = ws);
    ELSE
        members := ARRAY(SELECT m.person_id FROM team_members m WHERE m.workspace_id = ws AND m.team_id = ANY (everywhere)
                         UNION SELECT unnest(also));
    END IF;
    IF hold THEN
        PERFORM FROM agents a
          WHERE a.workspace_id = ws AND a.person_id = ANY (members) AND a.active AND a.status = 'online' AND a.load < a.capacity
          ORDER BY a.person_id FOR NO KEY UPDATE;
    END IF;
    -- A statement of its own, so that it sees what was held as it is after waiting for it.
    SELECT array_agg(a.person_id), sum(a.capacity - a.load) INTO free, places FROM agents a
     WHERE a.workspace_id = ws AND a.person_id = ANY (members) AND a.active AND a.status = 'online' AND a.load < a.capacity;
    IF places > 0 THEN
        places := places
            + (SELECT count(*) FROM refusals f WHERE f.workspace_id = ws AND f.agent_id = ANY (free) AND f.until > at_)
            + (SELECT count(DISTINCT a.ticket_id) FROM assignments a
                WHERE a.workspace_id = ws AND a.code = 'given_back' AND a.at > declined_since
                  AND (a.params->>'from_id')::bigint = ANY (free)
                  AND EXISTS (SELECT FROM queue q WHERE q.workspace_id = ws AND q.ticket_id = a.ticket_id));
        waiting := dispatch_waiting(ws, teams_, arriving, least(places, most)::int, most, at_);
    END IF;
    IF waiting <> '{}' AND hold THEN
        taken := ARRAY(SELECT x.id FROM tickets x WHERE x.workspace_id = ws AND x.id = ANY (waiting) AND needs_owner(x)
                        ORDER BY x.id FOR NO KEY UPDATE SKIP LOCKED);
    ELSIF waiting <> '{}' THEN
        taken := ARRAY(SELECT x.id FROM tickets x WHERE x.workspace_id = ws AND x.id = ANY (waiting) AND needs_owner(x));
    END IF;
    RETURN jsonb_build_object(
        'rules', dispatch_rules(ws, at_), 'waiting', dispatch_all_asked(ws, taken, at_, declined_since),
        'free', coalesce(free, '{}'), 'busy', ARRAY(SELECT w FROM unnest(waiting) w WHERE w <> ALL (taken)),
        'candidates', dispatch_people(ws, members, at_));
END $$;

-- As in 0015, and says whose load was wrong, so that whoever was less busy than it said can be told of.
DROP FUNCTION recount_loads;
CREATE FUNCTION recount_loads(ws bigint, at_ timestamptz) RETURNS TABLE (person_id bigint, load int, counted int)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    wrong jsonb;
BEGIN
    LOCK TABLE agents IN EXCLUSIVE MODE;
    wrong := (SELECT jsonb_agg(to_jsonb(m)) FROM miscounted_loads(ws) m);
    IF wrong IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO agents (workspace_id, person_id, active, status_since)
    SELECT ws, w.person_id, false, at_ FROM jsonb_to_recordset(wrong) AS w(person_id bigint) ORDER BY w.person_id
    ON CONFLICT DO NOTHING;
    WITH wished AS MATERIALIZED (SELECT * FROM true_seats(ws)),
    gone AS (
        DELETE FROM seats s WHERE s.workspace_id = ws AND NOT EXISTS (SELECT FROM wished w WHERE w.ticket_id = s.ticket_id))
    INSERT INTO seats SELECT ws, w.* FROM wished w
    ON CONFLICT (workspace_id, ticket_id)
    DO UPDATE SET person_id = excluded.person_id, channel = excluded.channel, idle = excluded.idle, weight = excluded.weight;
    UPDATE agents a SET load = coalesce((SELECT sum(s.weight) FROM seats s WHERE s.workspace_id = ws AND s.person_id = a.person_id), 0)
      FROM jsonb_to_recordset(wrong) AS w(person_id bigint)
     WHERE a.workspace_id = ws AND a.person_id = w.person_id;
    PERFORM await_idleness(ws, ARRAY(SELECT s.ticket_id FROM seats s WHERE s.workspace_id = ws AND NOT s.idle), at_);
    RETURN QUERY SELECT w.* FROM jsonb_to_recordset(wrong) AS w(person_id bigint, load int, counted int);
END $$;

-- A peak ends with its team.
DELETE FROM peaks p WHERE p.team_id <> 0
   AND NOT EXISTS (SELECT FROM teams t WHERE t.workspace_id = p.workspace_id AND t.id = p.team_id AND t.active);

-- Who is here again is asked anew what they did not answer while they were not.
CREATE FUNCTION forgive_lapses(ws bigint, agent bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM refusals WHERE workspace_id = ws AND agent_id = agent AND why = 'lapsed';
    DELETE FROM lapses WHERE workspace_id = ws AND agent_id = agent
$$;
