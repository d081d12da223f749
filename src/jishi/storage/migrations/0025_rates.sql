-- How much of a rate somebody has used up, counted for all processes together: an address that tries one password after
-- another, or sends form after form. `spent_until` is when nothing of it will count any more. What is tried before its
-- workspace is known belongs to workspace 0, as failed attempts to sign in do.
-- Unlogged: no commit waits for the disk, and after a crash of the database everyone begins anew.
CREATE UNLOGGED TABLE rates (
    workspace_id bigint NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    spent_until timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, name, key)
);
CREATE INDEX rates_over ON rates (workspace_id, spent_until);
SELECT protect('rates');

-- Use up `cost`, of which `most` is there to begin with. Null when it was there; else how long until it will be, and then
-- nothing is used up. Without `at_` by the one clock that all processes share.
CREATE FUNCTION take_rate(ws bigint, name_ text, key_ text, cost interval, most interval, at_ timestamptz)
RETURNS interval LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := coalesce(at_, clock_timestamp());
    wait interval;
BEGIN
    PERFORM enter(ws);
    DELETE FROM rates WHERE workspace_id = ws AND (name, key) IN (
        SELECT r.name, r.key FROM rates r WHERE r.workspace_id = ws AND r.spent_until < moment
         ORDER BY r.spent_until LIMIT 20 FOR UPDATE SKIP LOCKED);
    INSERT INTO rates AS r VALUES (ws, name_, key_, moment + cost)
    ON CONFLICT (workspace_id, name, key) DO UPDATE SET spent_until = greatest(r.spent_until, moment) + cost
     WHERE greatest(r.spent_until, moment) + cost <= moment + most;
    IF NOT FOUND THEN
        SELECT r.spent_until + cost - most - moment INTO wait FROM rates r
         WHERE r.workspace_id = ws AND r.name = name_ AND r.key = key_;
    END IF;
    RETURN wait;
END $$;

CREATE FUNCTION give_rate(ws bigint, name_ text, key_ text, cost interval) RETURNS void LANGUAGE sql AS $$
    UPDATE rates SET spent_until = spent_until - cost WHERE workspace_id = ws AND name = name_ AND key = key_
$$;
