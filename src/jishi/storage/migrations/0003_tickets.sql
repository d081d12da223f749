CREATE TABLE tickets (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    number text NOT NULL,                      -- YYYYMMDD of the day it was filed, then that day's sequence
    subject text NOT NULL,
    state text NOT NULL CHECK (state IN ('new', 'open', 'pending', 'on_hold', 'solved', 'closed')),
    channel text NOT NULL,
    type text,
    level text NOT NULL CHECK (level IN ('urgent', 'important', 'normal')),
    tier text NOT NULL,
    customer_id bigint NOT NULL,
    team_id bigint,
    owner_id bigint,
    tags text[] NOT NULL DEFAULT '{}',
    fields jsonb NOT NULL DEFAULT '{}',
    language text,
    external_id text,
    thread_key text,
    created_at timestamptz NOT NULL,           -- when the channel received it
    filed_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    waiting_since timestamptz,                 -- first unanswered customer message
    first_answered_at timestamptz,             -- first public reply by a human
    first_answered_by bigint,
    solved_at timestamptz,
    solved_by bigint,
    closed_at timestamptz,
    outcome text,
    reopen_count int NOT NULL DEFAULT 0,
    pending_until timestamptz,
    hold_reason text,
    satisfied boolean,
    score smallint CHECK (score BETWEEN 1 AND 5),
    comment text,
    due_at timestamptz,                        -- the nearest running promise; kept by the clock, for lists
    warn_at timestamptz,
    warned boolean NOT NULL DEFAULT false,     -- the warning of `due_at` was reached
    imported boolean NOT NULL DEFAULT false,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, number),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX tickets_external ON tickets (workspace_id, channel, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX tickets_thread ON tickets (workspace_id, channel, thread_key) WHERE thread_key IS NOT NULL;
CREATE INDEX tickets_newest ON tickets (workspace_id, created_at, id);
CREATE INDEX tickets_of_customer ON tickets (workspace_id, customer_id, created_at);
CREATE INDEX tickets_of_owner ON tickets (workspace_id, owner_id, due_at, id) WHERE state IN ('new', 'open', 'pending', 'on_hold') AND owner_id IS NOT NULL;
CREATE INDEX tickets_due ON tickets (workspace_id, due_at, id) WHERE state IN ('new', 'open', 'pending', 'on_hold');
CREATE INDEX tickets_soon ON tickets (workspace_id, due_at, id) WHERE warned AND state IN ('new', 'open', 'pending', 'on_hold');
CREATE INDEX tickets_unassigned ON tickets (workspace_id, created_at, id) WHERE owner_id IS NULL AND state IN ('new', 'open');
CREATE INDEX tickets_waiting ON tickets (workspace_id, state, updated_at, id) WHERE state IN ('pending', 'solved');
CREATE INDEX tickets_of_team ON tickets (workspace_id, team_id, created_at, id) WHERE state IN ('new', 'open', 'pending', 'on_hold');
SELECT protect('tickets');

CREATE TABLE messages (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    author_kind text NOT NULL CHECK (author_kind IN ('customer', 'agent', 'collaborator', 'bot', 'system')),
    author_id bigint,                          -- customer or person, by author_kind
    author_name text NOT NULL,
    public boolean NOT NULL,
    channel text NOT NULL,
    body text NOT NULL,
    external_id text,
    received_at timestamptz NOT NULL,          -- when the channel received it
    filed_at timestamptz NOT NULL,
    attachments jsonb NOT NULL DEFAULT '[]',   -- [{id, name, type, size}]
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CREATE INDEX messages_of_ticket ON messages (workspace_id, ticket_id, received_at, id);
CREATE UNIQUE INDEX messages_external ON messages (workspace_id, channel, external_id) WHERE external_id IS NOT NULL;
SELECT protect('messages');

CREATE TABLE attachments (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    ticket_id bigint,                          -- null until a message takes it
    message_id bigint,
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    key text NOT NULL,                         -- where the blob store keeps it
    added_by text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX attachments_of_ticket ON attachments (workspace_id, ticket_id);
SELECT protect('attachments');

CREATE TABLE ticket_followers (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    person_id bigint NOT NULL,
    PRIMARY KEY (workspace_id, ticket_id, person_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX ticket_followers_of_person ON ticket_followers (workspace_id, person_id);
SELECT protect('ticket_followers');

-- A day's numbers are the workspace's own sequence less `base`. Drawing from a sequence waits for nobody.
CREATE TABLE ticket_days (
    workspace_id bigint NOT NULL,
    day date NOT NULL,
    base bigint NOT NULL,
    imported bigint NOT NULL DEFAULT 0,        -- numbers given to imported history of that day
    PRIMARY KEY (workspace_id, day)
);
SELECT protect('ticket_days');

CREATE FUNCTION make_ticket_numbers(ws bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = jishi AS $$
BEGIN
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS ticket_numbers_%s', ws);
    EXECUTE format('GRANT USAGE ON SEQUENCE ticket_numbers_%s TO jishi_app', ws);
END $$;

-- The next number of a day. Called bare, so the day's first row is committed at once and nobody waits for a ticket's transaction.
CREATE FUNCTION draw_ticket_number(ws bigint, day_ date) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    drawn bigint := nextval(format('ticket_numbers_%s', ws)::regclass);
    start bigint;
BEGIN
    SELECT base INTO start FROM ticket_days WHERE workspace_id = ws AND day = day_;
    IF NOT FOUND THEN
        INSERT INTO ticket_days (workspace_id, day, base) VALUES (ws, day_, drawn - 1) ON CONFLICT DO NOTHING;
        SELECT base INTO start FROM ticket_days WHERE workspace_id = ws AND day = day_;
        IF drawn <= start THEN  -- another ticket won the day's first row with a later draw
            drawn := nextval(format('ticket_numbers_%s', ws)::regclass);
        END IF;
    END IF;
    RETURN to_char(day_, 'YYYYMMDD') || CASE WHEN drawn - start < 1000 THEN lpad((drawn - start)::text, 3, '0')
                                             ELSE (drawn - start)::text END;
END $$;

-- All that must be known to file a message: one row, in one round trip.
CREATE FUNCTION intake_context(ws bigint, now_ timestamptz, kinds text[], handle_values text[], channel_ text, thread text, external text)
RETURNS TABLE (settings_version bigint, customer jsonb, ticket jsonb, duplicate boolean, number text) LANGUAGE plpgsql AS $$
DECLARE
    there tickets%ROWTYPE;
    today date;
BEGIN
    PERFORM enter(ws);
    SELECT w.settings_version, (now_ AT TIME ZONE w.zone)::date INTO settings_version, today FROM workspaces w WHERE w.workspace_id = ws;
    SELECT to_jsonb(c) INTO customer FROM customers c WHERE c.workspace_id = ws AND c.id = (
        -- LATERAL … LIMIT: one probe of the key each. A join, planned while the table was empty, would read all handles for ever.
        SELECT h.customer_id FROM unnest(kinds, handle_values) WITH ORDINALITY AS u(kind, value, n) CROSS JOIN LATERAL (
                   SELECT x.customer_id FROM customer_handles x
                    WHERE x.workspace_id = ws AND x.kind = u.kind AND x.value = u.value LIMIT 1) h
         ORDER BY n LIMIT 1);
    duplicate := false;
    IF external IS NOT NULL THEN
        SELECT t.* INTO there FROM tickets t WHERE t.workspace_id = ws AND t.channel = channel_ AND t.external_id = external;
        duplicate := FOUND;
    END IF;
    IF thread IS NOT NULL AND there.id IS NULL THEN
        SELECT t.* INTO there FROM tickets t WHERE t.workspace_id = ws AND t.channel = channel_ AND t.thread_key = thread;
    END IF;
    IF there.id IS NULL THEN
        number := draw_ticket_number(ws, today);
    ELSE
        ticket := to_jsonb(there);
    END IF;
    RETURN NEXT;
END $$;

-- The same for many messages, a row for each in their order. `items` and `places` say whose handle it is, and its how manieth.
CREATE FUNCTION intake_contexts(ws bigint, now_ timestamptz, items int[], places int[], kinds text[], handle_values text[],
                                channels text[], threads text[], externals text[])
RETURNS TABLE (settings_version bigint, customer jsonb, found_by int, ticket jsonb, duplicate boolean, number text)
LANGUAGE plpgsql AS $$
DECLARE
    version bigint;
    today date;
BEGIN
    PERFORM enter(ws);
    SELECT w.settings_version, (now_ AT TIME ZONE w.zone)::date INTO version, today FROM workspaces w WHERE w.workspace_id = ws;
    RETURN QUERY
    WITH known AS MATERIALIZED (
        SELECT DISTINCT ON (u.item) u.item, u.place, h.customer_id
          FROM unnest(items, places, kinds, handle_values) AS u(item, place, kind, value) CROSS JOIN LATERAL (
               SELECT x.customer_id FROM customer_handles x
                WHERE x.workspace_id = ws AND x.kind = u.kind AND x.value = u.value LIMIT 1) h
         ORDER BY u.item, u.place
    ), found AS MATERIALIZED (
        SELECT a.n, e.id AS repeated, coalesce(e.id, t.id) AS id
          FROM unnest(channels, threads, externals) WITH ORDINALITY AS a(channel, thread, external, n)
          LEFT JOIN LATERAL (SELECT x.id FROM tickets x WHERE x.workspace_id = ws AND x.channel = a.channel
                                AND x.external_id = a.external LIMIT 1) e ON true
          LEFT JOIN LATERAL (SELECT x.id FROM tickets x WHERE x.workspace_id = ws AND x.channel = a.channel
                                AND x.thread_key = a.thread LIMIT 1) t ON e.id IS NULL
    )
    SELECT version, (SELECT to_jsonb(c) FROM customers c WHERE c.workspace_id = ws AND c.id = s.customer_id), s.place,
           (SELECT to_jsonb(t) FROM tickets t WHERE t.workspace_id = ws AND t.id = s.id), s.repeated IS NOT NULL,
           CASE WHEN s.id IS NULL THEN draw_ticket_number(ws, today) END
      FROM (SELECT f.*, k.place, k.customer_id FROM found f LEFT JOIN known k ON k.item = f.n - 1 ORDER BY f.n) s;
END $$;

CREATE FUNCTION open_ticket(ws bigint, id_ bigint, number_ text, subject_ text, channel_ text, type_ text, level_ text, tier_ text,
                            customer bigint, team bigint, tags_ text[], fields_ jsonb, language_ text, external text, thread text,
                            created timestamptz, filed timestamptz, waiting timestamptz, due timestamptz, warn timestamptz)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO tickets (workspace_id, id, number, subject, state, channel, type, level, tier, customer_id, team_id, tags, fields,
                         language, external_id, thread_key, created_at, filed_at, updated_at, waiting_since, due_at, warn_at)
    VALUES (ws, id_, number_, subject_, 'new', channel_, type_, level_, tier_, customer, team, tags_, fields_, language_, external,
            thread, created, filed, filed, waiting, due, warn)
$$;

CREATE FUNCTION add_message(ws bigint, id_ bigint, ticket bigint, author_kind_ text, author bigint, name_ text, public_ boolean,
                            channel_ text, body_ text, external text, received timestamptz, filed timestamptz, attached jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO messages VALUES (ws, id_, ticket, author_kind_, author, name_, public_, channel_, body_, external, received, filed, attached);
    IF attached <> '[]' THEN
        UPDATE attachments SET ticket_id = ticket, message_id = id_
         WHERE workspace_id = ws AND message_id IS NULL AND id IN (SELECT (a->>'id')::bigint FROM jsonb_array_elements(attached) a);
    END IF;
END $$;

-- Many at once. A list within an array is `{"list": …}`.
CREATE FUNCTION open_tickets(ws bigint, ids bigint[], numbers text[], subjects text[], channels text[], types text[], levels text[],
                             tiers text[], customers_ bigint[], teams_ bigint[], tags_ jsonb[], fields_ jsonb[], languages text[],
                             externals text[], threads text[], created timestamptz[], filed timestamptz[], waiting timestamptz[],
                             dues timestamptz[], warns timestamptz[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO tickets (workspace_id, id, number, subject, state, channel, type, level, tier, customer_id, team_id, tags, fields,
                         language, external_id, thread_key, created_at, filed_at, updated_at, waiting_since, due_at, warn_at)
    SELECT ws, u.id, u.number, u.subject, 'new', u.channel, u.type, u.level, u.tier, u.customer, u.team,
           ARRAY(SELECT jsonb_array_elements_text(u.tags->'list')), u.fields, u.language, u.external, u.thread, u.created, u.filed,
           u.filed, u.waiting, u.due, u.warn
      FROM unnest(ids, numbers, subjects, channels, types, levels, tiers, customers_, teams_, tags_, fields_, languages, externals,
                  threads, created, filed, waiting, dues, warns)
           AS u(id, number, subject, channel, type, level, tier, customer, team, tags, fields, language, external, thread, created,
                filed, waiting, due, warn)
$$;

CREATE FUNCTION add_messages(ws bigint, ids bigint[], tickets_ bigint[], author_kinds text[], authors bigint[], names text[],
                             publics boolean[], channels text[], bodies text[], externals text[], received timestamptz[],
                             filed timestamptz[], attached jsonb[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO messages
    SELECT ws, u.id, u.ticket, u.author_kind, u.author, u.name, u.public, u.channel, u.body, u.external, u.received, u.filed,
           u.attached->'list'
      FROM unnest(ids, tickets_, author_kinds, authors, names, publics, channels, bodies, externals, received, filed, attached)
           AS u(id, ticket, author_kind, author, name, public, channel, body, external, received, filed, attached);
    UPDATE attachments a SET ticket_id = m.ticket, message_id = m.id
      FROM unnest(ids, tickets_, attached) AS m(id, ticket, attached)
     CROSS JOIN LATERAL jsonb_array_elements(m.attached->'list') f
     WHERE a.workspace_id = ws AND a.message_id IS NULL AND a.id = (f->>'id')::bigint;
END $$;

CREATE FUNCTION show_due(ws bigint, id_ bigint, due timestamptz, warn timestamptz, warned_ boolean) RETURNS void LANGUAGE sql AS $$
    UPDATE tickets SET due_at = due, warn_at = warn, warned = warned_
     WHERE workspace_id = ws AND id = id_ AND (due_at, warn_at, warned) IS DISTINCT FROM (due, warn, warned_)
$$;
