CREATE TABLE order_remarks (
	id UUID NOT NULL, 
	order_id UUID NOT NULL, 
	text TEXT, 
	photo_ids UUID[] NOT NULL, 
	shown_to_customer BOOLEAN NOT NULL, 
	by_customer BOOLEAN NOT NULL, 
	author_id UUID NOT NULL, 
	author_name TEXT NOT NULL, 
	written_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_order_remarks PRIMARY KEY (id), 
	CONSTRAINT ck_order_remarks_text_is_bounded CHECK (length(text) between 1 and 500), 
	CONSTRAINT ck_order_remarks_photos_are_few CHECK (cardinality(photo_ids) <= 4), 
	CONSTRAINT ck_order_remarks_it_says_something CHECK (text is not null or cardinality(photo_ids) > 0), 
	CONSTRAINT ck_order_remarks_customers_see_what_they_wrote CHECK (shown_to_customer or not by_customer), 
	CONSTRAINT fk_order_remarks_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
);
CREATE INDEX ix_order_remarks_order_id_written_at_id ON order_remarks (order_id, written_at, id);
CREATE INDEX ix_order_remarks_photo_ids ON order_remarks USING gin (photo_ids);

-- order_remarks
grant select, insert on order_remarks to lotline_app;
create trigger order_remarks_refuses_update before update on order_remarks for each row execute function refuse_change();
alter table order_remarks enable always trigger order_remarks_refuses_update;
create trigger order_remarks_refuses_delete before delete on order_remarks for each row execute function refuse_change();
alter table order_remarks enable always trigger order_remarks_refuses_delete;
create trigger order_remarks_refuses_truncate before truncate on order_remarks for each statement execute function refuse_change();
alter table order_remarks enable always trigger order_remarks_refuses_truncate;
alter table order_remarks enable row level security;
create policy staff on order_remarks to lotline_app using (true) with check (true);
grant select on order_remarks to lotline_portal;
create policy portal on order_remarks for select to lotline_portal using (shown_to_customer and exists (select 1 from orders o where o.id = order_id and o.customer_id = portal_customer() and o.state <> 'draft'));
