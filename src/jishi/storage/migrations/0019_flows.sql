-- How each queue is worked. Team 0 is the whole desk; no row: the defaults of dispatch/model.py.
CREATE TABLE queue_settings (
    workspace_id bigint NOT NULL,
    team_id bigint NOT NULL,
    settings jsonb NOT NULL DEFAULT '{}',       -- a QueueSettings without team and pointer; what is not said is the default
    last_given bigint,                          -- where round robin stands; moved with every assignment, so not within the rest
    PRIMARY KEY (workspace_id, team_id)
);
SELECT protect('queue_settings');

-- A ticket that somebody is asked to accept. It waits in the queue all the while, so an offer goes with its place there,
-- however that ends; and it keeps `weight` of the person's room.
CREATE TABLE offers (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    agent_id bigint NOT NULL,
    team_id bigint,
    weight int NOT NULL,
    made_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    reason text NOT NULL,                       -- why they, in the workspace's language
    PRIMARY KEY (workspace_id, ticket_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES queue ON DELETE CASCADE
) WITH (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.0);
CREATE INDEX offers_of_agent ON offers (workspace_id, agent_id, until);
SELECT protect('offers');

-- Who did not want an offered ticket, or said nothing. They are not asked about the same one again before `until`.
CREATE TABLE refusals (
    workspace_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    agent_id bigint NOT NULL,
    at timestamptz NOT NULL,
    why text NOT NULL CHECK (why IN ('refused', 'lapsed')),
    reason text,
    until timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, ticket_id, agent_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CREATE INDEX refusals_of_agent ON refusals (workspace_id, agent_id, until);
SELECT protect('refusals');

-- How many offers in a row somebody let lapse. No row: none.
CREATE TABLE lapses (
    workspace_id bigint NOT NULL,
    agent_id bigint NOT NULL,
    in_a_row int NOT NULL,
    PRIMARY KEY (workspace_id, agent_id)
);
SELECT protect('lapses');

-- Teams that have more work than they can do in time, now. Team 0: the whole desk, and with it every team.
CREATE TABLE peaks (
    workspace_id bigint NOT NULL,
    team_id bigint NOT NULL,
    began_at timestamptz NOT NULL,
    by text NOT NULL,
    why text NOT NULL CHECK (why IN ('by_hand', 'forecast')),
    short int NOT NULL DEFAULT 0,               -- people more that would keep the target
    until timestamptz,                          -- null: until somebody ends it, or the forecast does
    PRIMARY KEY (workspace_id, team_id)
);
SELECT protect('peaks');

-- When a team's lead was last told that its backlog grows, and when a person last ended a peak there: the forecast does not
-- begin it anew at once.
CREATE TABLE backlog_warnings (
    workspace_id bigint NOT NULL,
    team_id bigint NOT NULL,
    at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (workspace_id, team_id)
);
SELECT protect('backlog_warnings');

-- Many tickets given to others at once: what was asked, and what came of each.
CREATE TABLE reassignments (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    plan jsonb NOT NULL,
    report jsonb NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
SELECT protect('reassignments');

CREATE FUNCTION save_queue_settings(ws bigint, team bigint, settings_ jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO queue_settings (workspace_id, team_id, settings) VALUES (ws, team, settings_)
    ON CONFLICT (workspace_id, team_id) DO UPDATE SET settings = settings_
$$;

-- Round robin goes on after this agent.
CREATE FUNCTION point_queue(ws bigint, team bigint, agent bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO queue_settings (workspace_id, team_id, last_given) VALUES (ws, team, agent)
    ON CONFLICT (workspace_id, team_id) DO UPDATE SET last_given = agent
$$;

CREATE FUNCTION save_offer(ws bigint, ticket bigint, agent bigint, team bigint, weight_ int, made timestamptz, until_ timestamptz,
                           reason_ text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO offers VALUES (ws, ticket, agent, team, weight_, made, until_, reason_)
    ON CONFLICT (workspace_id, ticket_id)
    DO UPDATE SET agent_id = agent, team_id = team, weight = weight_, made_at = made, until = until_, reason = reason_
$$;

CREATE FUNCTION drop_offer(ws bigint, ticket bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM offers WHERE workspace_id = ws AND ticket_id = ticket
$$;

CREATE FUNCTION save_refusal(ws bigint, ticket bigint, agent bigint, at_ timestamptz, why_ text, reason_ text, until_ timestamptz)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO refusals VALUES (ws, ticket, agent, at_, why_, reason_, until_)
    ON CONFLICT (workspace_id, ticket_id, agent_id) DO UPDATE SET at = at_, why = why_, reason = reason_, until = until_
$$;

-- What somebody said to an offer, in the record of decisions: nobody owns the ticket by it, so the row has no agent. The name
-- is kept as it was.
CREATE FUNCTION record_answer(ws bigint, ticket bigint, at_ timestamptz, agent bigint, team bigint, by_ text, code_ text, note text)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO assignments (workspace_id, ticket_id, at, agent_id, team_id, by, code, params)
    SELECT ws, ticket, at_, NULL, team, by_, code_, jsonb_strip_nulls(jsonb_build_object(
        'agent', (SELECT name FROM people WHERE workspace_id = ws AND id = agent), 'agent_id', agent, 'note', note))
$$;

CREATE FUNCTION save_lapses(ws bigint, agent bigint, n int) RETURNS void LANGUAGE sql AS $$
    INSERT INTO lapses VALUES (ws, agent, n) ON CONFLICT (workspace_id, agent_id) DO UPDATE SET in_a_row = n
$$;

CREATE FUNCTION save_peak(ws bigint, team bigint, began timestamptz, by_ text, why_ text, short_ int, until_ timestamptz)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO peaks VALUES (ws, team, began, by_, why_, short_, until_)
    ON CONFLICT (workspace_id, team_id) DO UPDATE SET began_at = began, by = by_, why = why_, short = short_, until = until_
$$;

CREATE FUNCTION end_peak(ws bigint, team bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM peaks WHERE workspace_id = ws AND team_id = team
$$;

CREATE FUNCTION save_backlog_warning(ws bigint, team bigint, at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO backlog_warnings VALUES (ws, team, at_, NULL) ON CONFLICT (workspace_id, team_id) DO UPDATE SET at = at_
$$;

CREATE FUNCTION save_end_by_hand(ws bigint, team bigint, at_ timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO backlog_warnings VALUES (ws, team, NULL, at_) ON CONFLICT (workspace_id, team_id) DO UPDATE SET ended_at = at_
$$;
