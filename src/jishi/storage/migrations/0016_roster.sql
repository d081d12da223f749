-- Who is to be at work, and when. A swap that is done moves the shift's row to the other person; an approved leave takes
-- its time out of whatever shifts it covers, and is given back by no more than a change of its own row.
CREATE TABLE shift_patterns (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    weekdays int[] NOT NULL,                    -- 0 is Monday
    opens time NOT NULL,
    closes time NOT NULL,                       -- not after `opens`: on the next day
    every int NOT NULL DEFAULT 1 CHECK (every BETWEEN 1 AND 8),  -- weeks, counted from that of first_day
    first_day date NOT NULL,
    last_day date,                              -- null: until further notice
    zone text NOT NULL,
    name text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    skipped date[] NOT NULL DEFAULT '{}',       -- days whose shift somebody changed or took away by hand
    filled_until date NOT NULL,                 -- the last day whose shifts are rows
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX shift_patterns_of_person ON shift_patterns (workspace_id, person_id);
SELECT protect('shift_patterns');

-- No two shifts of one person overlap: the verbs see to it, one at a time for each person.
CREATE TABLE shifts (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    name text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    source text NOT NULL CHECK (source IN ('drawn', 'pattern', 'copied', 'imported', 'demo')),
    pattern_id bigint,                          -- of the pattern that made it, while nobody changed it by hand
    day date,                                   -- the pattern's day
    entered_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '26 hours'),  -- on_duty looks no further back
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX shifts_of_person ON shifts (workspace_id, person_id, starts_at);
CREATE INDEX shifts_by_time ON shifts (workspace_id, starts_at);
CREATE INDEX shifts_of_pattern ON shifts (workspace_id, pattern_id, starts_at) WHERE pattern_id IS NOT NULL;
SELECT protect('shifts');

CREATE TABLE leaves (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    reason text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn')),
    asked_at timestamptz NOT NULL,
    decided_by bigint,
    decided_at timestamptz,
    answer text NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, id),
    CHECK (ends_at > starts_at),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX leaves_of_person ON leaves (workspace_id, person_id, ends_at) WHERE state = 'approved';
CREATE INDEX leaves_by_time ON leaves (workspace_id, ends_at);
SELECT protect('leaves');

-- Somebody asks a colleague to take a shift, perhaps for one of theirs in return.
CREATE TABLE shift_swaps (
    workspace_id bigint NOT NULL,
    id bigint NOT NULL,
    shift_id bigint NOT NULL,
    from_id bigint NOT NULL,
    to_id bigint NOT NULL,
    return_id bigint,                           -- the shift that from_id takes over
    note text NOT NULL DEFAULT '',
    state text NOT NULL CHECK (state IN ('asked', 'accepted', 'done', 'refused', 'withdrawn')),
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,                    -- by the colleague
    decided_by bigint,
    decided_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, from_id) REFERENCES people ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, to_id) REFERENCES people ON DELETE CASCADE
);
CREATE INDEX shift_swaps_open ON shift_swaps (workspace_id, shift_id) WHERE state IN ('asked', 'accepted');
CREATE INDEX shift_swaps_by_time ON shift_swaps (workspace_id, asked_at);
SELECT protect('shift_swaps');

-- What the journal has been told of each person: on duty since when, and up to which instant that was looked at. Each turn is
-- told once, however late, because it is looked for from there on.
CREATE TABLE duties (
    workspace_id bigint NOT NULL,
    person_id bigint NOT NULL,
    on_since timestamptz,
    told_until timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, person_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
) WITH (fillfactor = 70);
SELECT protect('duties');

CREATE TABLE roster_settings (
    workspace_id bigint NOT NULL PRIMARY KEY,
    swaps_need_approval boolean NOT NULL DEFAULT false,
    least int NOT NULL DEFAULT 1 CHECK (least BETWEEN 0 AND 1000)  -- people on duty, below which an open hour is a gap
);
SELECT protect('roster_settings');

-- Who of these is at work by the roster at an instant, and until when: shifts that follow on each other are one, leave ends
-- them. `rostered`: has a shift within a week of it, so that being without one means something; who has none
-- is at work when they say so.
CREATE FUNCTION on_duty(ws bigint, people bigint[], at_ timestamptz)
RETURNS TABLE (person_id bigint, rostered boolean, shift_until timestamptz) LANGUAGE sql STABLE ROWS 200 AS $$
    SELECT p.id,
           s.spans IS NOT NULL OR EXISTS (
               SELECT FROM shifts x WHERE x.workspace_id = ws AND x.person_id = p.id
                  AND x.starts_at > at_ - interval '7 days' AND x.starts_at < at_ + interval '7 days'),
           (SELECT upper(u.span) FROM unnest(s.spans - coalesce((
                SELECT range_agg(tstzrange(l.starts_at, l.ends_at)) FROM leaves l
                 WHERE l.workspace_id = ws AND l.person_id = p.id AND l.state = 'approved' AND l.ends_at > at_), '{}')) AS u(span)
             WHERE u.span @> at_)
      FROM unnest(people) AS p(id)
      CROSS JOIN LATERAL (
           SELECT range_agg(tstzrange(x.starts_at, x.ends_at)) AS spans FROM shifts x
            WHERE x.workspace_id = ws AND x.person_id = p.id AND x.ends_at > at_
              AND x.starts_at > at_ - interval '26 hours' AND x.starts_at < at_ + interval '1 day') s
$$;
