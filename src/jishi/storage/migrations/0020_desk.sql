-- The desk as a decision of dispatch sees it: what is asked, who is there, what waits.

-- A ticket as dispatch/model.py's Asked, its clock not among it. Who gave it back after `declined_since` is not given it
-- again, nor who refused it. `sent_to` is the team that a routing rule names.
CREATE FUNCTION dispatch_asked(ws bigint, t tickets, at_ timestamptz, declined_since timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'ticket_id', t.id, 'type', t.type, 'level', t.level, 'tier', t.tier, 'channel', t.channel, 'customer_id', t.customer_id,
        'language', t.language, 'mood', t.fields->>'mood', 'complexity', t.fields->>'complexity',
        'team_id', t.team_id, 'routed', coalesce(q.routed AND nullif(q.team_id, 0) IS NOT DISTINCT FROM t.team_id, false),
        'sent_to', r.team_id, 'rule', r.rule_name, 'needs', coalesce(r.needs, '[]'),
        'language_need', coalesce(r.language_need, 'wished'),
        'created_at', t.created_at, 'due_at', t.due_at, 'queued', q.code, 'queued_in', q.team_id,
        'since', coalesce(q.since, at_), 'open_to', coalesce(q.open_to, '{}'),
        'weight', coalesce((SELECT w.weight FROM channel_weights w WHERE w.workspace_id = ws AND w.channel = t.channel),
                           (SELECT d.weight FROM default_channel(t.channel) d)),
        'previous', coalesce(t.first_answered_by, (
            SELECT p.owner_id FROM (
                SELECT x.owner_id, x.created_at FROM tickets x
                 WHERE x.workspace_id = ws AND x.customer_id = t.customer_id AND x.id <> t.id
                 ORDER BY x.created_at DESC LIMIT 20) p
             WHERE p.owner_id IS NOT NULL ORDER BY p.created_at DESC LIMIT 1)),
        'declined', (SELECT coalesce(jsonb_agg(DISTINCT d.person), '[]') FROM (
                        SELECT a.params->'from_id' AS person FROM assignments a
                         WHERE a.workspace_id = ws AND a.ticket_id = t.id AND a.code = 'given_back' AND a.at > declined_since
                        UNION ALL
                        SELECT to_jsonb(f.agent_id) FROM refusals f
                         WHERE f.workspace_id = ws AND f.ticket_id = t.id AND f.until > at_) d))
      FROM (SELECT) one
      LEFT JOIN queue q ON q.workspace_id = ws AND q.ticket_id = t.id
      LEFT JOIN routes r ON r.workspace_id = ws AND r.ticket_id = t.id
$$;

DROP FUNCTION dispatch_rules;
CREATE FUNCTION dispatch_rules(ws bigint, at_ timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'language', w.language, 'zone', w.zone,
        'tiers', (SELECT jsonb_agg(e->'key') FROM jsonb_array_elements(w.settings->'tiers') e),
        'teams', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM teams t WHERE t.workspace_id = ws AND t.active),
        'queues', (SELECT coalesce(jsonb_object_agg(s.team_id, s.settings
                             || jsonb_build_object('team_id', s.team_id, 'last_given', s.last_given)), '{}')
                     FROM queue_settings s WHERE s.workspace_id = ws),
        'peaks', (SELECT coalesce(jsonb_agg(p.team_id), '[]') FROM peaks p
                   WHERE p.workspace_id = ws AND (p.until IS NULL OR p.until > at_)),
        'handling', (SELECT coalesce(jsonb_object_agg(h.type, h.seconds), '{}') FROM handling h
                      WHERE h.workspace_id = ws AND h.person_id = 0))
      FROM workspaces w WHERE w.workspace_id = ws
$$;

-- People as dispatch/model.py's Candidates, in the order of their ids. What is offered to them counts as theirs. A person's
-- own handling times lean to those of all, the more the fewer there are. Each subselect is one probe of an index: joins of
-- groups would be made anew for every person where the planner expects one of them.
CREATE FUNCTION dispatch_people(ws bigint, people bigint[], at_ timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object(
               'id', a.person_id, 'name', (SELECT p.name FROM people p WHERE p.workspace_id = ws AND p.id = a.person_id),
               'active', a.active, 'status', a.status, 'capacity', a.capacity,
               'load', a.load + coalesce((SELECT sum(least(o.weight, greatest(a.capacity, 1))) FROM offers o
                                           WHERE o.workspace_id = ws AND o.agent_id = a.person_id), 0),
               'idle_since', greatest(a.given_at, a.status_since),
               'team_ids', ARRAY(SELECT m.team_id FROM team_members m WHERE m.workspace_id = ws AND m.person_id = a.person_id),
               'skills', coalesce((SELECT jsonb_object_agg(s.skill_id, s.grade) FROM agent_skills s
                                    WHERE s.workspace_id = ws AND s.person_id = a.person_id), '{}'),
               'languages', a.languages, 'rostered', coalesce(d.rostered, false), 'shift_until', d.shift_until,
               'lead', EXISTS (SELECT FROM teams t WHERE t.workspace_id = ws AND t.lead_id = a.person_id),
               'handling', coalesce((
                   SELECT jsonb_object_agg(h.type, (h.n * h.seconds + 5 * coalesce((
                              SELECT k.seconds FROM handling k WHERE k.workspace_id = ws AND k.person_id = 0 AND k.type = h.type), 600))
                              / (h.n + 5))
                     FROM handling h WHERE h.workspace_id = ws AND h.person_id = a.person_id), '{}'))
               ORDER BY a.person_id), '[]')
      FROM on_duty(ws, people, at_) d
      JOIN agents a ON a.workspace_id = ws AND a.person_id = d.person_id
$$;

-- The kinds of tickets that wait: one probe of the index for each.
CREATE FUNCTION dispatch_kinds(ws bigint) RETURNS TABLE (kind bigint, open_to bigint[], target real, weight real, service real)
LANGUAGE sql STABLE ROWS 20 AS $$
    WITH RECURSIVE k AS (
        (SELECT q.kind, q.open_to, q.target, q.weight, q.service FROM queue q WHERE q.workspace_id = ws ORDER BY q.kind LIMIT 1)
        UNION ALL
        SELECT n.* FROM k CROSS JOIN LATERAL (
            SELECT q.kind, q.open_to, q.target, q.weight, q.service FROM queue q
             WHERE q.workspace_id = ws AND q.kind > k.kind ORDER BY q.kind LIMIT 1) n
    )
    SELECT * FROM k
$$;

-- Of each kind that these teams may take the few tickets that can be the next `places`: those that are about to be late, on
-- both sides of the instant at which it is just too late to begin, and the oldest. Their order here is only near to that of
-- the rules, which know calendars; so more are returned than there are places.
CREATE FUNCTION dispatch_waiting(ws bigint, teams_ bigint[], except_ bigint[], places int, most int, at_ timestamptz)
RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(c.ticket_id ORDER BY c.ticket_id), '{}') FROM (
        SELECT r.ticket_id FROM (
            SELECT n.*, row_number() OVER (PARTITION BY n.kind ORDER BY n.cost DESC, n.answer_at, n.ticket_id) AS nth FROM (
                SELECT k.kind, u.ticket_id, u.answer_at, u.level, CASE WHEN v.waited > 3 * k.target THEN 1e6 * v.waited / k.target
                       ELSE k.weight * (exp(-v.x) / (1 + exp(-v.x)) ^ 2 / v.sigma + 0.15 * v.waited / k.target / k.target)
                            / greatest(k.service, 1) END AS cost
                  FROM dispatch_kinds(ws) k
                 CROSS JOIN LATERAL (
                    (SELECT q.ticket_id, q.answer_at, q.level FROM queue q WHERE q.workspace_id = ws AND q.kind = k.kind
                        AND q.answer_at >= at_ + make_interval(secs => k.service) AND q.ticket_id <> ALL (except_)
                        AND NOT EXISTS (SELECT FROM offers o WHERE o.workspace_id = ws AND o.ticket_id = q.ticket_id)
                      ORDER BY q.answer_at, q.ticket_id LIMIT places + 2)
                    UNION
                    (SELECT q.ticket_id, q.answer_at, q.level FROM queue q WHERE q.workspace_id = ws AND q.kind = k.kind
                        AND q.answer_at < at_ + make_interval(secs => k.service) AND q.ticket_id <> ALL (except_)
                        AND NOT EXISTS (SELECT FROM offers o WHERE o.workspace_id = ws AND o.ticket_id = q.ticket_id)
                      ORDER BY q.answer_at DESC, q.ticket_id LIMIT places + 2)
                    UNION
                    (SELECT q.ticket_id, q.answer_at, q.level FROM queue q WHERE q.workspace_id = ws AND q.kind = k.kind
                        AND q.ticket_id <> ALL (except_)
                        AND NOT EXISTS (SELECT FROM offers o WHERE o.workspace_id = ws AND o.ticket_id = q.ticket_id)
                      ORDER BY q.answer_at, q.ticket_id LIMIT places + 2)) u
                 CROSS JOIN LATERAL (
                    SELECT w.waited, 0.12 * k.target + 180 AS sigma,
                           least(abs(w.waited + k.service - k.target) / (0.12 * k.target + 180), 300) AS x
                      FROM (SELECT greatest(k.target - extract(epoch FROM u.answer_at - at_)::float8, 0) AS waited) w) v
                 WHERE k.open_to && teams_) n) r
         WHERE r.nth <= places + 2
         ORDER BY r.nth, r.cost DESC LIMIT most) c
$$;

-- Whether somebody has to be found. Not in the words of the partial indexes: tickets that are named are read by their ids,
-- and not by going through all that nobody owns.
CREATE FUNCTION needs_owner(t tickets) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(t.owner_id, 0) = 0 AND t.state || '' IN ('new', 'open')
$$;

-- Tickets that nobody owns, held, and what they are routed by. Those that need no owner, or are being offered, are left out;
-- `busy` are those that somebody changes at this moment: waiting for them while holding agents would be a deadlock with every
-- hand-over by a person. `awaited` are the teams in which tickets wait for somebody like those who were freed: it takes its
-- turn first, so a ticket that another dispatcher is about to queue, because they were still full, is seen here.
CREATE FUNCTION dispatch_arriving(ws bigint, tickets_ bigint[], freed bigint[], at_ timestamptz, declined_since timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    held jsonb;
    taken bigint[];
    awaited bigint[] := '{}';
BEGIN
    PERFORM dispatch_alone(ws);
    SELECT coalesce(jsonb_agg(dispatch_asked(ws, t.it, at_, declined_since)), '[]'), coalesce(array_agg((t.it).id), '{}')
      INTO held, taken
      FROM (SELECT x AS it FROM tickets x
             WHERE x.workspace_id = ws AND x.id = ANY (tickets_) AND needs_owner(x)
               AND NOT EXISTS (SELECT FROM offers o WHERE o.workspace_id = ws AND o.ticket_id = x.id)
             ORDER BY x.id FOR NO KEY UPDATE SKIP LOCKED) t;
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
        'rules', dispatch_rules(ws, at_), 'asked', held, 'awaited', awaited,
        'busy', ARRAY(SELECT x.id FROM tickets x
                       WHERE x.workspace_id = ws AND x.id IN (SELECT unnest(tickets_) EXCEPT SELECT unnest(taken)) AND needs_owner(x)
                         AND NOT EXISTS (SELECT FROM offers o WHERE o.workspace_id = ws AND o.ticket_id = x.id)));
END $$;

-- The members of some teams (0: everybody), `also` some more, and, when any of them is free, the tickets that wait there and
-- can be next. The free are held, in the order of their ids, so that what is decided on is still so when it is stored. Who
-- became free after that is shown as full: the fact that freed them brings the dispatcher back. Without `hold` nothing is held.
CREATE FUNCTION dispatch_desk(ws bigint, teams_ bigint[], also bigint[], arriving bigint[], most int, at_ timestamptz,
                              declined_since timestamptz, hold boolean) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    everywhere bigint[];
    members bigint[];
    free bigint[];
    places bigint;
    waiting bigint[] := '{}';
    held jsonb := '[]';
    taken bigint[] := '{}';
    people jsonb;
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
        -- What the free have turned down must not hide from them what stands behind it.
        places := places + (SELECT count(*) FROM refusals f
                             WHERE f.workspace_id = ws AND f.agent_id = ANY (free) AND f.until > at_);
        waiting := dispatch_waiting(ws, teams_, arriving, least(places, most)::int, most, at_);
    END IF;
    IF waiting <> '{}' AND hold THEN
        SELECT coalesce(jsonb_agg(dispatch_asked(ws, t.it, at_, declined_since)), '[]'), coalesce(array_agg((t.it).id), '{}')
          INTO held, taken
          FROM (SELECT x AS it FROM tickets x
                 WHERE x.workspace_id = ws AND x.id = ANY (waiting) AND needs_owner(x)
                 ORDER BY x.id FOR NO KEY UPDATE SKIP LOCKED) t;
    ELSIF waiting <> '{}' THEN
        SELECT coalesce(jsonb_agg(dispatch_asked(ws, x, at_, declined_since)), '[]') INTO held FROM tickets x
         WHERE x.workspace_id = ws AND x.id = ANY (waiting) AND needs_owner(x);
        taken := waiting;
    END IF;
    RETURN jsonb_build_object(
        'rules', dispatch_rules(ws, at_), 'waiting', held, 'free', coalesce(free, '{}'),
        'busy', ARRAY(SELECT w FROM unnest(waiting) w WHERE w <> ALL (taken)),
        'candidates', dispatch_people(ws, members, at_));
END $$;

-- Everything that waits, as far as routing needs to know, and the rules.
CREATE FUNCTION dispatch_queued(ws bigint, at_ timestamptz) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    PERFORM dispatch_alone(ws);
    RETURN jsonb_build_object('rules', dispatch_rules(ws, at_), 'waiting', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'ticket_id', t.id, 'type', t.type, 'level', t.level, 'tier', t.tier, 'channel', t.channel,
                   'team_id', t.team_id, 'created_at', t.created_at, 'queued', q.code, 'queued_in', q.team_id, 'sent_to', r.team_id,
                   'routed', q.routed AND nullif(q.team_id, 0) IS NOT DISTINCT FROM t.team_id, 'open_to', q.open_to,
                   'since', q.since, 'rule', r.rule_name)
                   ORDER BY q.level, q.tier, q.due_at, q.created_at, q.ticket_id), '[]')
          FROM queue q JOIN tickets t ON t.workspace_id = ws AND t.id = q.ticket_id
          LEFT JOIN routes r ON r.workspace_id = ws AND r.ticket_id = q.ticket_id
         WHERE q.workspace_id = ws));
END $$;
