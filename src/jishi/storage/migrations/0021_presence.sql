-- Presence follows the shift, when the workspace wants it to.
ALTER TABLE roster_settings
    ADD COLUMN presence_follows boolean NOT NULL DEFAULT true,
    ADD COLUMN presence_grace int NOT NULL DEFAULT 900 CHECK (presence_grace BETWEEN 0 AND 86400);  -- seconds

ALTER TABLE agents
    DROP CONSTRAINT agents_source_check,
    ADD CONSTRAINT agents_source_check CHECK (source IN ('console', 'api', 'demo', 'dispatch', 'shift')),
    ADD COLUMN off_at timestamptz;              -- off duty, and offline from then on unless a console of theirs is open

DROP FUNCTION save_presence;
CREATE FUNCTION save_presence(ws bigint, person bigint, status_ text, wanted_ text, since timestamptz, seen timestamptz, source_ text,
                              until_ timestamptz, off_ timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE agents SET status = status_, wanted = wanted_, status_since = since, seen_at = seen, source = source_, until = until_,
           off_at = off_
     WHERE workspace_id = ws AND person_id = person
$$;

-- Who of these is at work by the roster at an instant, and until when: shifts that follow on each other are one, leave ends
-- them. `rostered`: has a shift within four weeks of it, so that being without one means something: a week of holidays puts
-- nobody on duty around the clock. Who has none is at work when they say so.
CREATE OR REPLACE FUNCTION on_duty(ws bigint, people bigint[], at_ timestamptz)
RETURNS TABLE (person_id bigint, rostered boolean, shift_until timestamptz) LANGUAGE sql STABLE ROWS 200 AS $$
    SELECT p.id,
           s.spans IS NOT NULL OR EXISTS (
               SELECT FROM shifts x WHERE x.workspace_id = ws AND x.person_id = p.id
                  AND x.starts_at > at_ - interval '28 days' AND x.starts_at < at_ + interval '28 days'),
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

-- The private link by which somebody's own calendar follows their shifts. Only its hash is kept.
CREATE TABLE shift_feeds (
    workspace_id bigint NOT NULL,
    person_id bigint NOT NULL,
    hash bytea NOT NULL,
    hint text NOT NULL,                         -- its last letters, by which the person knows it again
    made_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, person_id),
    FOREIGN KEY (workspace_id, person_id) REFERENCES people ON DELETE CASCADE
);
CREATE UNIQUE INDEX shift_feeds_by_hash ON shift_feeds (workspace_id, hash);
SELECT protect('shift_feeds');
