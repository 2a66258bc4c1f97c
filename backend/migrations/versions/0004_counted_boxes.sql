-- Which box labels were scanned at a hand-over, and why the rest was counted by hand. Earlier ones were not asked.
alter table deliveries
    add column counted_boxes text[] not null default '{}',
    add column count_reason text,
    add constraint ck_deliveries_no_more_boxes_than_pieces check (cardinality(counted_boxes) <= pieces);
create index ix_deliveries_boxes_under_way on deliveries using gin (counted_boxes) where completed_at is null;
