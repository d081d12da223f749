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
SELECT protect('people');

CREATE TABLE teams (
    workspace_id bigint NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    id bigint NOT NULL,
    name text NOT NULL,
    lead_id bigint,
    types text[] NOT NULL DEFAULT '{}',        -- ticket types this team takes
    is_default boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, name),
    FOREIGN KEY (workspace_id, lead_id) REFERENCES people
);
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

CREATE TABLE sign_in_attempts (
    workspace_id bigint NOT NULL,
    email text NOT NULL,
    failures int NOT NULL,
    first_at timestamptz NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (workspace_id, email)
);
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

CREATE FUNCTION find_workspace(slug_ text) RETURNS TABLE (workspace_id bigint, name text, zone text, language text, demo boolean, settings jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT w.workspace_id, w.name, w.zone, w.language, w.demo, w.settings FROM workspaces w WHERE w.slug = slug_
$$;

CREATE FUNCTION all_workspaces() RETURNS TABLE (workspace_id bigint, slug text, name text, demo boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = jishi AS $$
    SELECT w.workspace_id, w.slug, w.name, w.demo FROM workspaces w ORDER BY w.workspace_id
$$;
