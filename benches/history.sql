-- What `history.py` fills a desk with. Nine in ten tickets are closed; of the open tenth some wait for the customer, few
-- are late, an eighth is nobody's. Words come in every rarity: one ticket in 10, 100, 1,000 and 20,000.

-- [topic]
CREATE FUNCTION topic(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN n % 20000 = 7 THEN '貔貅摆件破损' WHEN n % 1000 = 3 THEN '玻璃花瓶破碎' WHEN n % 100 = 9 THEN '发票抬头错误'
                WHEN n % 10 = 4 THEN '退款没有到账' ELSE (ARRAY['物流信息没有更新','尺码不合适想换货','优惠券不能使用','账号无法登录','快递包装破损'])[1 + n % 5] END
$$;

-- [tickets]
INSERT INTO tickets (workspace_id, id, number, subject, state, channel, type, level, tier, customer_id, team_id, owner_id, tags,
                     created_at, filed_at, updated_at, waiting_since, due_at, warn_at, warned, solved_at, closed_at)
SELECT {ws}, s.id, '19' || s.n, '订单 ' || s.n || ' 的' || topic(s.n), s.state, (ARRAY['chat','email','wechat','form'])[1 + s.n % 4],
       (ARRAY['after_sale','technical_support','enquiry','complaint'])[1 + s.n % 4], (ARRAY['normal','normal','important','urgent'])[1 + s.r % 4],
       CASE WHEN s.r % 20 = 0 THEN 'vip' ELSE 'regular' END, {base} + s.r % {customers}, ({teams})[1 + s.r % 3],
       CASE WHEN s.state = 'new' THEN NULL ELSE ({agents})[1 + s.r % {agent_count}] END, ARRAY['退款'],
       s.at, s.at, s.at + interval '20 min', CASE WHEN s.live THEN s.at END,
       CASE WHEN s.live THEN now() + (s.r % 400 - 20) * interval '7 min' END, CASE WHEN s.live THEN now() + (s.r % 400 - 25) * interval '7 min' END,
       s.live AND s.r % 400 BETWEEN 0 AND 25, CASE WHEN s.state IN ('solved', 'closed') THEN s.at + interval '3 hours' END,
       CASE WHEN s.state = 'closed' THEN s.at + interval '3 days' END
  FROM (SELECT n, {base} + n AS id, abs(hashint8(n)) AS r, now() - ({many} - n) * interval '40 s' AS at,
               n % 10 = 0 AS live,
               CASE WHEN n % 10 > 1 OR n % 10 = 1 AND n % 3 > 0 THEN 'closed' WHEN n % 10 = 1 THEN 'solved'
                    ELSE (ARRAY['open','open','open','open','new','pending','pending','on_hold'])[1 + n / 10 % 8] END AS state
          FROM generate_series({first}, {many}) n) s

-- [messages]
INSERT INTO messages (workspace_id, id, ticket_id, author_kind, author_id, author_name, public, channel, body, received_at, filed_at)
SELECT {ws}, t.id * 2 + m, t.id, CASE m WHEN 0 THEN 'customer' ELSE 'agent' END, t.customer_id, '某人', true, t.channel,
       t.subject || CASE m WHEN 0 THEN ',请帮我查一下,我等了很久了,谢谢' ELSE ',您好,已经为您登记,我们会尽快处理' END,
       t.created_at + m * interval '10 min', t.created_at + m * interval '10 min'
  FROM tickets t CROSS JOIN generate_series(0, 1) m WHERE t.workspace_id = {ws} AND t.id >= {base} + {first}

-- [words]
INSERT INTO ticket_words (workspace_id, ticket_id, created_at, text, words)
SELECT {ws}, t.id, t.created_at, lower(t.subject || ' 请帮我查一下,我等了很久了,谢谢 您好,已经为您登记,我们会尽快处理'), w.words
  FROM tickets t CROSS JOIN LATERAL (
       SELECT array_to_tsvector(array_agg(DISTINCT g) FILTER (WHERE g ~ '\S')) AS words
         FROM (SELECT substr(t.subject, i, k) AS g FROM generate_series(length(t.subject) - 7, length(t.subject)) i, generate_series(1, 2) k
               UNION ALL SELECT split_part(t.subject, ' ', 2)
               UNION ALL SELECT unnest(ARRAY['订', '单', '订单', '请', '帮', '我', '请帮', '帮我', '查', '我查', '查一', '一下', '等了', '很久',
                                             '久了', '谢谢', '您好', '已经', '为您', '登记', '我们', '尽快', '处理'])) g) w
 WHERE t.workspace_id = {ws} AND t.id >= {base} + {first}
