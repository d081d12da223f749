-- What is swept away when it is old.

-- A ticket in the junk loses what was said on it after a while; the ticket itself, and its facts, stay.
ALTER TABLE tickets ADD COLUMN purged_at timestamptz;
CREATE INDEX tickets_to_purge ON tickets (workspace_id, discarded_at, id)
 WHERE state = 'discarded' AND (purged_at IS NULL OR purged_at < updated_at);

-- Of an old decision only its sentence stays, and how many were considered and could have taken the ticket: `tally`, which
-- is null while everything is kept.
ALTER TABLE assignments ADD COLUMN tally jsonb;
CREATE INDEX assignments_to_thin ON assignments (workspace_id, at) WHERE tally IS NULL AND asked IS NOT NULL;
CREATE INDEX desks_of_panel ON desks (workspace_id, panel_id);

-- The oldest decisions before `before`, about `most` of them: never a part of those that share a desk, which have one instant.
-- The dispatcher's turn is taken before panels go, lest it is just now keeping a desk that refers to one.
CREATE FUNCTION thin_decisions(ws bigint, before timestamptz, most int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    edge timestamptz;
    seen_desks bigint[];
    thinned int;
BEGIN
    SELECT max(o.at) INTO edge FROM (
        SELECT a.at FROM assignments a
         WHERE a.workspace_id = ws AND a.tally IS NULL AND a.asked IS NOT NULL AND a.at < before ORDER BY a.at LIMIT most) o;
    IF edge IS NULL THEN RETURN 0; END IF;
    WITH old AS (
        SELECT a.id, a.desk_id FROM assignments a
         WHERE a.workspace_id = ws AND a.tally IS NULL AND a.asked IS NOT NULL AND a.at <= edge ORDER BY a.id FOR UPDATE),
    thin AS (
        UPDATE assignments a
           SET tally = jsonb_build_object(
                   'considered', CASE WHEN a.desk_id IS NULL THEN jsonb_array_length(a.considered)
                                      ELSE length(replace(a.verdicts, '-', '')) END,
                   'able', CASE WHEN a.desk_id IS NULL
                                THEN (SELECT count(*) FROM jsonb_array_elements(a.considered) c WHERE c->>1 IS NULL)
                                ELSE length(a.verdicts) - length(replace(a.verdicts, 'y', '')) END),
               asked = jsonb_build_object('rule', a.asked->'rule', 'routed', a.asked->'routed', 'since', a.asked->'since'),
               scene = NULL, considered = '[]', desk_id = NULL, verdicts = NULL, changed = NULL
          FROM old WHERE a.workspace_id = ws AND a.id = old.id)
    SELECT count(*), array_agg(DISTINCT old.desk_id) FILTER (WHERE old.desk_id IS NOT NULL) INTO thinned, seen_desks FROM old;
    IF seen_desks IS NOT NULL THEN
        PERFORM dispatch_alone(ws);
        WITH gone AS (
            DELETE FROM desks d WHERE d.workspace_id = ws AND d.id = ANY (seen_desks) RETURNING d.id, d.panel_id)
        DELETE FROM panels p
         WHERE p.workspace_id = ws AND p.id IN (SELECT g.panel_id FROM gone g)
           AND NOT EXISTS (SELECT FROM desks d
                            WHERE d.workspace_id = ws AND d.panel_id = p.id AND d.id <> ALL (seen_desks));
    END IF;
    RETURN thinned;
END $$;

-- Tickets that were thrown away before `before`, and those purged before then to which something was added since. By their
-- thread nothing comes to them any more: who writes on begins anew.
CREATE FUNCTION purge_tickets(ws bigint, before timestamptz, at_ timestamptz, most int)
RETURNS TABLE (ticket bigint, said int) LANGUAGE sql AS $$
    WITH old AS (
        SELECT t.id FROM tickets t
         WHERE t.workspace_id = ws AND t.state = 'discarded' AND (t.purged_at IS NULL OR t.purged_at < t.updated_at)
           AND t.discarded_at < before AND (t.purged_at IS NULL OR t.purged_at < before)
         ORDER BY t.discarded_at, t.id LIMIT most FOR NO KEY UPDATE SKIP LOCKED),
    emptied AS (
        UPDATE tickets t SET subject = '—', fields = '{}', thread_key = NULL, purged_at = at_
          FROM old WHERE t.workspace_id = ws AND t.id = old.id),
    gone AS (
        DELETE FROM messages m USING old WHERE m.workspace_id = ws AND m.ticket_id = old.id RETURNING m.ticket_id)
    SELECT old.id, (SELECT count(*)::int FROM gone g WHERE g.ticket_id = old.id) FROM old ORDER BY old.id
$$;

-- The files of these tickets; of their bytes the keys that nothing else refers to. Nobody begins to refer to those before
-- this transaction has ended.
CREATE FUNCTION drop_files(ws bigint, tickets_ bigint[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    keys text[] := ARRAY(SELECT DISTINCT a.key FROM attachments a WHERE a.workspace_id = ws AND a.ticket_id = ANY (tickets_) ORDER BY 1);
BEGIN
    PERFORM lock_blob(k, true) FROM unnest(keys) WITH ORDINALITY AS u(k, n) ORDER BY u.n;
    DELETE FROM attachments WHERE workspace_id = ws AND ticket_id = ANY (tickets_);
    RETURN ARRAY(SELECT k FROM unnest(keys) k WHERE NOT EXISTS (SELECT FROM attachments a WHERE a.workspace_id = ws AND a.key = k));
END $$;

CREATE FUNCTION forget_words(ws bigint, ticket bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM ticket_words WHERE workspace_id = ws AND ticket_id = ticket
$$;
