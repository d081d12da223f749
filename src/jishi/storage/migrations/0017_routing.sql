-- Routing rules, and where they sent each ticket.

-- Every change is a new version; a rule that was taken away has no current one.
CREATE TABLE routing_rules (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    version int NOT NULL,
    position int NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL,
    rule jsonb NOT NULL,                        -- conditions and what follows, as dispatch/routing/model.py has them
    current boolean NOT NULL DEFAULT true,
    saved_at timestamptz NOT NULL,
    saved_by text NOT NULL,
    PRIMARY KEY (workspace_id, id, version)
);
CREATE UNIQUE INDEX routing_rules_current ON routing_rules (workspace_id, id) WHERE current;
SELECT protect('routing_rules');

-- The rule that is for a ticket, and what it says of it. No row: no rule is, and its type alone says where it goes.
CREATE TABLE routes (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    rule_id bigint NOT NULL,
    rule_version int NOT NULL,
    rule_name text NOT NULL,
    team_id bigint,                             -- null: the rule names none
    needs jsonb NOT NULL,                       -- [{skill_id, name, grade, required, drop_after}, …], dispatch/model.py's Need
    language_need text NOT NULL CHECK (language_need IN ('required', 'wished', 'ignored')),
    at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, ticket_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
SELECT protect('routes');

-- What a rule may ask of a customer's past, as seen at `at_` from a ticket that does not count itself (0: none does yet).
CREATE FUNCTION customer_history(ws bigint, customer bigint, except_ bigint, at_ timestamptz) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_remove(ARRAY[
               CASE WHEN count(*) = 0 THEN 'new' ELSE 'returning' END,
               CASE WHEN bool_or(t.state IN ('new', 'open', 'pending', 'on_hold')) THEN 'open_ticket' END,
               CASE WHEN bool_or(t.type = 'complaint' AND t.created_at > at_ - interval '30 days') THEN 'complained_30d' END,
               CASE WHEN bool_or((t.score <= 2 OR NOT t.satisfied) AND t.updated_at > at_ - interval '30 days')
                    THEN 'low_score_30d' END], NULL)
      FROM tickets t
     WHERE t.workspace_id = ws AND t.customer_id = customer AND t.id <> except_ AND t.created_at <= at_
       AND t.state <> 'discarded'
$$;

-- Tickets that nobody owns, as rules see them, and the rule that was last for each. `chosen`: a person chose the team, as the
-- newest decision that was about a team tells. What costs more is read only when some rule asks: the words of the customer,
-- the customer's past.
CREATE FUNCTION routing_asked(ws bigint, ids bigint[], with_text boolean, with_history boolean, at_ timestamptz)
RETURNS TABLE (id bigint, type text, level text, tier text, channel text, tags text[], fields jsonb, language text,
               team_id bigint, chosen boolean, rule_id bigint, rule_version int, sent_to bigint, said text, history text[])
LANGUAGE sql STABLE AS $$
    SELECT t.id, t.type, t.level, t.tier, t.channel, t.tags, t.fields, t.language, t.team_id,
           t.team_id IS NOT NULL AND coalesce((
               SELECT a.code = 'moved' OR a.team_id IS DISTINCT FROM t.team_id OR NOT coalesce((a.asked->>'routed')::boolean, false)
                 FROM assignments a
                WHERE a.workspace_id = ws AND a.ticket_id = t.id AND (a.code = 'moved' OR a.asked IS NOT NULL)
                ORDER BY a.id DESC LIMIT 1), true),
           r.rule_id, r.rule_version, r.team_id,
           CASE WHEN with_text THEN left(concat_ws(E'\n', t.subject, (
               SELECT string_agg(m.body, E'\n' ORDER BY m.received_at, m.id)
                 FROM (SELECT x.id, x.body, x.received_at FROM messages x
                        WHERE x.workspace_id = ws AND x.ticket_id = t.id AND x.author_kind = 'customer' AND x.public
                        ORDER BY x.received_at, x.id LIMIT 20) m)), 20000) END,
           CASE WHEN with_history THEN customer_history(ws, t.customer_id, t.id, at_) END
      FROM tickets t
      LEFT JOIN routes r ON r.workspace_id = ws AND r.ticket_id = t.id
     WHERE t.workspace_id = ws AND t.id = ANY (ids) AND t.owner_id IS NULL AND t.state IN ('new', 'open')
     ORDER BY t.id
$$;

-- `needs_` is one list of needs for each ticket.
CREATE FUNCTION keep_routes(ws bigint, ids bigint[], rules bigint[], versions int[], names text[], teams bigint[], needs_ jsonb,
                            languages text[], at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO routes
    SELECT ws, u.ticket, u.rule, u.version, u.name, u.team, needs_->(u.place::int - 1), u.language, at_
      FROM unnest(ids, rules, versions, names, teams, languages) WITH ORDINALITY
           AS u(ticket, rule, version, name, team, language, place)
     ORDER BY u.ticket
    ON CONFLICT (workspace_id, ticket_id)
    DO UPDATE SET rule_id = excluded.rule_id, rule_version = excluded.rule_version, rule_name = excluded.rule_name,
                  team_id = excluded.team_id, needs = excluded.needs, language_need = excluded.language_need, at = excluded.at
$$;

CREATE FUNCTION drop_routes(ws bigint, ids bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM routes WHERE workspace_id = ws AND ticket_id = ANY (ids)
$$;

-- A person has sent it to another team: the rule is for it no longer.
CREATE FUNCTION leave_route(ws bigint, ticket bigint, team bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM routes WHERE workspace_id = ws AND ticket_id = ticket AND team_id <> team
$$;
