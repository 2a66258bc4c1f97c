CREATE TABLE reading_choices (
	supplier_id UUID NOT NULL, 
	shape TEXT NOT NULL, 
	chosen_by UUID NOT NULL, 
	chosen_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_reading_choices PRIMARY KEY (supplier_id, shape), 
	CONSTRAINT ck_reading_choices_shape_is_bounded CHECK (length(shape) between 1 and 200), 
	CONSTRAINT fk_reading_choices_supplier_id FOREIGN KEY(supplier_id) REFERENCES suppliers (id)
);

-- reading_choices
grant select, insert, update, delete on reading_choices to lotline_app;
alter table reading_choices enable row level security;
create policy staff on reading_choices to lotline_app using (true) with check (true);
grant select on reading_choices to lotline_portal;
