-- Where the time of broken promises went.
SELECT;
CREATE TABLE breaches (
    workspace_id bigint NOT NULL,
    timer_id bigint NOT NULL,
    ticket_id bigint NOT NULL,
    kind text NOT NULL,
    due_at timestamptz,
    broken_at timestamptz NOT NULL,
    met_at timestamptz,
    cause text NOT NULL,                       -- why it was due so early, when a change made it late
    whole_micros bigint NOT NULL,              -- working time from its start until it broke; the parts sum to it
    parts jsonb NOT NULL,                      -- an Account, as clock/account/model.py has it
    late_parts jsonb,                          -- another, from when it broke until it was kept
    PRIMARY KEY (workspace_id, timer_id),
    FOREIGN KEY (workspace_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CREATE INDEX breaches_of_ticket ON breaches (workspace_id, ticket_id);
CREATE INDEX breaches_newest ON breaches (workspace_id, broken_at, timer_id);
SELECT protect('breaches');

-- Who was at work, and in which team, at any time: accounts look it up by person and by team.
CREATE INDEX journal_of_presence ON journal (workspace_id, ((data->>'person_id')::bigint), at)
 WHERE kind = 'PresenceChanged';
CREATE INDEX journal_of_members ON journal (workspace_id, ((data->>'team_id')::bigint), at)
 WHERE kind IN ('MemberJoinedTeam', 'MemberLeftTeam');

-- What was finished in the last hours, for the board.
CREATE INDEX tickets_solved ON tickets (workspace_id, solved_at) WHERE solved_at IS NOT NULL;
CREATE INDEX tickets_closed ON tickets (workspace_id, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX tickets_to_confirm ON tickets (workspace_id, team_id) WHERE state = 'solved';

CREATE FUNCTION save_breach(ws bigint, timer bigint, ticket bigint, kind_ text, due timestamptz, broken timestamptz, met timestamptz,
                            cause_ text, whole bigint, parts_ jsonb, late jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO breaches VALUES (ws, timer, ticket, kind_, due, broken, met, cause_, whole, parts_, late)
    ON CONFLICT (workspace_id, timer_id)
    DO UPDATE SET due_at = due, broken_at = broken, met_at = met, cause = cause_, whole_micros = whole, parts = parts_, late_parts = late
$$;
