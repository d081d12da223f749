-- One request of a known customer, for pgbench: two reads, then every row that the desk stores for it.

-- [script]
\set n :n + 1
\set id (:client_id + 1) * 1000000000000 + :base + :n * 10
\set customer random(0, 1999)
BEGIN;
SELECT set_config('jishi.workspace', '{ws}', true);
SELECT c.id AS customer, c.name FROM customer_handles h JOIN customers c ON c.workspace_id = {ws} AND c.id = h.customer_id
 WHERE h.workspace_id = {ws} AND h.kind = 'email' AND h.value = 'customer' || :customer || '@example.com' \gset c_
SELECT nextval('ticket_numbers_{ws}') AS drawn \gset
INSERT INTO tickets (workspace_id, id, number, subject, state, channel, type, level, tier, customer_id, tags, created_at,
                     filed_at, updated_at, waiting_since, due_at, warn_at)
VALUES ({ws}, :id, '20991231' || :drawn, '订单退款没有到账', 'new', 'chat', 'after_sale', 'normal', 'regular', :c_customer, '{{退款}}',
        now(), now(), now(), now(), now() + interval '30 min', now() + interval '24 min');
INSERT INTO messages (workspace_id, id, ticket_id, author_kind, author_id, author_name, public, channel, body, received_at, filed_at)
VALUES ({ws}, :id, :id, 'customer', :c_customer, '客户', true, 'chat', '{body}', now(), now());
{timers}{facts}{outbox}COMMIT;

-- [timer]
INSERT INTO timers (workspace_id, id, ticket_id, kind, state, started_at, target_seconds, due_at, warn_after, warn_at,
  paused_in, planned_at, promise, policy_id, policy_version, calendar_id, calendar_version, fires_at)
VALUES ({ws}, :id::bigint + {n}, :id, '{kind}', 'running', now(), {seconds}, now() + interval '{seconds} s', '{{{warn}}}',
  ARRAY[now() + interval '{warn} s'], '{paused}', now(), '{promise}', 1, 1, 2, 1, now() + interval '{warn} s');

-- [fact]
INSERT INTO journal (workspace_id, at, kind, by, ticket_id, data)
VALUES ({ws}, now(), '{kind}', '{by}', :id, '{data}') RETURNING id AS fact \gset {kind}_

-- [outbox]
INSERT INTO outbox (workspace_id, fact_id, reaction, ticket_id, run_at)
VALUES ({ws}, :{kind}_fact, '{reaction}', :id, now());
