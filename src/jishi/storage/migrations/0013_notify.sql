-- Who was told of what. The key is what makes it once: the promise, the step of the ladder, the round and the due instant.
CREATE TABLE notices (
    workspace_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    ticket_id bigint,
    timer_id bigint,
    kind text NOT NULL,
    key text NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    media text[] NOT NULL DEFAULT '{screen}',
    at timestamptz NOT NULL,
    seen_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by bigint,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, key, person_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CREATE INDEX notices_of_person ON notices (workspace_id, person_id, at, id);
CREATE INDEX notices_unseen ON notices (workspace_id, person_id, at, id) WHERE seen_at IS NULL;
CREATE INDEX notices_of_ticket ON notices (workspace_id, ticket_id, at, id) WHERE ticket_id IS NOT NULL;
SELECT protect('notices');

-- Somebody sees to a promise that was warned of or broken. It holds for the due instant it was said of.
CREATE TABLE acknowledgements (
    workspace_id bigint NOT NULL,
    timer_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    due_at timestamptz,
    person_id bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, timer_id),
    FOREIGN KEY (workspace_id, timer_id) REFERENCES timers ON DELETE CASCADE
);
CREATE INDEX acknowledgements_of_ticket ON acknowledgements (workspace_id, ticket_id);
SELECT protect('acknowledgements');

-- Those that nobody had yet, with their numbers.
CREATE FUNCTION give_notices(ws bigint, people bigint[], tickets bigint[], timers_ bigint[], kinds text[], keys text[], datas jsonb[],
                             medias jsonb[], at_ timestamptz)
RETURNS TABLE (id bigint, key text, person_id bigint) LANGUAGE sql AS $$
    INSERT INTO notices (workspace_id, person_id, ticket_id, timer_id, kind, key, data, media, at)
    SELECT ws, u.person, u.ticket, u.timer, u.kind, u.key, u.data, ARRAY(SELECT jsonb_array_elements_text(u.media->'list')), at_
      FROM unnest(people, tickets, timers_, kinds, keys, datas, medias) WITH ORDINALITY
        AS u(person, ticket, timer, kind, key, data, media, n) ORDER BY u.n
    ON CONFLICT DO NOTHING RETURNING notices.id, notices.key, notices.person_id
$$;

-- A clock that stood still goes on: the next step of its ladder, unless one is awaited already.
CREATE FUNCTION await_step(ws bigint, alarm text, ticket bigint, timer bigint, at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO alarms (workspace_id, name, ticket_id, key, at, run_at) VALUES (ws, alarm, ticket, timer::text, at_, at_)
    ON CONFLICT DO NOTHING
$$;

-- What of a notice leaves the desk: one row for each medium. Rows that leave in one message share its number, `letter`, and from
-- then on its fate, so that a second try sends the same message again.
CREATE TABLE deliveries (
    workspace_id bigint NOT NULL,
    notice_id bigint NOT NULL,
    medium text NOT NULL CHECK (medium IN ('push', 'email')),
    person_id bigint NOT NULL,
    urgent boolean NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'suppressed')),
    run_at timestamptz NOT NULL,               -- while sending: when whoever sends must have died
    attempts int NOT NULL DEFAULT 0,
    letter bigint,
    reached bigint[] NOT NULL DEFAULT '{}',    -- subscriptions that have it already
    error text,                                -- of suppressed ones: why
    sent_at timestamptz,
    PRIMARY KEY (workspace_id, notice_id, medium),
    FOREIGN KEY (workspace_id, notice_id) REFERENCES notices ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
) WITH (fillfactor = 80);
CREATE INDEX deliveries_due ON deliveries (workspace_id, run_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX deliveries_of_person ON deliveries (workspace_id, person_id, medium) WHERE state = 'waiting';
CREATE INDEX deliveries_of_letter ON deliveries (workspace_id, letter) WHERE letter IS NOT NULL;
CREATE INDEX deliveries_failed ON deliveries (workspace_id, letter) WHERE state = 'failed';
SELECT protect('deliveries');

CREATE FUNCTION add_deliveries(ws bigint, notices_ bigint[], media text[], people_ bigint[], urgents boolean[],
                               run_ats timestamptz[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO deliveries (workspace_id, notice_id, medium, person_id, urgent, run_at)
    SELECT ws, u.notice_id, u.medium, u.person_id, u.urgent, u.run_at
      FROM unnest(notices_, media, people_, urgents, run_ats) AS u(notice_id, medium, person_id, urgent, run_at)
    ON CONFLICT DO NOTHING
$$;

-- One postman at a time takes letters in a workspace, until its transaction ends: so what waits for one person leaves in one.
CREATE FUNCTION take_post_alone(ws bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('jishi.post', ws));
END $$;

-- Looks across workspaces, one probe in each, and only reads.
CREATE FUNCTION workspaces_with_deliveries(before timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    WITH RECURSIVE w AS (
        (SELECT d.workspace_id, d.run_at FROM deliveries d WHERE d.state IN ('waiting', 'sending')
          ORDER BY d.workspace_id, d.run_at LIMIT 1)
        UNION ALL
        SELECT n.workspace_id, n.run_at FROM w, LATERAL (
            SELECT d.workspace_id, d.run_at FROM deliveries d
             WHERE d.state IN ('waiting', 'sending') AND d.workspace_id > w.workspace_id
             ORDER BY d.workspace_id, d.run_at LIMIT 1) n
    )
    SELECT w.workspace_id FROM w WHERE w.run_at <= before
$$;

-- For the operator: letters given up, and how late the oldest one is that nobody has tried yet.
CREATE FUNCTION post_figures(at_ timestamptz) RETURNS TABLE (failed bigint, oldest_seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT (SELECT count(*) FROM (SELECT DISTINCT d.workspace_id, d.letter FROM deliveries d WHERE d.state = 'failed') f),
           (SELECT coalesce(greatest(extract(epoch FROM at_ - min(d.run_at)), 0), 0) FROM deliveries d
             WHERE d.state IN ('waiting', 'sending'))
$$;

-- A browser in which somebody has allowed notices. It belongs to whoever used it last.
CREATE TABLE push_subscriptions (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    endpoint text NOT NULL,
    p256dh bytea NOT NULL,
    auth bytea NOT NULL,
    client text,                               -- what the browser calls itself
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, endpoint),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX push_subscriptions_of_person ON push_subscriptions (workspace_id, person_id);
SELECT protect('push_subscriptions');

CREATE TABLE notice_preferences (
    workspace_id bigint NOT NULL,
    person_id bigint NOT NULL,
    choices jsonb NOT NULL,                    -- what is not in it takes its default
    PRIMARY KEY (workspace_id, person_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
SELECT protect('notice_preferences');

-- The server that takes the workspace's mail.
CREATE TABLE mail_settings (
    workspace_id bigint PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
    host text NOT NULL,
    port int NOT NULL,
    security text NOT NULL CHECK (security IN ('starttls', 'tls', 'none')),
    username text,
    password bytea,                            -- sealed with the desk's own key
    sender text NOT NULL,
    sender_name text,
    saved_at timestamptz NOT NULL
);
SELECT protect('mail_settings');
