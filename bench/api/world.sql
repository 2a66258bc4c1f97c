-- A believable firm for measuring, made by the database itself; not a demo, and nobody's audit log tells of it.
-- Parameters are put in by `world.py`: whole numbers of ours and one id.
set session_replication_role = replica;  -- References are right by construction; checking them would take minutes.

insert into customers (id, number, name, kind, salesperson_id, invoice_title, search_key, sort_key)
select md5('customer' || n)::uuid, 'C-' || to_char(n, 'FM000000'), '客户单位' || n,
    (array['university', 'institute', 'biotech', 'hospital', 'distributor'])[1 + n % 5],
    md5('seller' || n % 40)::uuid, '客户单位' || n || '财务处', 'kehudanwei' || n, 'kehudanwei' || n
from generate_series(1, {customers}) n;
insert into customer_sites (id, customer_id, name, address, receiver, phone)
select md5('site' || n)::uuid, md5('customer' || n)::uuid, '收货点', '上海市浦东新区张江路 ' || n || ' 号', '收货人' || n,
    '021-5555' || to_char(n % 10000, 'FM0000')
from generate_series(1, {customers}) n;
insert into credit_accounts (customer_id, limit_fen, used_fen)
select md5('customer' || n)::uuid, 100000000000, 0 from generate_series(1, {customers}) n;
insert into products (id, catalogue_number, name, specification, regime, storage_class, storage_text, maker, unit,
    pieces_per_case, list_price, tax_rate, search_key, sort_key)
select md5('product' || n)::uuid, 'LT' || to_char(n, 'FM000000'), '生物试剂' || n, (10 * (1 + n % 9)) || ' mL', 'ruo',
    (array['ambient', 'refrigerated', 'frozen'])[1 + n % 3], '按标签储存', '试剂生产企业' || n % 60, '盒', 10,
    20 + n % 180, 0.13, 'shengwushiji' || n, 'shengwushiji' || n
from generate_series(1, {products}) n;
insert into locations (id, code, zone, storage_class)
select md5('location' || n)::uuid, 'A-' || to_char(n, 'FM0000'), 'A', (array['ambient', 'refrigerated', 'frozen'])[1 + n % 3]
from generate_series(1, 500) n;
insert into lots (id, product_id, lot_number, expires_on, state, state_by, state_at)
select md5('lot' || n)::uuid, md5('product' || 1 + n % {products})::uuid, 'L' || to_char(n, 'FM000000'),
    current_date + 60 + n % 700, 'accepted', '{keeper}', now()
from generate_series(1, {lots}) n;
insert into movements (command_id, lot_id, account, location_id, holder_kind, holder_id, quantity, user_id, occurred_at)
select md5('receipt' || n)::uuid, md5('lot' || n)::uuid, side.account, side.location_id, null, null, side.quantity, '{keeper}', now()
from generate_series(1, {lots}) n, lateral (values
    ('supplier', null::uuid, -100000), ('stock', md5('location' || 1 + n % 500)::uuid, 100000)) as side (account, location_id, quantity);
insert into balances (lot_id, account, location_id, quantity)
select md5('lot' || n)::uuid, 'stock', md5('location' || 1 + n % 500)::uuid, 100000 from generate_series(1, {lots}) n;
insert into orders (id, number, state, customer_id, site_id, receiver, receiver_phone, address, wanted_on, purchase_number,
    invoice_title, salesperson_id, total_fen, tax_fen, released_why, ordered_at)
select md5('order' || n)::uuid, 'SO-2025-' || to_char(n, 'FM000000'), 'delivered', md5('customer' || c)::uuid, md5('site' || c)::uuid,
    '收货人' || c, '021-55550000', '上海市浦东新区张江路 ' || c || ' 号', current_date - n % 90, 'PO-' || n,
    '客户单位' || c || '财务处', md5('seller' || c % 40)::uuid, 50000, 5752, 'by rule', date_trunc('second', now()) - n * interval '7 minutes'
from generate_series(1, {orders}) n, lateral (select 1 + n % {customers} as c) as whose;
insert into order_lines (id, order_id, position, product_id, quantity, unit_price, tax_rate, amount_fen, tax_fen)
select md5('line' || n || '/' || l)::uuid, md5('order' || n)::uuid, l, md5('product' || 1 + (n * 7 + l) % {products})::uuid,
    1 + n % 5, 20 + n % 180, 0.13, (1 + n % 5) * (20 + n % 180) * 100, round((1 + n % 5) * (20 + n % 180) * 100 * 0.13 / 1.13)
from generate_series(1, {orders}) n, generate_series(1, {lines}) l;
insert into order_steps (order_id, state, user_id, user_name, occurred_at)
select md5('order' || n)::uuid, s.state, md5('seller' || n % 40)::uuid, '销售', now()
from generate_series(1, {orders}) n, (values ('submitted'), ('approved'), ('picked'), ('delivered')) as s (state);
set session_replication_role = origin;
