CREATE TABLE workspaces (
    workspace_id bigint PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,38}$'),
    name text NOT NULL,
    zone text NOT NULL,
    language text NOT NULL,                    -- zh-CN | en
    settings jsonb NOT NULL DEFAULT '{}',
    settings_version bigint NOT NULL DEFAULT 1, -- rises with every change of calendars, policies, teams, settings: caches compare it
    demo boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);
SELECT protect('workspaces');

CREATE TABLE people (
    workspace_id bigint NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id bigint NOT NULL,
    name text NOT NULL,
    email text NOT NULL,                       -- kept in lower case
    password_hash text,
    role text NOT NULL CHECK (role IN ('administrator', 'manager', 'supervisor', 'agent', 'collaborator', 'specialist')),
    language text,
    zone text,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, email)
);
CREATE INDEX people_of_email ON people (email); -- signing in begins before the workspace is known
SELECT protect('people');

CREATE TABLE teams (
    workspace_id bigint NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id bigint NOT NULL,
    name text NOT NULL,
    lead_id bigint,
    types text[] NOT NULL DEFAULT '{}',        -- ticket types this team takes
    is_default boolean NOT NULL DEFAULT false,
    active boolean NOT NULL DEFAULT true,      -- a dissolved team keeps its row, without members and types: history names it
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, lead_id) REFERENCES people
);
CREATE UNIQUE INDEX teams_by_name ON teams (workspace_id, name) WHERE active;
CREATE UNIQUE INDEX one_default_team ON teams (workspace_id) WHERE is_default;
SELECT protect('teams');

CREATE TABLE team_members (
    workspace_id bigint NOT NULL,
    team_id bigint NOT NULL,
    person_id bigint NOT NULL,
    PRIMARY KEY (workspace_id, team_id, person_id),
    FOREIGN KEY (workspace_id, team_id) REFERENCES teams ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX team_members_of_person ON team_members (workspace_id, person_id);
SELECT protect('team_members');

CREATE TABLE sessions (
    workspace_id bigint NOT NULL,
    hash bytea NOT NULL,
    person_id bigint NOT NULL,
    csrf text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    address text,
    client text,
    PRIMARY KEY (workspace_id, hash),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX sessions_of_person ON sessions (workspace_id, person_id);
SELECT protect('sessions');

CREATE TABLE api_tokens (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    hash bytea NOT NULL,
    person_id bigint NOT NULL,
    name text NOT NULL,
    hint text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, hash),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
SELECT protect('api_tokens');

-- Failed attempts of an e-mail. It is tried before its workspace is known, and one that nobody has must be locked
-- like one that somebody has, or the lock would tell them apart: so these rows belong to workspace 0, which is nobody's.
CREATE TABLE sign_in_attempts (
    workspace_id bigint NOT NULL DEFAULT 0 CHECK (workspace_id = 0),
    email text NOT NULL,
    failures int NOT NULL,
    last_at timestamptz NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (workspace_id, email)
);
CREATE INDEX sign_in_attempts_old ON sign_in_attempts (workspace_id, last_at);
SELECT protect('sign_in_attempts');

CREATE TABLE customers (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    email text,
    phone text,
    external_id text,
    tier text NOT NULL DEFAULT 'regular',
    language text,
    note text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
SELECT protect('customers');

-- One row for each way to recognise a customer, over all channels.
CREATE TABLE customer_handles (
    workspace_id bigint NOT NULL,
    kind text NOT NULL,                        -- email | phone | external_id | …
    value text NOT NULL,
    customer_id bigint NOT NULL,
    PRIMARY KEY (workspace_id, kind, value),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers ON DELETE CASCADE
);
CREATE INDEX customer_handles_of_customer ON customer_handles (workspace_id, customer_id);
SELECT protect('customer_handles');

CREATE FUNCTION add_customer(ws bigint, id_ bigint, name_ text, email_ text, phone_ text, external_id_ text, tier_ text,
                             language_ text, at_ timestamptz, kinds text[], handle_values text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers (workspace_id, id, name, email, phone, external_id, tier, language, created_at)
    VALUES (ws, id_, name_, email_, phone_, external_id_, tier_, language_, at_);
    INSERT INTO customer_handles (workspace_id, kind, value, customer_id)
    SELECT ws, u.kind, u.value, id_ FROM unnest(kinds, handle_values) AS u(kind, value);
END $$;

CREATE FUNCTION add_customers(ws bigint, ids bigint[], names text[], emails text[], phones text[], externals text[], tiers text[],
                              languages text[], at_ timestamptz[], kinds jsonb[], handle_values jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers (workspace_id, id, name, email, phone, external_id, tier, language, created_at)
    SELECT ws, u.* FROM unnest(ids, names, emails, phones, externals, tiers, languages, at_) AS u;
    INSERT INTO customer_handles (workspace_id, kind, value, customer_id)
    SELECT ws, k.kind, v.value, u.id FROM unnest(ids, kinds, handle_values) AS u(id, kinds, handle_values)
     CROSS JOIN LATERAL jsonb_array_elements_text(u.kinds->'list') WITH ORDINALITY AS k(kind, n)
      JOIN LATERAL jsonb_array_elements_text(u.handle_values->'list') WITH ORDINALITY AS v(value, n) ON v.n = k.n;
END $$;

-- What administrators did, without the everyday: exactly the rows that the audit shows when no kind is asked for.
CREATE INDEX journal_audited ON journal (workspace_id, id)
 WHERE ticket_id IS NULL
   AND kind NOT IN ('CustomerCreated', 'CustomerChanged', 'PresenceChanged', 'ShiftStarted', 'ShiftEnded');

-- Whoever holds this secret, in one round trip and without a lock.
CREATE FUNCTION find_caller(ws bigint, hash_ bytea, by_token boolean, at_ timestamptz, idle interval)
RETURNS TABLE (person_id bigint, name text, email text, role text, language text, zone text, team_ids bigint[],
               csrf text, seen_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
    who bigint;
    guard text;
    seen timestamptz;
BEGIN
    PERFORM enter(ws);
    IF by_token THEN
        SELECT t.person_id, t.last_used_at INTO who, seen FROM api_tokens t
         WHERE t.workspace_id = ws AND t.hash = hash_ AND t.revoked_at IS NULL;
    ELSE
        SELECT s.person_id, s.csrf, s.seen_at INTO who, guard, seen FROM sessions s
         WHERE s.workspace_id = ws AND s.hash = hash_ AND s.expires_at > at_ AND s.seen_at > at_ - idle;
    END IF;
    RETURN QUERY
    SELECT p.id, p.name, p.email, p.role, coalesce(p.language, w.language), coalesce(p.zone, w.zone),
           ARRAY(SELECT m.team_id FROM team_members m WHERE m.workspace_id = ws AND m.person_id = p.id ORDER BY m.team_id),
           guard, seen
      FROM people p JOIN workspaces w ON w.workspace_id = p.workspace_id
     WHERE p.workspace_id = ws AND p.id = who AND p.active;
END $$;

-- Note that a secret was used, at most once in `pause`.
CREATE FUNCTION touch_secret(ws bigint, hash_ bytea, by_token boolean, at_ timestamptz, pause interval) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter(ws);
    IF by_token THEN
        UPDATE api_tokens SET last_used_at = at_
         WHERE workspace_id = ws AND hash = hash_ AND (last_used_at IS NULL OR last_used_at <= at_ - pause);
    ELSE
        UPDATE sessions SET seen_at = at_ WHERE workspace_id = ws AND hash = hash_ AND seen_at <= at_ - pause;
    END IF;
END $$;

-- Every attempt counts as failed until `forgive_sign_in` says otherwise, so guesses made side by side are all counted
-- before any is checked. `locks[n]` is how many seconds the n-th failure locks for. Either one row that says locked, or
-- one row for each workspace where the e-mail has a colleague.
CREATE FUNCTION begin_sign_in(email_ text, slug_ text, at_ timestamptz, forget_after interval, locks int[])
RETURNS TABLE (locked timestamptz, ws bigint, person_id bigint, password_hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = jishi AS $$
#variable_conflict use_column
DECLARE
    tried sign_in_attempts%ROWTYPE;
    counted int;
BEGIN
    DELETE FROM sign_in_attempts WHERE (workspace_id, email) IN (
        SELECT a.workspace_id, a.email FROM sign_in_attempts a
         WHERE a.workspace_id = 0 AND a.last_at < at_ - forget_after AND a.email <> email_
         ORDER BY a.last_at LIMIT 20 FOR UPDATE SKIP LOCKED);
    INSERT INTO sign_in_attempts (email, failures, last_at) VALUES (email_, 0, at_) ON CONFLICT DO NOTHING;
    SELECT a.* INTO tried FROM sign_in_attempts a WHERE a.workspace_id = 0 AND a.email = email_ FOR UPDATE;
    IF tried.locked_until > at_ THEN
        RETURN QUERY SELECT tried.locked_until, NULL::bigint, NULL::bigint, NULL::text;
        RETURN;
    END IF;
    counted := CASE WHEN tried.last_at < at_ - forget_after THEN 1 ELSE tried.failures + 1 END;
    UPDATE sign_in_attempts SET failures = counted, last_at = at_,
           locked_until = at_ + make_interval(secs => locks[least(counted, cardinality(locks))])
     WHERE workspace_id = 0 AND email = email_;
    RETURN QUERY
    SELECT NULL::timestamptz, p.workspace_id, p.id, p.password_hash
      FROM people p JOIN workspaces w ON w.workspace_id = p.workspace_id
     WHERE p.email = email_ AND p.active AND (slug_ IS NULL OR w.slug = slug_)
     ORDER BY p.workspace_id LIMIT 5;
END $$;

CREATE FUNCTION forgive_sign_in(ws bigint, email_ text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = jishi AS $$
    DELETE FROM sign_in_attempts WHERE workspace_id = 0 AND email = email_
$$;

-- Whether the desk still waits for its first workspace. The lock makes everyone who asks at the same time wait for the one
-- that is about to create it.
CREATE FUNCTION claim_setup() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = jishi AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7421080);
    RETURN NOT EXISTS (SELECT FROM workspaces);
END $$;

CREATE FUNCTION setup_needed() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi
RETURN NOT EXISTS (SELECT FROM workspaces);

CREATE FUNCTION glance_workspace(ws bigint)
RETURNS TABLE (workspace_id bigint, slug text, name text, zone text, language text, settings jsonb, settings_version bigint,
               demo boolean) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter(ws);
    RETURN QUERY SELECT w.workspace_id, w.slug, w.name, w.zone, w.language, w.settings, w.settings_version, w.demo
                   FROM workspaces w WHERE w.workspace_id = ws;
END $$;

-- Calendars, policies, teams or settings changed: caches of other processes see a new number and read again.
CREATE FUNCTION renew_settings(ws bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE workspaces SET settings_version = settings_version + 1 WHERE workspace_id = ws
$$;

CREATE FUNCTION find_workspace(slug_ text) RETURNS TABLE (workspace_id bigint, name text, zone text, language text, demo boolean, settings jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT w.workspace_id, w.name, w.zone, w.language, w.demo, w.settings FROM workspaces w WHERE w.slug = slug_
$$;

CREATE FUNCTION all_workspaces() RETURNS TABLE (workspace_id bigint, slug text, name text, demo boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT w.workspace_id, w.slug, w.name, w.demo FROM workspaces w ORDER BY w.workspace_id
$$;
