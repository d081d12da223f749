-- Skills, languages, weights of channels, and what each ticket weighs.
CREATE TABLE skills (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX skills_by_name ON skills (workspace_id, lower(name));
SELECT protect('skills');

CREATE TABLE agent_skills (
    workspace_id bigint NOT NULL,
    person_id bigint NOT NULL,
    skill_id bigint NOT NULL,
    grade int NOT NULL CHECK (grade BETWEEN 1 AND 5),  -- 1 newcomer, 5 veteran
    PRIMARY KEY (workspace_id, person_id, skill_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, skill_id) REFERENCES skills ON DELETE CASCADE
);
CREATE INDEX agent_skills_of_skill ON agent_skills (workspace_id, skill_id);
SELECT protect('agent_skills');

ALTER TABLE agents
    DROP CONSTRAINT agents_status_check,
    DROP CONSTRAINT agents_wanted_check,
    DROP CONSTRAINT agents_source_check,
    ADD CONSTRAINT agents_status_check CHECK (status IN ('online', 'away', 'break', 'wrap_up', 'offline')),
    ADD CONSTRAINT agents_wanted_check CHECK (wanted IN ('online', 'away', 'break', 'wrap_up', 'offline')),
    ADD CONSTRAINT agents_source_check CHECK (source IN ('console', 'api', 'demo', 'dispatch')),
    ADD COLUMN until timestamptz,               -- when a break, an absence or a wrap-up ends by itself: online again
    ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
    ALTER COLUMN capacity SET DEFAULT 12;       -- places; `load` is the sum of the seats
UPDATE agents SET capacity = 12 WHERE capacity = 8;

-- What a ticket of a channel takes of a person. No row: as default_channel says.
CREATE TABLE channel_weights (
    workspace_id bigint NOT NULL,
    channel text NOT NULL,
    weight int NOT NULL CHECK (weight BETWEEN 1 AND 1000),
    idle_after int CHECK (idle_after BETWEEN 1 AND 86400),      -- seconds without a message after an answer; null: never idle
    idle_weight int NOT NULL DEFAULT 0 CHECK (idle_weight BETWEEN 0 AND 1000),
    wrap_up int NOT NULL DEFAULT 0 CHECK (wrap_up BETWEEN 0 AND 3600),
    PRIMARY KEY (workspace_id, channel)
);
SELECT protect('channel_weights');

-- What each ticket that counts takes of its owner now. The sum of somebody's seats is their load. No foreign key to tickets:
-- whoever changes a seat holds the ticket already, and a ticket is only deleted when it no longer counts.
CREATE TABLE seats (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    person_id bigint NOT NULL,
    channel text NOT NULL,
    idle boolean NOT NULL DEFAULT false,        -- answered, and nobody has said anything for a while
    weight int NOT NULL,
    PRIMARY KEY (workspace_id, ticket_id)
) WITH (fillfactor = 70, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.0);
CREATE INDEX seats_of_person ON seats (workspace_id, person_id);
SELECT protect('seats');

-- How long somebody works on a ticket of a type, learned. Person 0: all; type '': all. `seconds` is the mean of `n`; whoever asks draws
-- a person's towards that of all: (n · mean + 5 · that) / (n + 5).
CREATE TABLE handling (
    workspace_id bigint NOT NULL,
    person_id bigint NOT NULL,
    type text NOT NULL,
    n int NOT NULL,
    seconds double precision NOT NULL,
    PRIMARY KEY (workspace_id, person_id, type)
) WITH (fillfactor = 80);
SELECT protect('handling');

-- The weights that a desk starts with; the same as workforce/model.py's WEIGHTS.
CREATE FUNCTION default_channel(channel_ text, OUT weight int, OUT idle_after int, OUT idle_weight int, OUT wrap_up int)
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN channel_ = 'phone' THEN 12
                WHEN channel_ IN ('chat', 'wechat', 'wechat_kf', 'wecom', 'feishu', 'dingtalk') THEN 4 ELSE 1 END,
           CASE WHEN channel_ = 'phone' THEN 300
                WHEN channel_ IN ('chat', 'wechat', 'wechat_kf', 'wecom', 'feishu', 'dingtalk') THEN 600 END,
           CASE WHEN channel_ = 'phone' THEN 1 ELSE 0 END, 0
$$;

CREATE FUNCTION channel_of(ws bigint, channel_ text, OUT weight int, OUT idle_after int, OUT idle_weight int, OUT wrap_up int)
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN w.channel IS NULL THEN d.weight ELSE w.weight END,
           CASE WHEN w.channel IS NULL THEN d.idle_after ELSE w.idle_after END,
           CASE WHEN w.channel IS NULL THEN d.idle_weight ELSE w.idle_weight END,
           CASE WHEN w.channel IS NULL THEN d.wrap_up ELSE w.wrap_up END
      FROM default_channel(channel_) d
      LEFT JOIN channel_weights w ON w.workspace_id = ws AND w.channel = channel_
$$;

-- What a ticket that comes in by a channel takes of somebody with room enough.
CREATE FUNCTION weight_of(ws bigint, channel_ text) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT c.weight FROM channel_of(ws, channel_) c
$$;

-- What it takes of a person: never more than the whole of them. An owner without places has what they own all the same.
CREATE FUNCTION seat_weight(ws bigint, channel_ text, idle_ boolean, capacity int) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN idle_ AND c.idle_after IS NOT NULL THEN least(c.idle_weight, c.weight, greatest(capacity, 1))
                ELSE least(c.weight, greatest(capacity, 1)) END
      FROM channel_of(ws, channel_) c
$$;

-- The seats that the tickets say there should be.
CREATE FUNCTION true_seats(ws bigint)
RETURNS TABLE (ticket_id bigint, person_id bigint, channel text, idle boolean, weight int) LANGUAGE sql STABLE AS $$
    SELECT t.id, t.owner_id, t.channel, t.idle, seat_weight(ws, t.channel, t.idle, coalesce(a.capacity, 12))
      FROM (SELECT x.id, x.owner_id, x.channel, x.waiting_since IS NULL AND coalesce(s.idle, false) AS idle
              FROM tickets x LEFT JOIN seats s ON s.workspace_id = ws AND s.ticket_id = x.id
             WHERE x.workspace_id = ws AND x.owner_id IS NOT NULL AND x.state IN ('new', 'open')) t
      LEFT JOIN agents a ON a.workspace_id = ws AND a.person_id = t.owner_id
$$;

-- Tickets that nobody waits for an answer on may fall idle from `at_` on.
CREATE FUNCTION await_idleness(ws bigint, tickets_ bigint[], at_ timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_alarm(ws, 'workforce.seat_idles', s.ticket_id, '', at_ + make_interval(secs => c.idle_after))
      FROM (SELECT x.ticket_id, x.channel FROM seats x JOIN tickets t ON t.workspace_id = ws AND t.id = x.ticket_id
             WHERE x.workspace_id = ws AND x.ticket_id = ANY (tickets_) AND t.waiting_since IS NULL OFFSET 0) s,
           channel_of(ws, s.channel) c
     WHERE c.idle_after IS NOT NULL;
END $$;

-- Who has what seat from now on; `owners[i]` null: `tickets_[i]` counts for nobody. A ticket named twice is as named last.
-- Agents are locked in the order of their ids before anything is read, so that two hand-overs never wait for each other and
-- none weighs with a capacity that is about to change. An owner who takes no tickets has no row yet: they are counted all the same.
CREATE FUNCTION keep_seats(ws bigint, at_ timestamptz, tickets_ bigint[], owners bigint[], given bigint[], given_at_ timestamptz[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM agents a WHERE a.workspace_id = ws AND a.person_id = ANY (owners || given || ARRAY(
        SELECT s.person_id FROM seats s WHERE s.workspace_id = ws AND s.ticket_id = ANY (tickets_)))
      ORDER BY a.person_id FOR NO KEY UPDATE;
    INSERT INTO agents (workspace_id, person_id, active, status_since)
    SELECT ws, u.person, false, at_ FROM unnest(owners || given) AS u(person)
     WHERE u.person IS NOT NULL AND NOT EXISTS (SELECT FROM agents a WHERE a.workspace_id = ws AND a.person_id = u.person)
     GROUP BY u.person ORDER BY u.person
    ON CONFLICT DO NOTHING;
    WITH wished AS (
        SELECT DISTINCT ON (u.ticket) u.ticket, u.owner
          FROM unnest(tickets_, owners) WITH ORDINALITY AS u(ticket, owner, n) ORDER BY u.ticket, u.n DESC),
    theirs AS MATERIALIZED (
        SELECT w.ticket, w.owner, t.channel FROM wished w JOIN tickets t ON t.workspace_id = ws AND t.id = w.ticket),
    weights AS MATERIALIZED (
        SELECT c.channel, x.weight FROM (SELECT DISTINCT t.channel FROM theirs t) c, channel_of(ws, c.channel) x),
    kept AS MATERIALIZED (
        SELECT w.ticket, w.owner, w.channel, least(x.weight, greatest(a.capacity, 1)) AS weight, s.person_id AS was, s.weight AS had
          FROM theirs w
          JOIN weights x ON x.channel = w.channel
          LEFT JOIN seats s ON s.workspace_id = ws AND s.ticket_id = w.ticket
          LEFT JOIN agents a ON a.workspace_id = ws AND a.person_id = w.owner),
    left_ AS (
        DELETE FROM seats s USING kept k WHERE s.workspace_id = ws AND s.ticket_id = k.ticket AND k.owner IS NULL),
    taken AS (
        INSERT INTO seats (workspace_id, ticket_id, person_id, channel, weight)
        SELECT ws, k.ticket, k.owner, k.channel, k.weight FROM kept k WHERE k.owner IS NOT NULL
        ON CONFLICT (workspace_id, ticket_id)
        DO UPDATE SET person_id = excluded.person_id, idle = false, weight = excluded.weight)
    UPDATE agents a SET load = a.load + d.change, given_at = greatest(a.given_at, d.given)
      FROM (SELECT c.person, sum(c.change)::int AS change, max(c.given) AS given
              FROM (SELECT k.owner AS person, k.weight AS change, NULL::timestamptz AS given FROM kept k WHERE k.owner IS NOT NULL
                    UNION ALL SELECT k.was, -k.had, NULL FROM kept k WHERE k.was IS NOT NULL
                    UNION ALL SELECT g.person, 0, g.at FROM unnest(given, given_at_) AS g(person, at)) c
             GROUP BY c.person) d
     WHERE a.workspace_id = ws AND a.person_id = d.person;
    PERFORM await_idleness(ws, tickets_, at_);
END $$;

-- Whether a seat is idle from now on, and what that changes. Its ticket is held; its owner is locked before anything is weighed.
CREATE FUNCTION set_idle(ws bigint, ticket bigint, person bigint, idle_ boolean) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    places int;
    had int;
    has int;
BEGIN
    SELECT a.capacity INTO places FROM agents a WHERE a.workspace_id = ws AND a.person_id = person FOR NO KEY UPDATE;
    SELECT s.weight, seat_weight(ws, s.channel, idle_, places) INTO had, has FROM seats s
     WHERE s.workspace_id = ws AND s.ticket_id = ticket;
    UPDATE agents a SET load = a.load + has - had WHERE a.workspace_id = ws AND a.person_id = person AND has <> had;
    UPDATE seats s SET idle = idle_, weight = has WHERE s.workspace_id = ws AND s.ticket_id = ticket;
    RETURN has - had;
END $$;

-- Somebody said something on a ticket: a seat that had fallen idle counts again.
CREATE FUNCTION wake_seat(ws bigint, ticket bigint, at_ timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_idle(ws, s.ticket_id, s.person_id, false) FROM seats s
      WHERE s.workspace_id = ws AND s.ticket_id = ticket AND s.idle;
    PERFORM await_idleness(ws, ARRAY[ticket], at_);
END $$;

-- Nobody has said anything on an answered ticket for as long as its channel allows. Who has more room for it, or null. The ticket
-- is held first, as by everybody who gives it another seat.
CREATE FUNCTION ease_seat(ws bigint, ticket bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
BEGIN
    PERFORM FROM tickets t WHERE t.workspace_id = ws AND t.id = ticket AND t.waiting_since IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT s.person_id INTO person FROM seats s, channel_of(ws, s.channel) c
     WHERE s.workspace_id = ws AND s.ticket_id = ticket AND NOT s.idle AND c.idle_after IS NOT NULL;
    IF person IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN CASE WHEN set_idle(ws, ticket, person, true) < 0 THEN person END;
END $$;

-- The seats of one person, or of all when `person` is null, weighed anew.
CREATE FUNCTION weigh_seats(ws bigint, person bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM agents a WHERE a.workspace_id = ws AND (person IS NULL OR a.person_id = person)
      ORDER BY a.person_id FOR NO KEY UPDATE;
    WITH weighed AS MATERIALIZED (
        SELECT s.ticket_id, s.person_id, s.weight AS had, seat_weight(ws, s.channel, s.idle, a.capacity) AS weight
          FROM seats s JOIN agents a ON a.workspace_id = ws AND a.person_id = s.person_id
         WHERE s.workspace_id = ws AND (person IS NULL OR s.person_id = person)),
    kept AS (
        UPDATE seats s SET weight = w.weight FROM weighed w
         WHERE s.workspace_id = ws AND s.ticket_id = w.ticket_id AND w.weight <> w.had)
    UPDATE agents a SET load = a.load + d.change
      FROM (SELECT w.person_id, sum(w.weight - w.had)::int AS change FROM weighed w GROUP BY w.person_id) d
     WHERE a.workspace_id = ws AND a.person_id = d.person_id AND d.change <> 0;
END $$;

-- Other weights of some channels, and all seats weighed by them. Answered tickets start their wait to fall idle anew.
CREATE FUNCTION save_channel_weights(ws bigint, at_ timestamptz, channels text[], weights int[], idle_afters int[],
                                     idle_weights int[], wrap_ups int[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM agents a WHERE a.workspace_id = ws ORDER BY a.person_id FOR NO KEY UPDATE;
    INSERT INTO channel_weights SELECT ws, u.* FROM unnest(channels, weights, idle_afters, idle_weights, wrap_ups) u
    ON CONFLICT (workspace_id, channel)
    DO UPDATE SET weight = excluded.weight, idle_after = excluded.idle_after, idle_weight = excluded.idle_weight,
                  wrap_up = excluded.wrap_up;
    PERFORM weigh_seats(ws, NULL);
    PERFORM await_idleness(ws, ARRAY(SELECT s.ticket_id FROM seats s WHERE s.workspace_id = ws AND NOT s.idle), at_);
    PERFORM renew_settings(ws);
END $$;

DROP FUNCTION save_capacity;
CREATE FUNCTION save_capacity(ws bigint, person bigint, capacity_ int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agents SET capacity = capacity_ WHERE workspace_id = ws AND person_id = person;
    PERFORM weigh_seats(ws, person);
END $$;

DROP FUNCTION save_presence;
CREATE FUNCTION save_presence(ws bigint, person bigint, status_ text, wanted_ text, since timestamptz, seen timestamptz, source_ text,
                              until_ timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE agents SET status = status_, wanted = wanted_, status_since = since, seen_at = seen, source = source_, until = until_
     WHERE workspace_id = ws AND person_id = person
$$;

DROP FUNCTION shift_load;
DROP FUNCTION recount_loads;
DROP FUNCTION miscounted_loads;

-- Whose load is not what the tickets say, or whose seats are not. `counted` is what it should be.
CREATE FUNCTION miscounted_loads(ws bigint) RETURNS TABLE (person_id bigint, load int, counted int) LANGUAGE sql STABLE AS $$
    SELECT p.person_id, coalesce(a.load, 0), coalesce(t.weight, 0)::int
      FROM (SELECT x.person_id FROM agents x WHERE x.workspace_id = ws
            UNION SELECT x.person_id FROM true_seats(ws) x UNION SELECT x.person_id FROM seats x WHERE x.workspace_id = ws) p
      LEFT JOIN agents a ON a.workspace_id = ws AND a.person_id = p.person_id
      LEFT JOIN (SELECT x.person_id, sum(x.weight) AS weight, array_agg(x.ticket_id ORDER BY x.ticket_id) AS tickets
                   FROM true_seats(ws) x GROUP BY x.person_id) t ON t.person_id = p.person_id
      LEFT JOIN (SELECT x.person_id, sum(x.weight) AS weight, array_agg(x.ticket_id ORDER BY x.ticket_id) AS tickets
                   FROM seats x WHERE x.workspace_id = ws GROUP BY x.person_id) s ON s.person_id = p.person_id
     WHERE coalesce(a.load, 0) <> coalesce(t.weight, 0) OR coalesce(s.weight, 0) <> coalesce(t.weight, 0)
        OR s.tickets IS DISTINCT FROM t.tickets
$$;

-- Counts anew what was written past the desk's own verbs, such as a bulk import. The lock keeps everyone who changes a seat
-- waiting until the count is stored, and waits for those who already hold an agent: a weaker one would be a deadlock with them.
CREATE FUNCTION recount_loads(ws bigint, at_ timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint[];
BEGIN
    LOCK TABLE agents IN EXCLUSIVE MODE;
    wrong := ARRAY(SELECT m.person_id FROM miscounted_loads(ws) m);
    IF wrong = '{}' THEN
        RETURN 0;
    END IF;
    INSERT INTO agents (workspace_id, person_id, active, status_since)
    SELECT ws, u.person, false, at_ FROM unnest(wrong) AS u(person) ORDER BY u.person ON CONFLICT DO NOTHING;
    WITH wished AS MATERIALIZED (SELECT * FROM true_seats(ws)),
    gone AS (
        DELETE FROM seats s WHERE s.workspace_id = ws AND NOT EXISTS (SELECT FROM wished w WHERE w.ticket_id = s.ticket_id))
    INSERT INTO seats SELECT ws, w.* FROM wished w
    ON CONFLICT (workspace_id, ticket_id)
    DO UPDATE SET person_id = excluded.person_id, channel = excluded.channel, idle = excluded.idle, weight = excluded.weight;
    UPDATE agents a SET load = coalesce((SELECT sum(s.weight) FROM seats s WHERE s.workspace_id = ws AND s.person_id = a.person_id), 0)
     WHERE a.workspace_id = ws AND a.person_id = ANY (wrong);
    PERFORM await_idleness(ws, ARRAY(SELECT s.ticket_id FROM seats s WHERE s.workspace_id = ws AND NOT s.idle), at_);
    RETURN cardinality(wrong);
END $$;

-- What was learned of some people's work, in the order of keys, so that two who learn never wait for each other. Of the last
-- 200 or so: who has become quicker is seen to be.
CREATE FUNCTION learn_handling(ws bigint, people bigint[], types text[], seconds_ double precision[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    seen record;
BEGIN
    FOR seen IN
        SELECT k.person, k.type, u.seconds
          FROM unnest(people, types, seconds_) WITH ORDINALITY AS u(person, type, seconds, n),
               LATERAL (SELECT DISTINCT p.person, t.type FROM (VALUES (0), (u.person)) p(person),
                                             (VALUES (''), (coalesce(u.type, ''))) t(type)) k
         ORDER BY k.person, k.type, u.n
    LOOP
        -- What is known of all begins as five tickets more: of all types for one type, of the model's ten minutes for all.
        INSERT INTO handling AS h
        SELECT ws, seen.person, seen.type, CASE seen.person WHEN 0 THEN 6 ELSE 1 END,
               CASE seen.person WHEN 0 THEN (seen.seconds + 5 * coalesce(max(x.seconds), 600)) / 6 ELSE seen.seconds END
          FROM handling x WHERE x.workspace_id = ws AND x.person_id = 0 AND x.type = ''
        ON CONFLICT (workspace_id, person_id, type)
        DO UPDATE SET n = least(h.n + 1, 200), seconds = h.seconds + (seen.seconds - h.seconds) / least(h.n + 1, 200);
    END LOOP;
END $$;

-- The seats of what is owned already.
INSERT INTO seats SELECT w.workspace_id, s.* FROM workspaces w, true_seats(w.workspace_id) s;
UPDATE agents a SET load = coalesce((
    SELECT sum(s.weight) FROM seats s WHERE s.workspace_id = a.workspace_id AND s.person_id = a.person_id), 0);
