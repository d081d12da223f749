-- Secrets of a workspace's channels, sealed with the desk's own key.
CREATE TABLE channel_secrets (
    workspace_id bigint NOT NULL,
    name text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, name)
);
SELECT protect('channel_secrets');

-- Rows that keep a file hold this lock in common; whoever wants to remove the bytes must hold it alone. So bytes that a
-- row is just coming to refer to are never removed under it.
CREATE FUNCTION lock_blob(key_ text, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF alone THEN PERFORM pg_advisory_xact_lock(hashtextextended('blob ' || key_, 0));
    ELSE PERFORM pg_advisory_xact_lock_shared(hashtextextended('blob ' || key_, 0));
    END IF;
END $$;

-- Which ticket is which in the other system: what makes an import safe to repeat.
CREATE TABLE imported_tickets (
    workspace_id bigint NOT NULL,
    source text NOT NULL,
    source_id text NOT NULL,
    ticket_id bigint NOT NULL,
    PRIMARY KEY (workspace_id, source, source_id)
);
SELECT protect('imported_tickets');

-- Who and what stands for a name in the other system: kind is person, team or customer.
CREATE TABLE imported_names (
    workspace_id bigint NOT NULL,
    source text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (workspace_id, source, kind, name)
);
SELECT protect('imported_names');

-- Numbers for `many` tickets of history opened on a day. `base` is lowered by as many, so that the day's live numbers,
-- which are draws less `base`, go on above them. Numbers of today are drawn as live ones are.
CREATE FUNCTION take_history_numbers(ws bigint, day_ date, today date, many int) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    drawn bigint;  -- draws that were made up to the end of that day
    start bigint;
BEGIN
    IF day_ >= today THEN
        RETURN QUERY SELECT draw_ticket_number(ws, day_) FROM generate_series(1, many);
        RETURN;
    END IF;
    SELECT d.base + d.imported INTO drawn FROM ticket_days d
     WHERE d.workspace_id = ws AND d.day > day_ ORDER BY d.day LIMIT 1;
    IF NOT FOUND THEN
        drawn := coalesce(pg_sequence_last_value(format('ticket_numbers_%s', ws)::regclass), 0);
    END IF;
    INSERT INTO ticket_days AS d (workspace_id, day, base, imported) VALUES (ws, day_, drawn - many, many)
        ON CONFLICT (workspace_id, day) DO UPDATE SET base = d.base - many, imported = d.imported + many
        RETURNING d.base INTO start;
    RETURN QUERY SELECT to_char(day_, 'YYYYMMDD') || CASE WHEN n < 1000 THEN lpad(n::text, 3, '0') ELSE n::text END
                   FROM generate_series(drawn - start - many + 1, drawn - start) AS n;
END $$;

-- Facts of history stand before every follower's cursor (xact 0): nobody reacts to them and no live screen shows them.
CREATE FUNCTION import_facts(ws bigint, at_ timestamptz[], kinds text[], bys text[], tickets_ bigint[], datas jsonb[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO journal (workspace_id, xact, at, kind, by, ticket_id, data)
    SELECT ws, 0, u.at, u.kind, u.by, u.ticket_id, u.data
      FROM unnest(at_, kinds, bys, tickets_, datas) WITH ORDINALITY AS u(at, kind, by, ticket_id, data, n) ORDER BY n
$$;

CREATE FUNCTION import_words(ws bigint, word_rows jsonb) RETURNS void LANGUAGE sql AS $$
    SELECT learn_words(ws, (r->>'ticket_id')::bigint, (r->>'created_at')::timestamptz, r->>'text',
                       ARRAY(SELECT jsonb_array_elements_text(r->'words')))
      FROM jsonb_array_elements(word_rows) r
$$;

CREATE FUNCTION import_customers(ws bigint, ids bigint[], names text[], emails text[], phones text[], externals text[],
                                 tiers text[], at_ timestamptz, kinds text[], handle_values text[], of_ids bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers (workspace_id, id, name, email, phone, external_id, tier, created_at)
    SELECT ws, u.id, u.name, u.email, u.phone, u.external_id, u.tier, at_
      FROM unnest(ids, names, emails, phones, externals, tiers) AS u(id, name, email, phone, external_id, tier);
    INSERT INTO customer_handles (workspace_id, kind, value, customer_id)
    SELECT ws, u.kind, u.value, u.id FROM unnest(kinds, handle_values, of_ids) AS u(kind, value, id)
    ON CONFLICT DO NOTHING;
END $$;
