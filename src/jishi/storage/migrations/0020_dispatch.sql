-- Dispatch of many at once, by all that a rule looks at.

-- `kind` is the same for tickets that differ only in how long they have waited: of each kind only a few can be the next.
ALTER TABLE queue
    ADD COLUMN open_to bigint[] NOT NULL DEFAULT '{}',              -- the teams that may take it; with 0 in it, everybody
    ADD COLUMN sort text NOT NULL DEFAULT '',                       -- what else makes its kind, as dispatch/kind.py says
    ADD COLUMN kind bigint NOT NULL DEFAULT 0,
    ADD COLUMN answer_at timestamptz NOT NULL DEFAULT 'infinity',   -- when its time to be answered is used, as of when it came here
    ADD COLUMN target real NOT NULL DEFAULT 28800,                  -- the seconds promised
    ADD COLUMN weight real NOT NULL DEFAULT 1,                      -- what being late with it costs against others
    ADD COLUMN service real NOT NULL DEFAULT 600;                   -- the seconds somebody is expected to work on it
CREATE INDEX queue_of_kind ON queue (workspace_id, kind, answer_at, ticket_id);

CREATE FUNCTION kind_of(open_to_ bigint[], sort_ text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT hashtextextended(array_to_string(open_to_, ',') || '|' || sort_, 0)
$$;
UPDATE queue SET open_to = ARRAY[team_id], kind = kind_of(ARRAY[team_id], ''), answer_at = least(due_at, since + interval '8 hours');

-- What the decisions of one transaction saw: everybody who was considered, kept once for all of them.
CREATE TABLE panels (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,                         -- a hash of the people, so that the same ones are kept once
    people jsonb NOT NULL,                      -- what seldom changes of each, as dispatch/record.py has it
    PRIMARY KEY (workspace_id, id)
);
SELECT protect('panels');

CREATE TABLE desks (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    panel_id bigint NOT NULL,
    state jsonb NOT NULL,                       -- [[load, idle since, status], …] of the panel's people, in their order
    scene jsonb NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
SELECT protect('desks');

ALTER TABLE assignments
    ADD COLUMN strategy text,
    ADD COLUMN scene jsonb,                     -- dispatch/model.py's Scene; with a desk only what differs from the desk's
    ADD COLUMN desk_id bigint,                  -- who was considered stands there; null: in `considered`
    ADD COLUMN verdicts text,                   -- of the panel's people, a letter each, as dispatch/record.py has them
    ADD COLUMN changed jsonb;                   -- [person, load, …]: who had been given something since the desk was seen

-- The dispatcher's reactions are a lane of their own, in order per ticket for themselves, so that nobody waits for an owner
-- behind what can be done later. One worker is on it at a time: the others would only wait for their turn to dispatch.
CREATE INDEX outbox_of_dispatch ON outbox (workspace_id, seq) WHERE parked_at IS NULL AND reaction LIKE 'dispatch.%';

-- The first that are due, all of a ticket together; none of one of which something is to be tried again later.
CREATE FUNCTION claim_dispatch(ws bigint, before timestamptz, most int)
RETURNS TABLE (fact_id bigint, reaction text, seq bigint, attempts int, at timestamptz, kind text, by text, ticket_id bigint,
               data jsonb) LANGUAGE plpgsql AS $$
DECLARE
    later bigint[];
BEGIN
    IF pg_try_advisory_xact_lock(hashtextextended('jishi.dispatch_lane', ws)) THEN
        later := ARRAY(SELECT DISTINCT e.ticket_id FROM outbox e
                        WHERE e.workspace_id = ws AND e.parked_at IS NULL AND e.run_at > before AND e.attempts > 0
                          AND e.reaction LIKE 'dispatch.%' AND e.ticket_id IS NOT NULL);
        RETURN QUERY
        SELECT o.fact_id, o.reaction, o.seq, o.attempts, j.at, j.kind, j.by, j.ticket_id, j.data
          FROM outbox o JOIN journal j ON j.workspace_id = ws AND j.id = o.fact_id
         WHERE o.workspace_id = ws AND o.parked_at IS NULL AND o.run_at <= before AND o.reaction LIKE 'dispatch.%'
           AND (o.ticket_id IS NULL OR o.ticket_id <> ALL (later))
         ORDER BY o.seq LIMIT most
           FOR UPDATE OF o SKIP LOCKED;
    END IF;
END $$;

-- Facts, and of each the reactions that follow from it: `of_facts` are their places among the facts, from 1.
DROP FUNCTION record_facts;
GRANT USAGE ON SEQUENCE journal_id_seq TO jishi_app;
CREATE FUNCTION record_facts(ws bigint, at_ timestamptz[], kinds text[], bys text[], tickets bigint[], datas jsonb[],
                             of_facts int[], reactions text[], now_ timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH facts AS MATERIALIZED (
        SELECT nextval('journal_id_seq') AS id, u.*
          FROM (SELECT x.* FROM unnest(at_, kinds, bys, tickets, datas) WITH ORDINALITY AS x(at, kind, by, ticket_id, data, n)
                 ORDER BY x.n) u),
    recorded AS (
        INSERT INTO journal (workspace_id, id, at, kind, by, ticket_id, data) OVERRIDING SYSTEM VALUE
        SELECT ws, f.id, f.at, f.kind, f.by, f.ticket_id, f.data FROM facts f ORDER BY f.n)
    INSERT INTO outbox (workspace_id, fact_id, reaction, ticket_id, run_at)
    SELECT ws, f.id, r.reaction, f.ticket_id, now_
      FROM unnest(of_facts, reactions) WITH ORDINALITY AS r(of_fact, reaction, n) JOIN facts f ON f.n = r.of_fact
     ORDER BY r.n;
END $$;

-- Where the dispatcher has something to do: one probe per workspace. It looks across workspaces, and only reads.
CREATE FUNCTION workspaces_to_dispatch(before timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    WITH RECURSIVE w AS (
        (SELECT o.workspace_id FROM outbox o WHERE o.parked_at IS NULL AND o.reaction LIKE 'dispatch.%'
          ORDER BY o.workspace_id LIMIT 1)
        UNION ALL
        SELECT (SELECT o.workspace_id FROM outbox o
                 WHERE o.parked_at IS NULL AND o.reaction LIKE 'dispatch.%' AND o.workspace_id > w.workspace_id
                 ORDER BY o.workspace_id LIMIT 1) FROM w WHERE w.workspace_id IS NOT NULL
    )
    SELECT w.workspace_id FROM w WHERE w.workspace_id IS NOT NULL AND EXISTS (
        SELECT FROM outbox o WHERE o.workspace_id = w.workspace_id AND o.parked_at IS NULL AND o.reaction LIKE 'dispatch.%'
           AND o.run_at <= before)
$$;

DROP FUNCTION dispatch_ticket, dispatch_desk, dispatch_awaited, dispatch_queued, dispatch_asked, enter_queue, record_decision;

CREATE FUNCTION enter_queue(ws bigint, ticket bigint, team bigint, at_ timestamptz, code_ text, params_ jsonb, routed_ boolean,
                            level_ int, tier_ int, due timestamptz, created timestamptz, open_ jsonb, sort_ text, answer timestamptz,
                            target_ float8, weight_ float8, service_ float8) RETURNS void LANGUAGE sql AS $$
    INSERT INTO queue (workspace_id, ticket_id, team_id, since, code, params, routed, level, tier, due_at, created_at, open_to, sort,
                       kind, answer_at, target, weight, service)
    SELECT ws, ticket, team, at_, code_, params_, routed_, level_, tier_, coalesce(due, 'infinity'), created, o.teams, sort_,
           kind_of(o.teams, sort_), answer, target_, weight_, service_
      FROM (SELECT ARRAY(SELECT e::bigint FROM jsonb_array_elements_text(open_->'list') e ORDER BY 1) AS teams) o
    ON CONFLICT (workspace_id, ticket_id)
    DO UPDATE SET team_id = team, code = code_, params = params_, routed = routed_, level = level_, tier = tier_,
                  due_at = excluded.due_at, open_to = excluded.open_to, sort = sort_, kind = excluded.kind, answer_at = answer,
                  target = target_, weight = weight_, service = service_
$$;

CREATE FUNCTION enter_queues(ws bigint, tickets_ bigint[], teams bigint[], ats timestamptz[], codes text[], params_ jsonb[],
                             routeds boolean[], levels int[], tiers int[], dues timestamptz[], createds timestamptz[], opens jsonb[],
                             sorts text[], answers timestamptz[], targets float8[], weights float8[], services float8[])
RETURNS void LANGUAGE sql AS $$
    SELECT enter_queue(ws, u.ticket, u.team, u.at_, u.code_, u.params_, u.routed_, u.level_, u.tier_, u.due, u.created, u.open_,
                       u.sort_, u.answer, u.target_, u.weight_, u.service_)
      FROM unnest(tickets_, teams, ats, codes, params_, routeds, levels, tiers, dues, createds, opens, sorts, answers, targets,
                  weights, services) AS u(ticket, team, at_, code_, params_, routed_, level_, tier_, due, created, open_, sort_,
                                          answer, target_, weight_, service_)
$$;

CREATE FUNCTION leave_queues(ws bigint, tickets_ bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM queue WHERE workspace_id = ws AND ticket_id = ANY (tickets_)
$$;

CREATE FUNCTION record_decision(ws bigint, ticket bigint, at_ timestamptz, agent bigint, team bigint, by_ text, code_ text,
                                params_ jsonb, asked_ jsonb, strategy_ text, scene_ jsonb, considered_ jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params, asked, strategy, scene, considered)
    VALUES (ws, ticket, at_, agent, team, by_, code_, params_, asked_, strategy_, scene_, considered_)
$$;

CREATE FUNCTION keep_desk(ws bigint, desk bigint, panel bigint, people_ jsonb, state_ jsonb, scene_ jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO panels VALUES (ws, panel, people_) ON CONFLICT DO NOTHING;
    INSERT INTO desks VALUES (ws, desk, panel, state_, scene_)
$$;

CREATE FUNCTION record_seating(ws bigint, ticket bigint, at_ timestamptz, agent bigint, team bigint, code_ text, params_ jsonb,
                               asked_ jsonb, strategy_ text, scene_ jsonb, desk bigint, verdicts_ text, changed_ jsonb)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params, asked, strategy, scene, desk_id,
                             verdicts, changed)
    VALUES (ws, ticket, at_, agent, team, 'dispatcher', code_, params_, asked_, strategy_, scene_, desk, verdicts_, changed_)
$$;

CREATE FUNCTION record_seatings(ws bigint, tickets_ bigint[], ats timestamptz[], agents_ bigint[], teams bigint[], codes text[],
                                params_ jsonb[], asked_ jsonb[], strategies text[], scenes jsonb[], desks_ bigint[], verdicts_ text[],
                                changed_ jsonb[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params, asked, strategy, scene, desk_id,
                             verdicts, changed)
    SELECT ws, u.ticket, u.at_, u.agent, u.team, 'dispatcher', u.code_, u.params_, u.asked_, u.strategy_, u.scene_, u.desk,
           u.verdict, u.changed_->'list'
      FROM unnest(tickets_, ats, agents_, teams, codes, params_, asked_, strategies, scenes, desks_, verdicts_, changed_)
           WITH ORDINALITY AS u(ticket, at_, agent, team, code_, params_, asked_, strategy_, scene_, desk, verdict, changed_, n)
     ORDER BY u.n
$$;

-- What many tickets have become with an owner.
CREATE FUNCTION own_tickets(ws bigint, ids bigint[], owners bigint[], teams bigint[], states text[], served boolean[],
                            at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE tickets t SET owner_id = u.owner, team_id = u.team, state = u.state, self_served = u.served, updated_at = at_
      FROM unnest(ids, owners, teams, states, served) AS u(id, owner, team, state, served)
     WHERE t.workspace_id = ws AND t.id = u.id
$$;

-- A timer that was saved twice is as it was saved last.
CREATE FUNCTION save_all_timers(ws bigint, rows_ jsonb[]) RETURNS void LANGUAGE sql AS $$
    SELECT save_timers(ws, (
        SELECT jsonb_agg(l.timer) FROM (
            SELECT DISTINCT ON (e.timer->>'id') e.timer
              FROM unnest(rows_) WITH ORDINALITY AS u(given, n)
             CROSS JOIN LATERAL jsonb_array_elements(u.given->'list') AS e(timer)
             ORDER BY e.timer->>'id', u.n DESC) l))
$$;

-- What was given and worked on over some days, for how fairly it was shared.
CREATE INDEX assignments_given ON assignments (workspace_id, at) WHERE agent_id IS NOT NULL;
CREATE INDEX journal_of_work ON journal (workspace_id, at) WHERE kind = 'WorkLeft';
