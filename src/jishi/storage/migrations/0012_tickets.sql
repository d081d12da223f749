-- Merging, splitting, junk, blocked senders, and what kind of thing a message is.
ALTER TABLE tickets
    DROP CONSTRAINT tickets_state_check,
    ADD CONSTRAINT tickets_state_check CHECK (state IN ('new', 'open', 'pending', 'on_hold', 'solved', 'closed', 'discarded')),
    ADD COLUMN received_at timestamptz,        -- of one split from another: when the oldest of its messages came
    ADD COLUMN merged_into bigint,             -- never a ticket that is itself merged: chains are shortened as they form
    ADD COLUMN discarded_at timestamptz,
    ADD COLUMN discarded_why text CHECK (discarded_why IN ('spam', 'deleted', 'blocked')),
    ADD COLUMN discarded_from text,            -- the state it goes back to
    ADD COLUMN self_served boolean NOT NULL DEFAULT false;
CREATE INDEX tickets_merged ON tickets (workspace_id, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_junk ON tickets (workspace_id, discarded_at, id) WHERE state = 'discarded';

ALTER TABLE messages
    DROP CONSTRAINT messages_author_kind_check,
    ADD CONSTRAINT messages_author_kind_check
        CHECK (author_kind IN ('customer', 'agent', 'collaborator', 'bot', 'system', 'third_party')),
    ADD COLUMN nature text NOT NULL DEFAULT 'said' CHECK (nature IN ('said', 'note', 'call', 'automatic')),
    ADD COLUMN from_ticket_id bigint;          -- the ticket it was said on, before that was merged into this one
CREATE INDEX messages_merged ON messages (workspace_id, from_ticket_id, received_at, id) WHERE from_ticket_id IS NOT NULL;

ALTER TABLE customers ADD COLUMN blocked_at timestamptz, ADD COLUMN blocked_by text, ADD COLUMN block_reason text;
CREATE INDEX customers_blocked ON customers (workspace_id, blocked_at, id) WHERE blocked_at IS NOT NULL;

DROP FUNCTION add_message;
CREATE FUNCTION add_message(ws bigint, id_ bigint, ticket bigint, author_kind_ text, author bigint, name_ text, public_ boolean,
                            channel_ text, body_ text, external text, received timestamptz, filed timestamptz, attached jsonb,
                            nature_ text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO messages (workspace_id, id, ticket_id, author_kind, author_id, author_name, public, channel, body, external_id,
                          received_at, filed_at, attachments, nature)
    VALUES (ws, id_, ticket, author_kind_, author, name_, public_, channel_, body_, external, received, filed, attached, nature_);
    IF attached <> '[]' THEN
        UPDATE attachments SET ticket_id = ticket, message_id = id_
         WHERE workspace_id = ws AND message_id IS NULL AND id IN (SELECT (a->>'id')::bigint FROM jsonb_array_elements(attached) a);
    END IF;
END $$;

DROP FUNCTION add_messages;
CREATE FUNCTION add_messages(ws bigint, ids bigint[], tickets_ bigint[], author_kinds text[], authors bigint[], names text[],
                             publics boolean[], channels text[], bodies text[], externals text[], received timestamptz[],
                             filed timestamptz[], attached jsonb[], natures text[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO messages (workspace_id, id, ticket_id, author_kind, author_id, author_name, public, channel, body, external_id,
                          received_at, filed_at, attachments, nature)
    SELECT ws, u.id, u.ticket, u.author_kind, u.author, u.name, u.public, u.channel, u.body, u.external, u.received, u.filed,
           u.attached->'list', u.nature
      FROM unnest(ids, tickets_, author_kinds, authors, names, publics, channels, bodies, externals, received, filed, attached, natures)
           AS u(id, ticket, author_kind, author, name, public, channel, body, external, received, filed, attached, nature);
    UPDATE attachments a SET ticket_id = m.ticket, message_id = m.id
      FROM unnest(ids, tickets_, attached) AS m(id, ticket, attached)
     CROSS JOIN LATERAL jsonb_array_elements(m.attached->'list') f
     WHERE a.workspace_id = ws AND a.message_id IS NULL AND a.id = (f->>'id')::bigint;
END $$;

-- A number for a ticket that no message opens. Called bare, as drawing one is elsewhere.
CREATE FUNCTION next_ticket_number(ws bigint, now_ timestamptz) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM enter(ws);
    RETURN draw_ticket_number(ws, (SELECT (now_ AT TIME ZONE w.zone)::date FROM workspaces w WHERE w.workspace_id = ws));
END $$;

-- All that was said on a ticket, said from now on on another: messages, files, followers, words to be found by.
CREATE FUNCTION move_conversation(ws bigint, source bigint, target bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE messages SET ticket_id = target, from_ticket_id = coalesce(from_ticket_id, source)
     WHERE workspace_id = ws AND ticket_id = source;
    UPDATE attachments SET ticket_id = target WHERE workspace_id = ws AND ticket_id = source;
    INSERT INTO ticket_followers (workspace_id, ticket_id, person_id)
    SELECT ws, target, f.person_id FROM ticket_followers f WHERE f.workspace_id = ws AND f.ticket_id = source
    ON CONFLICT DO NOTHING;
    INSERT INTO ticket_words AS w (workspace_id, ticket_id, created_at, text, words)
    SELECT ws, target, t.created_at, s.text, s.words FROM ticket_words s JOIN tickets t ON t.workspace_id = ws AND t.id = target
     WHERE s.workspace_id = ws AND s.ticket_id = source
    ON CONFLICT (workspace_id, ticket_id) DO UPDATE
       SET text = left(w.text || E'\n' || excluded.text, 200000), words = w.words || excluded.words;
    UPDATE tickets SET merged_into = target WHERE workspace_id = ws AND merged_into = source;
END $$;

-- Rows of their own for files that a copied message has, over the same bytes. Whoever refers to bytes holds their lock.
CREATE FUNCTION copy_attachments(ws bigint, ids bigint[], new_ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM lock_blob(k.key, false) FROM (
        SELECT DISTINCT a.key FROM attachments a WHERE a.workspace_id = ws AND a.id = ANY (ids) ORDER BY a.key) k;
    INSERT INTO attachments (workspace_id, id, name, type, size, sha256, key, added_by, created_at)
    SELECT ws, n.new_id, a.name, a.type, a.size, a.sha256, a.key, a.added_by, a.created_at
      FROM unnest(ids, new_ids) AS n(id, new_id) JOIN attachments a ON a.workspace_id = ws AND a.id = n.id;
END $$;

-- As before, without what was thrown away, or with nothing else when `junk`; either when that is null, for a caller who looks
-- at the tickets anyway. The state is asked for one by one, of what is about to be shown: a join would sort out every hit.
DROP FUNCTION search_tickets;
CREATE FUNCTION search_tickets(query text, patterns text[], before timestamptz, before_id bigint, most int, junk boolean DEFAULT false)
RETURNS TABLE (ticket_id bigint, created_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = jishi AS $$
#variable_conflict use_column
DECLARE
    ws bigint := current_workspace();
    words_ tsquery := query::tsquery;
    edge timestamptz := coalesce(before, 'infinity');
    edge_id bigint := coalesce(before_id, 9223372036854775807);
    enough int := 0;
BEGIN
    IF most <= 500 THEN
        RETURN QUERY
        SELECT f.ticket_id, f.created_at FROM (
               SELECT n.ticket_id, n.created_at FROM (
                      SELECT w.* FROM ticket_words w WHERE w.workspace_id = ws AND (w.created_at, w.ticket_id) < (edge, edge_id)
                       ORDER BY w.created_at DESC, w.ticket_id DESC LIMIT 5000) n
                WHERE n.words @@ words_ AND n.text LIKE ALL (patterns)
                ORDER BY n.created_at DESC, n.ticket_id DESC OFFSET 0) f
         WHERE junk IS NULL
            OR junk = (SELECT t.state = 'discarded' FROM tickets t WHERE t.workspace_id = ws AND t.id = f.ticket_id)
         LIMIT most;
        GET DIAGNOSTICS enough = ROW_COUNT;
        IF enough >= most THEN RETURN; END IF;
        SELECT w.created_at, w.ticket_id INTO edge, edge_id FROM ticket_words w
         WHERE w.workspace_id = ws AND (w.created_at, w.ticket_id) < (edge, edge_id)
         ORDER BY w.created_at DESC, w.ticket_id DESC OFFSET 4999 LIMIT 1;
        IF NOT FOUND THEN RETURN; END IF;
    END IF;
    RETURN QUERY
    WITH found AS MATERIALIZED (
        SELECT w.ticket_id, w.created_at FROM ticket_words w
         WHERE w.workspace_id = ws AND w.words @@ words_ AND w.text LIKE ALL (patterns)
           AND (w.created_at, w.ticket_id) < (edge, edge_id))
    SELECT f.ticket_id, f.created_at FROM (SELECT * FROM found s ORDER BY s.created_at DESC, s.ticket_id DESC OFFSET 0) f
     WHERE junk IS NULL
        OR junk = (SELECT t.state = 'discarded' FROM tickets t WHERE t.workspace_id = ws AND t.id = f.ticket_id)
     LIMIT most - enough;
END $$;
