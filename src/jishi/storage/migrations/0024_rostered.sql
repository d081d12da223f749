-- Whether somebody works by roster: said by somebody, or else so from their first shift on. However long they have none then,
-- they are off duty; who does not work by roster is at work when they say so, and their shifts bind nobody.
ALTER TABLE duties
    ADD COLUMN rostered boolean,                -- null: nobody has said
    ADD COLUMN rostered_at timestamptz;         -- when it was said

-- Until now that was whoever had a shift within four weeks. Who had one only before that was given tickets at any hour, and is
-- still, unless it is a leave that keeps them away.
INSERT INTO duties (workspace_id, person_id, told_until, rostered, rostered_at)
SELECT p.workspace_id, p.id, now(), false, now() FROM people p
 WHERE EXISTS (SELECT FROM shifts s WHERE s.workspace_id = p.workspace_id AND s.person_id = p.id)
   AND NOT EXISTS (SELECT FROM shifts s WHERE s.workspace_id = p.workspace_id AND s.person_id = p.id
                      AND s.starts_at > now() - interval '28 days')
   AND NOT EXISTS (SELECT FROM leaves l WHERE l.workspace_id = p.workspace_id AND l.person_id = p.id
                      AND l.state = 'approved' AND l.starts_at <= now() AND l.ends_at > now())
ON CONFLICT (workspace_id, person_id) DO UPDATE SET rostered = excluded.rostered, rostered_at = excluded.rostered_at;

-- Who of these is at work by the roster at an instant, and until when: shifts that follow on each other are one, leave ends them.
CREATE OR REPLACE FUNCTION on_duty(ws bigint, people bigint[], at_ timestamptz)
RETURNS TABLE (person_id bigint, rostered boolean, shift_until timestamptz) LANGUAGE sql STABLE ROWS 200 AS $$
    SELECT p.id,
           coalesce(d.rostered, s.spans IS NOT NULL OR EXISTS (
               SELECT FROM shifts x WHERE x.workspace_id = ws AND x.person_id = p.id)),
           (SELECT upper(u.span) FROM unnest(s.spans - coalesce((
                SELECT range_agg(tstzrange(l.starts_at, l.ends_at)) FROM leaves l
                 WHERE l.workspace_id = ws AND l.person_id = p.id AND l.state = 'approved' AND l.ends_at > at_), '{}')) AS u(span)
             WHERE u.span @> at_)
      FROM unnest(people) AS p(id)
      LEFT JOIN duties d ON d.workspace_id = ws AND d.person_id = p.id
      CROSS JOIN LATERAL (
           SELECT range_agg(tstzrange(x.starts_at, x.ends_at)) AS spans FROM shifts x
            WHERE x.workspace_id = ws AND x.person_id = p.id AND x.ends_at > at_
              AND x.starts_at > at_ - interval '26 hours' AND x.starts_at < at_ + interval '1 day') s
$$;
