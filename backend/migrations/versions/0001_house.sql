-- What the database guards whoever asks: functions that triggers and policies call. Part of the first migration.

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create function note_sync() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        new.version := old.version + 1;
    end if;
    new.changed_in := pg_current_xact_id()::text::bigint;
    return new;
end $$;

-- The customer whose person is reading; null outside a portal reading, and then no policy lets a row through.
create function portal_customer() returns uuid language sql stable as $$
    select nullif(current_setting('lotline.customer', true), '')::uuid
$$;

CREATE TABLE approval_policy (
	single BOOLEAN DEFAULT true NOT NULL, 
	released_up_to_fen BIGINT DEFAULT '1000000' NOT NULL, 
	director_above_fen BIGINT DEFAULT '5000000' NOT NULL, 
	finance_reviews BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_approval_policy PRIMARY KEY (single), 
	CONSTRAINT ck_approval_policy_is_one_row CHECK (single)
);

CREATE TABLE approvals (
	id UUID NOT NULL, 
	about_kind TEXT NOT NULL, 
	about_id UUID NOT NULL, 
	step TEXT NOT NULL, 
	position BIGINT NOT NULL, 
	needs TEXT NOT NULL, 
	why TEXT NOT NULL, 
	facts JSONB NOT NULL, 
	state TEXT DEFAULT 'open' NOT NULL, 
	asked_by UUID NOT NULL, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	decided_by UUID, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	reason TEXT, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_approvals PRIMARY KEY (id), 
	CONSTRAINT ck_approvals_state_is_known CHECK (state in ('open', 'approved', 'rejected', 'withdrawn')), 
	CONSTRAINT ck_approvals_maker_is_not_checker CHECK (decided_by <> asked_by), 
	CONSTRAINT ck_approvals_a_decision_has_a_person CHECK ((state in ('approved', 'rejected')) = (decided_by is not null))
);
CREATE INDEX ix_approvals_about_kind_about_id ON approvals (about_kind, about_id);
CREATE INDEX ix_approvals_changed_in ON approvals (changed_in);
CREATE INDEX ix_approvals_open ON approvals (step) WHERE state = 'open';

CREATE TABLE attachments (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	sha256 BYTEA NOT NULL, 
	mime TEXT NOT NULL, 
	length BIGINT NOT NULL, 
	received BIGINT DEFAULT '0' NOT NULL, 
	content BYTEA DEFAULT '' NOT NULL, 
	complete_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_attachments PRIMARY KEY (id), 
	CONSTRAINT ck_attachments_no_more_than_announced CHECK (received <= length), 
	CONSTRAINT ck_attachments_received_is_what_is_there CHECK (received = octet_length(content))
);

CREATE TABLE audit_entries (
	command_id UUID NOT NULL, 
	command TEXT NOT NULL, 
	user_id UUID NOT NULL, 
	user_name TEXT NOT NULL, 
	posts TEXT[] NOT NULL, 
	on_behalf_of UUID, 
	things UUID[] NOT NULL, 
	changes JSONB NOT NULL, 
	reason TEXT, 
	request_id TEXT, 
	device_id UUID, 
	signature_id UUID, 
	made_at TIMESTAMP WITH TIME ZONE, 
	occurred_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	simulated BOOLEAN DEFAULT false NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
	CONSTRAINT pk_audit_entries PRIMARY KEY (command_id)
);
CREATE INDEX ix_audit_entries_recorded_at ON audit_entries (recorded_at);
CREATE INDEX ix_audit_entries_things ON audit_entries USING gin (things);
CREATE INDEX ix_audit_entries_user_id_recorded_at ON audit_entries (user_id, recorded_at);

CREATE TABLE commands (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	outcome JSONB, 
	performed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_commands PRIMARY KEY (id)
);
CREATE INDEX ix_commands_performed_at ON commands (performed_at);

CREATE TABLE companies (
	single BOOLEAN DEFAULT true NOT NULL, 
	name TEXT NOT NULL, 
	credit_code TEXT, 
	drug_licence TEXT, 
	device_licence TEXT, 
	address TEXT, 
	phone TEXT, 
	site_name TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	CONSTRAINT pk_companies PRIMARY KEY (single), 
	CONSTRAINT ck_companies_is_one_row CHECK (single)
);

CREATE TABLE customers (
	id UUID NOT NULL, 
	number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	salesperson_id UUID NOT NULL, 
	department_id UUID, 
	invoice_title TEXT NOT NULL, 
	tax_number TEXT, 
	shelf_life_months_min BIGINT, 
	note TEXT, 
	search_key TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_customers PRIMARY KEY (id), 
	CONSTRAINT ck_customers_kind_is_known CHECK (kind in ('university', 'institute', 'biotech', 'hospital', 'distributor')), 
	CONSTRAINT uq_customers_number UNIQUE (number), 
	CONSTRAINT uq_customers_name UNIQUE (name)
);
CREATE INDEX ix_customers_changed_in ON customers (changed_in);
CREATE INDEX ix_customers_salesperson_id ON customers (salesperson_id);
CREATE INDEX ix_customers_sort_key_id ON customers (sort_key, id);

CREATE TABLE departments (
	id UUID NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_departments PRIMARY KEY (id), 
	CONSTRAINT uq_departments_name UNIQUE (name)
);

CREATE TABLE installation (
	single BOOLEAN DEFAULT true NOT NULL, 
	epoch UUID DEFAULT gen_random_uuid() NOT NULL, 
	world TEXT, 
	made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (single), 
	CONSTRAINT ck_installation_is_one_row CHECK (single)
);

CREATE TABLE locations (
	id UUID NOT NULL, 
	code TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	storage_class TEXT NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_locations PRIMARY KEY (id), 
	CONSTRAINT ck_locations_storage_class_is_known CHECK (storage_class in ('ambient', 'cool', 'refrigerated', 'frozen', 'deep_frozen')), 
	CONSTRAINT ck_locations_code_fits_a_label CHECK (code ~ '^[0-9A-Z]([0-9A-Z-]{0,22}[0-9A-Z])?$'), 
	CONSTRAINT uq_locations_code UNIQUE (code)
);
CREATE INDEX ix_locations_changed_in ON locations (changed_in);

CREATE TABLE notices (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	cause_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	facts JSONB NOT NULL, 
	about_kind TEXT NOT NULL, 
	about_id UUID NOT NULL, 
	read_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_notices PRIMARY KEY (id), 
	CONSTRAINT uq_notices_user_id_cause_id UNIQUE (user_id, cause_id)
);
CREATE INDEX ix_notices_changed_in ON notices (changed_in);
CREATE INDEX ix_notices_user_id_created_at_id ON notices (user_id, created_at, id);

CREATE TABLE number_series (
	series TEXT NOT NULL, 
	year BIGINT NOT NULL, 
	last BIGINT NOT NULL, 
	CONSTRAINT pk_number_series PRIMARY KEY (series, year)
);

CREATE TABLE outbox (
	id UUID NOT NULL, 
	position BIGINT GENERATED BY DEFAULT AS IDENTITY, 
	event_id UUID NOT NULL, 
	event TEXT NOT NULL, 
	listener TEXT NOT NULL, 
	about UUID NOT NULL, 
	payload JSONB NOT NULL, 
	command_id UUID NOT NULL, 
	state TEXT DEFAULT 'waiting' NOT NULL, 
	attempts BIGINT DEFAULT '0' NOT NULL, 
	next_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	last_failure TEXT, 
	told_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT ck_outbox_state_is_known CHECK (state in ('waiting', 'done', 'given_up'))
);
CREATE INDEX ix_outbox_about ON outbox (about, position) WHERE state = 'waiting';
CREATE INDEX ix_outbox_waiting ON outbox (next_at) WHERE state = 'waiting';

CREATE TABLE papers (
	id UUID NOT NULL, 
	holder_kind TEXT NOT NULL, 
	holder_id UUID NOT NULL, 
	type TEXT NOT NULL, 
	number TEXT NOT NULL, 
	issued_by TEXT, 
	scope TEXT[] NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	attachment_id UUID, 
	state TEXT DEFAULT 'pending' NOT NULL, 
	submitted_by UUID NOT NULL, 
	reviewed_by UUID, 
	reviewed_at TIMESTAMP WITH TIME ZONE, 
	reason TEXT, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_papers PRIMARY KEY (id), 
	CONSTRAINT ck_papers_type_is_known CHECK (type in ('business_licence', 'drug_operating_licence', 'device_operating_filing', 'device_operating_licence', 'medical_institution_licence', 'research_use_statement', 'hazchem_purchase_licence', 'precursor_purchase_filing', 'letter_of_authority', 'quality_agreement')), 
	CONSTRAINT ck_papers_state_is_known CHECK (state in ('pending', 'accepted', 'rejected')), 
	CONSTRAINT ck_papers_a_review_has_a_reviewer CHECK ((state = 'pending') = (reviewed_by is null)), 
	CONSTRAINT ck_papers_maker_is_not_checker CHECK (reviewed_by <> submitted_by), 
	CONSTRAINT ck_papers_period_is_not_inverted CHECK (valid_to is null or valid_to >= valid_from), 
	CONSTRAINT ck_papers_a_rejection_says_why CHECK (state <> 'rejected' or reason is not null)
);
CREATE INDEX ix_papers_attachment_id ON papers (attachment_id);
CREATE INDEX ix_papers_holder_kind_holder_id ON papers (holder_kind, holder_id);

CREATE TABLE post_rights (
	post TEXT NOT NULL, 
	"right" TEXT NOT NULL, 
	valid_from TIMESTAMP WITH TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_post_rights PRIMARY KEY (post, "right", valid_from), 
	CONSTRAINT ck_post_rights_period_is_not_inverted CHECK (valid_to is null or valid_to >= valid_from)
);
CREATE UNIQUE INDEX ix_post_rights_one_open ON post_rights (post, "right") WHERE valid_to is null;

CREATE TABLE products (
	id UUID NOT NULL, 
	catalogue_number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	specification TEXT NOT NULL, 
	regime TEXT NOT NULL, 
	storage_class TEXT NOT NULL, 
	storage_text TEXT NOT NULL, 
	registration_number TEXT, 
	registration_holder TEXT, 
	registered_from DATE, 
	registered_to DATE, 
	dosage_form TEXT, 
	model TEXT, 
	maker TEXT NOT NULL, 
	maker_licence TEXT, 
	unit TEXT NOT NULL, 
	pieces_per_case BIGINT NOT NULL, 
	serialised BOOLEAN DEFAULT false NOT NULL, 
	list_price NUMERIC(18, 6) NOT NULL, 
	tax_rate NUMERIC(18, 6) NOT NULL, 
	search_key TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_products PRIMARY KEY (id), 
	CONSTRAINT ck_products_regime_is_known CHECK (regime in ('drug', 'device_1', 'device_2', 'device_3', 'hazchem', 'precursor', 'ruo')), 
	CONSTRAINT ck_products_storage_class_is_known CHECK (storage_class in ('ambient', 'cool', 'refrigerated', 'frozen', 'deep_frozen')), 
	CONSTRAINT ck_products_regulated_ones_are_registered CHECK (regime not in ('device_1', 'device_2', 'device_3', 'drug') or registration_number is not null), 
	CONSTRAINT ck_products_registration_is_not_inverted CHECK (registered_to >= registered_from), 
	CONSTRAINT ck_products_a_case_holds_something CHECK (pieces_per_case > 0), 
	CONSTRAINT ck_products_price_is_positive CHECK (list_price > 0), 
	CONSTRAINT ck_products_tax_rate_is_a_fraction CHECK (tax_rate >= 0 and tax_rate < 1), 
	CONSTRAINT uq_products_catalogue_number UNIQUE (catalogue_number)
);
CREATE INDEX ix_products_changed_in ON products (changed_in);
CREATE INDEX ix_products_sort_key_id ON products (sort_key, id);

CREATE TABLE quality_tasks (
	id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	about_kind TEXT NOT NULL, 
	about_id UUID NOT NULL, 
	facts JSONB NOT NULL, 
	state TEXT DEFAULT 'open' NOT NULL, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	closed_by UUID, 
	closed_by_name TEXT, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	conclusion TEXT, 
	fit BOOLEAN, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_quality_tasks PRIMARY KEY (id), 
	CONSTRAINT ck_quality_tasks_kind_is_known CHECK (kind in ('temperature_out_of_range', 'temperature_no_data', 'goods_came_back', 'goods_missing', 'goods_broken', 'delivery_exception')), 
	CONSTRAINT ck_quality_tasks_state_is_known CHECK (state in ('open', 'closed')), 
	CONSTRAINT ck_quality_tasks_a_closed_one_has_a_person CHECK ((state = 'closed') = (closed_by is not null)), 
	CONSTRAINT ck_quality_tasks_a_closed_one_has_a_conclusion CHECK ((state = 'closed') = (conclusion is not null)), 
	CONSTRAINT ck_quality_tasks_a_closed_one_has_a_verdict CHECK ((state = 'closed') = (fit is not null))
);
CREATE INDEX ix_quality_tasks_about_kind_about_id ON quality_tasks (about_kind, about_id);
CREATE INDEX ix_quality_tasks_changed_in ON quality_tasks (changed_in);
CREATE INDEX ix_quality_tasks_state_opened_at_id ON quality_tasks (state, opened_at, id);

CREATE TABLE scans (
	id UUID NOT NULL, 
	raw_text TEXT NOT NULL, 
	symbology TEXT, 
	source TEXT NOT NULL, 
	reason TEXT, 
	photo_id UUID, 
	gtin TEXT, 
	lot_number TEXT, 
	expires_on DATE, 
	serial TEXT, 
	sscc TEXT, 
	user_id UUID NOT NULL, 
	device_id UUID, 
	scanned_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_scans PRIMARY KEY (id), 
	CONSTRAINT ck_scans_source_is_known CHECK (source in ('camera', 'wedge', 'photo', 'typed')), 
	CONSTRAINT ck_scans_typed_ones_say_why CHECK (source <> 'typed' or reason is not null), 
	CONSTRAINT ck_scans_raw_text_is_bounded CHECK (length(raw_text) between 1 and 4096)
);
CREATE INDEX ix_scans_serial ON scans (serial);

CREATE TABLE sign_in_attempts (
	id UUID NOT NULL, 
	account BYTEA NOT NULL, 
	address TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_sign_in_attempts PRIMARY KEY (id)
);
CREATE INDEX ix_sign_in_attempts_account_at ON sign_in_attempts (account, at);
CREATE INDEX ix_sign_in_attempts_address_at ON sign_in_attempts (address, at);

CREATE TABLE signatures (
	id UUID NOT NULL, 
	object_kind TEXT NOT NULL, 
	object_id UUID NOT NULL, 
	object_version BIGINT NOT NULL, 
	meaning TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	document JSONB NOT NULL, 
	signer_id UUID, 
	signer_name TEXT NOT NULL, 
	signer_role TEXT NOT NULL, 
	method TEXT NOT NULL, 
	strokes JSONB, 
	reason TEXT, 
	device_id UUID, 
	made_at TIMESTAMP WITH TIME ZONE, 
	signed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_signatures PRIMARY KEY (id), 
	CONSTRAINT ck_signatures_method_is_known CHECK (method in ('password', 'pin', 'passkey', 'drawn')), 
	CONSTRAINT ck_signatures_drawn_ones_have_strokes CHECK ((method = 'drawn') = (strokes is not null))
);
CREATE INDEX ix_signatures_object_kind_object_id ON signatures (object_kind, object_id);

CREATE TABLE suppliers (
	id UUID NOT NULL, 
	number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	address TEXT NOT NULL, 
	contact TEXT, 
	search_key TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_suppliers PRIMARY KEY (id), 
	CONSTRAINT uq_suppliers_number UNIQUE (number), 
	CONSTRAINT uq_suppliers_name UNIQUE (name)
);
CREATE INDEX ix_suppliers_changed_in ON suppliers (changed_in);

CREATE TABLE users (
	id UUID NOT NULL, 
	login TEXT, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	customer_id UUID, 
	phone TEXT, 
	language TEXT DEFAULT 'zh' NOT NULL, 
	token_version BIGINT DEFAULT '1' NOT NULL, 
	disabled_at TIMESTAMP WITH TIME ZONE, 
	search_key TEXT DEFAULT '' NOT NULL, 
	sort_key TEXT DEFAULT '' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT ck_users_kind_is_known CHECK (kind in ('staff', 'portal', 'system')), 
	CONSTRAINT ck_users_one_system CHECK ((kind = 'system') = (id = '00000000-0000-0000-0000-000000000000')), 
	CONSTRAINT ck_users_system_never_signs_in CHECK (kind <> 'system' or login is null), 
	CONSTRAINT ck_users_portal_people_have_a_customer CHECK ((kind = 'portal') = (customer_id is not null)), 
	CONSTRAINT ck_users_login_is_lower_case CHECK (login = lower(login)), 
	CONSTRAINT ck_users_language_is_known CHECK (language in ('zh', 'en')), 
	CONSTRAINT uq_users_login UNIQUE (login)
);

CREATE TABLE contacts (
	name TEXT NOT NULL, 
	phone TEXT, 
	role TEXT, 
	authority_until DATE, 
	id UUID NOT NULL, 
	customer_id UUID NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_contacts PRIMARY KEY (id), 
	CONSTRAINT fk_contacts_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);
CREATE INDEX ix_contacts_changed_in ON contacts (changed_in);
CREATE INDEX ix_contacts_customer_id ON contacts (customer_id);

CREATE TABLE credentials (
	user_id UUID NOT NULL, 
	password_hash TEXT NOT NULL, 
	pin_hash TEXT, 
	changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_credentials PRIMARY KEY (user_id), 
	CONSTRAINT fk_credentials_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE credit_accounts (
	customer_id UUID NOT NULL, 
	limit_fen BIGINT NOT NULL, 
	used_fen BIGINT DEFAULT '0' NOT NULL, 
	terms_days BIGINT DEFAULT '30' NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_credit_accounts PRIMARY KEY (customer_id), 
	CONSTRAINT ck_credit_accounts_limit_is_not_negative CHECK (limit_fen >= 0), 
	CONSTRAINT ck_credit_accounts_used_is_not_negative CHECK (used_fen >= 0), 
	CONSTRAINT fk_credit_accounts_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);
CREATE INDEX ix_credit_accounts_changed_in ON credit_accounts (changed_in);

CREATE TABLE credit_entries (
	id UUID NOT NULL, 
	customer_id UUID NOT NULL, 
	cause_kind TEXT NOT NULL, 
	cause_id UUID NOT NULL, 
	amount_fen BIGINT NOT NULL, 
	command_id UUID NOT NULL, 
	at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_credit_entries PRIMARY KEY (id), 
	CONSTRAINT fk_credit_entries_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);
CREATE INDEX ix_credit_entries_cause_kind_cause_id ON credit_entries (cause_kind, cause_id);
CREATE INDEX ix_credit_entries_customer_id ON credit_entries (customer_id);

CREATE TABLE customer_prices (
	id UUID NOT NULL, 
	customer_id UUID NOT NULL, 
	product_id UUID NOT NULL, 
	unit_price NUMERIC(18, 6) NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_customer_prices PRIMARY KEY (id), 
	CONSTRAINT uq_customer_prices_customer_id_product_id_valid_from UNIQUE (customer_id, product_id, valid_from), 
	CONSTRAINT ck_customer_prices_price_is_positive CHECK (unit_price > 0), 
	CONSTRAINT ck_customer_prices_period_is_not_inverted CHECK (valid_to is null or valid_to >= valid_from), 
	CONSTRAINT fk_customer_prices_product_id FOREIGN KEY(product_id) REFERENCES products (id)
);
CREATE INDEX ix_customer_prices_changed_in ON customer_prices (changed_in);
CREATE INDEX ix_customer_prices_product_id ON customer_prices (product_id);

CREATE TABLE customer_sites (
	name TEXT NOT NULL, 
	address TEXT NOT NULL, 
	receiver TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	id UUID NOT NULL, 
	customer_id UUID NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_customer_sites PRIMARY KEY (id), 
	CONSTRAINT fk_customer_sites_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id)
);
CREATE INDEX ix_customer_sites_changed_in ON customer_sites (changed_in);
CREATE INDEX ix_customer_sites_customer_id ON customer_sites (customer_id);

CREATE TABLE devices (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	public_key BYTEA NOT NULL, 
	sequence BIGINT DEFAULT '0' NOT NULL, 
	head TEXT, 
	last_seen_at TIMESTAMP WITH TIME ZONE, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_devices PRIMARY KEY (id), 
	CONSTRAINT fk_devices_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE INDEX ix_devices_user_id ON devices (user_id);

CREATE TABLE lots (
	id UUID NOT NULL, 
	product_id UUID NOT NULL, 
	lot_number TEXT NOT NULL, 
	expires_on DATE NOT NULL, 
	made_on DATE, 
	state TEXT DEFAULT 'pending' NOT NULL, 
	held_from TEXT, 
	state_by UUID, 
	state_at TIMESTAMP WITH TIME ZONE, 
	state_reason TEXT, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_lots PRIMARY KEY (id), 
	CONSTRAINT uq_lots_product_id_lot_number_expires_on UNIQUE (product_id, lot_number, expires_on), 
	CONSTRAINT ck_lots_state_is_known CHECK (state in ('pending', 'accepted', 'on_hold', 'rejected', 'recalled')), 
	CONSTRAINT ck_lots_lot_number_fits_a_label CHECK (lot_number ~ '^[!-"%-?A-Z_a-z]{1,20}$'), 
	CONSTRAINT ck_lots_made_before_it_expires CHECK (made_on is null or made_on < expires_on), 
	CONSTRAINT ck_lots_a_state_has_a_person_and_a_time CHECK (state = 'pending' or (state_by is not null and state_at is not null)), 
	CONSTRAINT ck_lots_a_stop_says_why CHECK (state in ('pending', 'accepted') or state_reason is not null), 
	CONSTRAINT ck_lots_a_hold_knows_what_it_interrupted CHECK ((state = 'on_hold') = (held_from is not null)), 
	CONSTRAINT ck_lots_held_from_is_known CHECK (held_from in ('pending', 'accepted')), 
	CONSTRAINT fk_lots_product_id FOREIGN KEY(product_id) REFERENCES products (id)
);
CREATE INDEX ix_lots_changed_in ON lots (changed_in);
CREATE INDEX ix_lots_expires_on_id ON lots (expires_on, id);
CREATE INDEX ix_lots_product_id_expires_on ON lots (product_id, expires_on);

CREATE TABLE memberships (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	post TEXT NOT NULL, 
	department_id UUID, 
	deputy_for UUID, 
	valid_from TIMESTAMP WITH TIME ZONE NOT NULL, 
	valid_to TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_memberships PRIMARY KEY (id), 
	CONSTRAINT ck_memberships_period_is_not_inverted CHECK (valid_to is null or valid_to > valid_from), 
	CONSTRAINT ck_memberships_nobody_is_their_own_deputy CHECK (deputy_for is null or deputy_for <> user_id), 
	CONSTRAINT fk_memberships_user_id FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_memberships_department_id FOREIGN KEY(department_id) REFERENCES departments (id), 
	CONSTRAINT fk_memberships_deputy_for FOREIGN KEY(deputy_for) REFERENCES users (id)
);
CREATE INDEX ix_memberships_user_id ON memberships (user_id);

CREATE TABLE password_codes (
	user_id UUID NOT NULL, 
	code_hash TEXT NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	issued_by UUID NOT NULL, 
	CONSTRAINT pk_password_codes PRIMARY KEY (user_id), 
	CONSTRAINT fk_password_codes_user_id FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_password_codes_issued_by FOREIGN KEY(issued_by) REFERENCES users (id)
);

CREATE TABLE product_packs (
	gtin TEXT NOT NULL, 
	product_id UUID NOT NULL, 
	pieces BIGINT NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_product_packs PRIMARY KEY (gtin), 
	CONSTRAINT ck_product_packs_a_pack_holds_something CHECK (pieces > 0), 
	CONSTRAINT fk_product_packs_product_id FOREIGN KEY(product_id) REFERENCES products (id)
);
CREATE INDEX ix_product_packs_changed_in ON product_packs (changed_in);
CREATE INDEX ix_product_packs_product_id ON product_packs (product_id);

CREATE TABLE proofs (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	meaning TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	method TEXT NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_by UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_proofs PRIMARY KEY (id), 
	CONSTRAINT fk_proofs_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE receipts (
	id UUID NOT NULL, 
	number TEXT NOT NULL, 
	supplier_id UUID NOT NULL, 
	delivery_note_number TEXT, 
	transport TEXT, 
	arrival_celsius NUMERIC(18, 6), 
	received_by UUID NOT NULL, 
	received_for UUID NOT NULL, 
	received_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	inspected_by UUID, 
	inspected_for UUID, 
	inspected_at TIMESTAMP WITH TIME ZONE, 
	simulated BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_receipts PRIMARY KEY (id), 
	CONSTRAINT ck_receipts_receiver_is_not_inspector CHECK (inspected_by not in (received_by, received_for)), 
	CONSTRAINT ck_receipts_deputy_is_not_receiver CHECK (inspected_for not in (received_by, received_for)), 
	CONSTRAINT ck_receipts_an_inspection_has_a_time CHECK ((inspected_by is null) = (inspected_at is null)), 
	CONSTRAINT uq_receipts_number UNIQUE (number), 
	CONSTRAINT fk_receipts_supplier_id FOREIGN KEY(supplier_id) REFERENCES suppliers (id)
);
CREATE INDEX ix_receipts_received_at_id ON receipts (received_at, id);

CREATE TABLE sessions (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	token_version BIGINT NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	ended_why TEXT, 
	device_name TEXT, 
	address TEXT, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT fk_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE INDEX ix_sessions_user_id ON sessions (user_id);

CREATE TABLE balances (
	id UUID DEFAULT gen_random_uuid() NOT NULL, 
	lot_id UUID NOT NULL, 
	account TEXT NOT NULL, 
	location_id UUID, 
	holder_kind TEXT, 
	holder_id UUID, 
	quantity NUMERIC(18, 6) NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_balances PRIMARY KEY (id), 
	CONSTRAINT ck_balances_account_is_ours CHECK (account in ('received', 'stock', 'reserved', 'picked', 'returned', 'rejected')), 
	CONSTRAINT ck_balances_never_below_zero CHECK (quantity >= 0), 
	CONSTRAINT fk_balances_lot_id FOREIGN KEY(lot_id) REFERENCES lots (id), 
	CONSTRAINT fk_balances_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
);
CREATE INDEX ix_balances_changed_in ON balances (changed_in);
CREATE INDEX ix_balances_holder_id ON balances (holder_id);
CREATE UNIQUE INDEX uq_balances_place ON balances (lot_id, account, coalesce(location_id, '00000000-0000-0000-0000-000000000000'::uuid), coalesce(holder_id, '00000000-0000-0000-0000-000000000000'::uuid));

CREATE TABLE effect_runs (
	device_id UUID NOT NULL, 
	until TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_effect_runs PRIMARY KEY (device_id), 
	CONSTRAINT fk_effect_runs_device_id FOREIGN KEY(device_id) REFERENCES devices (id)
);

CREATE TABLE envelopes (
	device_id UUID NOT NULL, 
	sequence BIGINT NOT NULL, 
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	depends_on UUID[] NOT NULL, 
	base_version BIGINT, 
	signed_text TEXT NOT NULL, 
	signature TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	made_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	estimated_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	drift_seconds BIGINT, 
	received_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	state TEXT DEFAULT 'waiting' NOT NULL, 
	outcome JSONB, 
	made_version BIGINT, 
	resolution JSONB, 
	CONSTRAINT pk_envelopes PRIMARY KEY (device_id, sequence), 
	CONSTRAINT ck_envelopes_state_is_known CHECK (state in ('waiting', 'applied', 'refused', 'conflict', 'quarantined')), 
	CONSTRAINT ck_envelopes_an_outcome_ends_the_wait CHECK ((state = 'waiting') = (outcome is null)), 
	CONSTRAINT ck_envelopes_chains_begin_at_one CHECK (sequence > 0), 
	CONSTRAINT fk_envelopes_device_id FOREIGN KEY(device_id) REFERENCES devices (id), 
	CONSTRAINT uq_envelopes_digest UNIQUE (digest)
);
CREATE INDEX ix_envelopes_entity ON envelopes (device_id, entity, sequence);
CREATE INDEX ix_envelopes_id ON envelopes (id);
CREATE INDEX ix_envelopes_not_done ON envelopes (device_id, sequence) WHERE state <> 'applied';

CREATE TABLE movements (
	id BIGINT GENERATED BY DEFAULT AS IDENTITY, 
	command_id UUID NOT NULL, 
	lot_id UUID NOT NULL, 
	account TEXT NOT NULL, 
	location_id UUID, 
	holder_kind TEXT, 
	holder_id UUID, 
	quantity NUMERIC(18, 6) NOT NULL, 
	user_id UUID NOT NULL, 
	occurred_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_movements PRIMARY KEY (id), 
	CONSTRAINT ck_movements_account_is_known CHECK (account in ('supplier', 'received', 'stock', 'reserved', 'picked', 'customer', 'returned', 'rejected', 'scrapped', 'adjustment')), 
	CONSTRAINT ck_movements_something_moves CHECK (quantity <> 0), 
	CONSTRAINT ck_movements_a_holder_has_a_kind CHECK ((holder_id is null) = (holder_kind is null)), 
	CONSTRAINT ck_movements_customers_goods_name_the_customer CHECK (account <> 'customer' or holder_kind = 'customer'), 
	CONSTRAINT fk_movements_lot_id FOREIGN KEY(lot_id) REFERENCES lots (id), 
	CONSTRAINT fk_movements_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
);
CREATE INDEX ix_movements_command_id_lot_id ON movements (command_id, lot_id);
CREATE INDEX ix_movements_holder_kind_holder_id ON movements (holder_kind, holder_id);
CREATE INDEX ix_movements_lot_id_id ON movements (lot_id, id);

CREATE TABLE orders (
	id UUID NOT NULL, 
	number TEXT, 
	state TEXT DEFAULT 'draft' NOT NULL, 
	customer_id UUID NOT NULL, 
	site_id UUID NOT NULL, 
	receiver TEXT NOT NULL, 
	receiver_phone TEXT NOT NULL, 
	address TEXT NOT NULL, 
	wanted_on DATE, 
	purchase_number TEXT, 
	buyer TEXT, 
	invoice_title TEXT NOT NULL, 
	note TEXT, 
	shelf_life_months_min BIGINT, 
	salesperson_id UUID NOT NULL, 
	department_id UUID, 
	total_fen BIGINT NOT NULL, 
	tax_fen BIGINT NOT NULL, 
	at_list_price BOOLEAN DEFAULT true NOT NULL, 
	released_why TEXT, 
	state_reason TEXT, 
	repeats_id UUID, 
	ordered_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	simulated BOOLEAN DEFAULT false NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_orders PRIMARY KEY (id), 
	CONSTRAINT ck_orders_state_is_known CHECK (state in ('draft', 'submitted', 'approved', 'rejected', 'picking', 'picked', 'rechecked', 'handed_over', 'delivered', 'partly_delivered', 'refused', 'not_delivered', 'cancelled')), 
	CONSTRAINT ck_orders_drafts_have_no_number CHECK ((state = 'draft') = (number is null) or state = 'cancelled'), 
	CONSTRAINT ck_orders_total_is_not_negative CHECK (total_fen >= 0), 
	CONSTRAINT uq_orders_number UNIQUE (number), 
	CONSTRAINT fk_orders_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT fk_orders_site_id FOREIGN KEY(site_id) REFERENCES customer_sites (id)
);
CREATE INDEX ix_orders_changed_in ON orders (changed_in);
CREATE INDEX ix_orders_customer_id_ordered_at_id ON orders (customer_id, ordered_at, id);
CREATE INDEX ix_orders_ordered_at_id ON orders (ordered_at, id);
CREATE INDEX ix_orders_salesperson_id ON orders (salesperson_id);
CREATE INDEX ix_orders_state ON orders (state);

CREATE TABLE receipt_lines (
	id UUID NOT NULL, 
	receipt_id UUID NOT NULL, 
	lot_id UUID NOT NULL, 
	location_id UUID NOT NULL, 
	arrived NUMERIC(18, 6) NOT NULL, 
	accepted NUMERIC(18, 6), 
	result TEXT, 
	CONSTRAINT pk_receipt_lines PRIMARY KEY (id), 
	CONSTRAINT uq_receipt_lines_receipt_id_lot_id UNIQUE (receipt_id, lot_id), 
	CONSTRAINT ck_receipt_lines_something_arrived CHECK (arrived > 0), 
	CONSTRAINT ck_receipt_lines_accepted_is_part_of_it CHECK (accepted between 0 and arrived), 
	CONSTRAINT ck_receipt_lines_what_was_not_accepted_says_why CHECK (accepted = arrived or result is not null), 
	CONSTRAINT fk_receipt_lines_receipt_id FOREIGN KEY(receipt_id) REFERENCES receipts (id), 
	CONSTRAINT fk_receipt_lines_lot_id FOREIGN KEY(lot_id) REFERENCES lots (id), 
	CONSTRAINT fk_receipt_lines_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
);
CREATE INDEX ix_receipt_lines_lot_id ON receipt_lines (lot_id);

CREATE TABLE refresh_tokens (
	hash BYTEA NOT NULL, 
	session_id UUID NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	used_by BYTEA, 
	salt BYTEA, 
	CONSTRAINT pk_refresh_tokens PRIMARY KEY (hash), 
	CONSTRAINT fk_refresh_tokens_session_id FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE cascade
);
CREATE UNIQUE INDEX ix_refresh_tokens_one_unused ON refresh_tokens (session_id) WHERE used_at is null;

CREATE TABLE attentions (
	id UUID NOT NULL, 
	device_id UUID NOT NULL, 
	sequence BIGINT NOT NULL, 
	why TEXT NOT NULL, 
	facts JSONB NOT NULL, 
	opened_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	closed_by UUID, 
	closing TEXT, 
	CONSTRAINT pk_attentions PRIMARY KEY (id), 
	CONSTRAINT fk_attentions_device_id_sequence FOREIGN KEY(device_id, sequence) REFERENCES envelopes (device_id, sequence), 
	CONSTRAINT ck_attentions_why_is_known CHECK (why in ('refused', 'conflict', 'noLongerAllowed', 'quarantined', 'appliedWithTask', 'appliedFlagged', 'handedOver')), 
	CONSTRAINT ck_attentions_closed_by_somebody_with_a_word CHECK ((closed_at is null) = (closed_by is null) and (closed_at is null) = (closing is null))
);
CREATE INDEX ix_attentions_open ON attentions (opened_at, id) WHERE closed_at is null;

CREATE TABLE order_lines (
	id UUID NOT NULL, 
	order_id UUID NOT NULL, 
	position BIGINT NOT NULL, 
	product_id UUID NOT NULL, 
	quantity NUMERIC(18, 6) NOT NULL, 
	unit_price NUMERIC(18, 6) NOT NULL, 
	tax_rate NUMERIC(18, 6) NOT NULL, 
	amount_fen BIGINT NOT NULL, 
	tax_fen BIGINT NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_order_lines PRIMARY KEY (id), 
	CONSTRAINT uq_order_lines_order_id_position UNIQUE (order_id, position), 
	CONSTRAINT ck_order_lines_quantity_is_positive CHECK (quantity > 0), 
	CONSTRAINT ck_order_lines_price_is_not_negative CHECK (unit_price >= 0), 
	CONSTRAINT fk_order_lines_order_id FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_lines_product_id FOREIGN KEY(product_id) REFERENCES products (id)
);
CREATE INDEX ix_order_lines_changed_in ON order_lines (changed_in);
CREATE INDEX ix_order_lines_product_id ON order_lines (product_id);

CREATE TABLE order_steps (
	id BIGINT GENERATED BY DEFAULT AS IDENTITY, 
	order_id UUID NOT NULL, 
	state TEXT NOT NULL, 
	user_id UUID NOT NULL, 
	user_name TEXT NOT NULL, 
	reason TEXT, 
	occurred_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_order_steps PRIMARY KEY (id), 
	CONSTRAINT fk_order_steps_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
);
CREATE INDEX ix_order_steps_order_id_id ON order_steps (order_id, id);

CREATE TABLE outbounds (
	id UUID NOT NULL, 
	order_id UUID NOT NULL, 
	public_token TEXT NOT NULL, 
	link_closed_at TIMESTAMP WITH TIME ZONE, 
	state TEXT DEFAULT 'open' NOT NULL, 
	picker_id UUID, 
	picker_name TEXT, 
	picked_at TIMESTAMP WITH TIME ZONE, 
	returned_reason TEXT, 
	rechecked_by UUID, 
	rechecker_name TEXT, 
	rechecked_at TIMESTAMP WITH TIME ZONE, 
	recheck_signature_id UUID, 
	delivery_note_number TEXT, 
	delivery_note JSONB, 
	delivery_note_id UUID, 
	pick_list_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_outbounds PRIMARY KEY (id), 
	CONSTRAINT ck_outbounds_state_is_known CHECK (state in ('open', 'picking', 'picked', 'rechecked', 'handed_over', 'cancelled')), 
	CONSTRAINT ck_outbounds_picking_has_a_picker CHECK (state in ('open', 'cancelled') or picker_id is not null), 
	CONSTRAINT ck_outbounds_recheck_is_signed CHECK (state not in ('rechecked', 'handed_over') or recheck_signature_id is not null), 
	CONSTRAINT ck_outbounds_a_recheck_issues_the_note CHECK (state not in ('rechecked', 'handed_over') or (delivery_note_number is not null and delivery_note is not null)), 
	CONSTRAINT ck_outbounds_no_hand_over_without_the_note CHECK (state <> 'handed_over' or delivery_note_id is not null), 
	CONSTRAINT uq_outbounds_order_id UNIQUE (order_id), 
	CONSTRAINT fk_outbounds_order_id FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT uq_outbounds_public_token UNIQUE (public_token), 
	CONSTRAINT uq_outbounds_delivery_note_number UNIQUE (delivery_note_number)
);
CREATE INDEX ix_outbounds_changed_in ON outbounds (changed_in);
CREATE INDEX ix_outbounds_picker_id ON outbounds (picker_id);
CREATE INDEX ix_outbounds_recheck_signature_id ON outbounds (recheck_signature_id);
CREATE INDEX ix_outbounds_rechecked_at ON outbounds (rechecked_at);
CREATE INDEX ix_outbounds_state_created_at_id ON outbounds (state, created_at, id);

CREATE TABLE deliveries (
	id UUID NOT NULL, 
	order_id UUID NOT NULL, 
	outbound_id UUID NOT NULL, 
	leg TEXT NOT NULL, 
	driver_id UUID, 
	driver_name TEXT, 
	handed_over_by UUID NOT NULL, 
	handed_over_by_name TEXT NOT NULL, 
	carrier TEXT, 
	waybill TEXT, 
	pieces BIGINT NOT NULL, 
	departed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	arrived_at TIMESTAMP WITH TIME ZONE, 
	temperature_verdict TEXT, 
	outcome TEXT, 
	outcome_reason TEXT, 
	receiver_name TEXT, 
	received_on_behalf TEXT, 
	signature_id UUID, 
	second_receiver_name TEXT, 
	second_signature_id UUID, 
	slip_state TEXT DEFAULT 'not_back' NOT NULL, 
	slip_photo_id UUID, 
	exception TEXT, 
	completed_at TIMESTAMP WITH TIME ZONE, 
	confirmed_by UUID, 
	recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT ck_deliveries_leg_is_known CHECK (leg in ('own_driver', 'courier')), 
	CONSTRAINT ck_deliveries_outcome_is_known CHECK (outcome is null or outcome in ('delivered', 'partly_delivered', 'refused', 'not_delivered')), 
	CONSTRAINT ck_deliveries_an_outcome_has_a_time CHECK ((outcome is null) = (completed_at is null)), 
	CONSTRAINT ck_deliveries_couriers_have_a_waybill CHECK (leg <> 'courier' or (carrier is not null and waybill is not null)), 
	CONSTRAINT ck_deliveries_our_own_legs_have_a_driver CHECK (leg <> 'own_driver' or driver_id is not null), 
	CONSTRAINT ck_deliveries_verdict_is_known CHECK (temperature_verdict is null or temperature_verdict in ('within', 'below', 'above', 'no_data')), 
	CONSTRAINT ck_deliveries_slip_state_is_known CHECK (slip_state in ('not_back', 'photo', 'original')), 
	CONSTRAINT ck_deliveries_boxes_were_counted CHECK (pieces > 0), 
	CONSTRAINT fk_deliveries_order_id FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_deliveries_outbound_id FOREIGN KEY(outbound_id) REFERENCES outbounds (id)
);
CREATE INDEX ix_deliveries_changed_in ON deliveries (changed_in);
CREATE INDEX ix_deliveries_departed_at_id ON deliveries (departed_at, id);
CREATE INDEX ix_deliveries_driver_id_departed_at ON deliveries (driver_id, departed_at);
CREATE INDEX ix_deliveries_order_id ON deliveries (order_id);
CREATE UNIQUE INDEX uq_deliveries_under_way ON deliveries (outbound_id) WHERE completed_at is null;

CREATE TABLE pick_lines (
	id UUID NOT NULL, 
	outbound_id UUID NOT NULL, 
	order_id UUID NOT NULL, 
	order_line_id UUID NOT NULL, 
	lot_id UUID NOT NULL, 
	location_id UUID NOT NULL, 
	to_pick NUMERIC(18, 6) NOT NULL, 
	picked NUMERIC(18, 6) DEFAULT '0' NOT NULL, 
	other_lot_reason TEXT, 
	closed_why TEXT, 
	version BIGINT DEFAULT '1' NOT NULL, 
	changed_in BIGINT DEFAULT '0' NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	CONSTRAINT pk_pick_lines PRIMARY KEY (id), 
	CONSTRAINT ck_pick_lines_something_to_pick CHECK (to_pick > 0), 
	CONSTRAINT ck_pick_lines_not_more_than_asked CHECK (picked between 0 and to_pick), 
	CONSTRAINT ck_pick_lines_closed_why_is_known CHECK (closed_why is null or closed_why in ('short', 'broken')), 
	CONSTRAINT fk_pick_lines_outbound_id FOREIGN KEY(outbound_id) REFERENCES outbounds (id), 
	CONSTRAINT fk_pick_lines_order_id FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_pick_lines_order_line_id FOREIGN KEY(order_line_id) REFERENCES order_lines (id), 
	CONSTRAINT fk_pick_lines_lot_id FOREIGN KEY(lot_id) REFERENCES lots (id)
);
CREATE INDEX ix_pick_lines_changed_in ON pick_lines (changed_in);
CREATE INDEX ix_pick_lines_lot_id ON pick_lines (lot_id);
CREATE INDEX ix_pick_lines_order_line_id ON pick_lines (order_line_id);
CREATE INDEX ix_pick_lines_outbound_id ON pick_lines (outbound_id);

CREATE TABLE delivery_boxes (
	id UUID NOT NULL, 
	delivery_id UUID NOT NULL, 
	means TEXT NOT NULL, 
	plate TEXT, 
	box_number TEXT, 
	logger_number TEXT NOT NULL, 
	calibrated_until DATE, 
	coolant TEXT, 
	validated_hours BIGINT, 
	celsius_min NUMERIC(18, 6), 
	celsius_max NUMERIC(18, 6), 
	departure_celsius NUMERIC(18, 6) NOT NULL, 
	arrival_celsius NUMERIC(18, 6), 
	logger_photo_id UUID, 
	verdict TEXT, 
	CONSTRAINT pk_delivery_boxes PRIMARY KEY (id), 
	CONSTRAINT ck_delivery_boxes_means_is_known CHECK (means in ('truck', 'active_box', 'passive_box')), 
	CONSTRAINT ck_delivery_boxes_trucks_have_a_plate CHECK (means <> 'truck' or plate is not null), 
	CONSTRAINT ck_delivery_boxes_a_validated_duration_is_some CHECK (validated_hours > 0), 
	CONSTRAINT ck_delivery_boxes_boxes_have_a_number CHECK (means = 'truck' or box_number is not null), 
	CONSTRAINT ck_delivery_boxes_verdict_is_known CHECK (verdict is null or verdict in ('within', 'below', 'above', 'no_data')), 
	CONSTRAINT fk_delivery_boxes_delivery_id FOREIGN KEY(delivery_id) REFERENCES deliveries (id)
);
CREATE INDEX ix_delivery_boxes_box_number ON delivery_boxes (box_number);
CREATE INDEX ix_delivery_boxes_delivery_id ON delivery_boxes (delivery_id);
CREATE INDEX ix_delivery_boxes_logger_number ON delivery_boxes (logger_number);

CREATE TABLE picks (
	id UUID NOT NULL, 
	pick_line_id UUID NOT NULL, 
	scan_id UUID NOT NULL, 
	product_id UUID NOT NULL, 
	serial TEXT, 
	quantity NUMERIC(18, 6) NOT NULL, 
	picked_by UUID NOT NULL, 
	picked_for UUID NOT NULL, 
	picker_name TEXT NOT NULL, 
	picked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	undone_by UUID, 
	CONSTRAINT pk_picks PRIMARY KEY (id), 
	CONSTRAINT uq_picks_id_picked_by_picked_for UNIQUE (id, picked_by, picked_for), 
	CONSTRAINT ck_picks_something_was_picked CHECK (quantity > 0), 
	CONSTRAINT ck_picks_an_undoing_has_a_person CHECK ((undone_at is null) = (undone_by is null)), 
	CONSTRAINT fk_picks_pick_line_id FOREIGN KEY(pick_line_id) REFERENCES pick_lines (id), 
	CONSTRAINT fk_picks_scan_id FOREIGN KEY(scan_id) REFERENCES scans (id)
);
CREATE INDEX ix_picks_pick_line_id ON picks (pick_line_id);
CREATE UNIQUE INDEX uq_picks_serial ON picks (product_id, serial) WHERE serial is not null and undone_at is null;

CREATE TABLE delivery_lines (
	id UUID NOT NULL, 
	delivery_id UUID NOT NULL, 
	pick_line_id UUID NOT NULL, 
	box_id UUID, 
	sent NUMERIC(18, 6) NOT NULL, 
	received NUMERIC(18, 6), 
	reason TEXT, 
	CONSTRAINT pk_delivery_lines PRIMARY KEY (id), 
	CONSTRAINT ck_delivery_lines_something_was_sent CHECK (sent > 0), 
	CONSTRAINT ck_delivery_lines_received_is_part_of_sent CHECK (received between 0 and sent), 
	CONSTRAINT ck_delivery_lines_a_difference_says_why CHECK (received = sent or reason is not null), 
	CONSTRAINT fk_delivery_lines_delivery_id FOREIGN KEY(delivery_id) REFERENCES deliveries (id), 
	CONSTRAINT fk_delivery_lines_pick_line_id FOREIGN KEY(pick_line_id) REFERENCES pick_lines (id), 
	CONSTRAINT fk_delivery_lines_box_id FOREIGN KEY(box_id) REFERENCES delivery_boxes (id)
);
CREATE INDEX ix_delivery_lines_delivery_id ON delivery_lines (delivery_id);
CREATE INDEX ix_delivery_lines_pick_line_id ON delivery_lines (pick_line_id);

CREATE TABLE rechecks (
	pick_id UUID NOT NULL, 
	outbound_id UUID NOT NULL, 
	picked_by UUID NOT NULL, 
	picked_for UUID NOT NULL, 
	checked_by UUID NOT NULL, 
	checked_for UUID NOT NULL, 
	quality TEXT NOT NULL, 
	signature_id UUID NOT NULL, 
	checked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_rechecks PRIMARY KEY (pick_id), 
	CONSTRAINT fk_rechecks_pick_id_picked_by_picked_for FOREIGN KEY(pick_id, picked_by, picked_for) REFERENCES picks (id, picked_by, picked_for), 
	CONSTRAINT ck_rechecks_checker_is_not_picker CHECK (checked_by not in (picked_by, picked_for) and checked_for not in (picked_by, picked_for)), 
	CONSTRAINT fk_rechecks_outbound_id FOREIGN KEY(outbound_id) REFERENCES outbounds (id)
);
CREATE INDEX ix_rechecks_outbound_id ON rechecks (outbound_id);

-- approval_policy
grant select, insert, update, delete on approval_policy to lotline_app;
alter table approval_policy enable row level security;
create policy staff on approval_policy to lotline_app using (true) with check (true);
grant select on approval_policy to lotline_portal;

-- approvals
grant select, insert, update, delete on approvals to lotline_app;
create trigger approvals_notes_sync before insert or update on approvals for each row execute function note_sync();
alter table approvals enable row level security;
create policy staff on approvals to lotline_app using (true) with check (true);
grant select on approvals to lotline_portal;

-- attachments
grant select, insert, update, delete on attachments to lotline_app;
alter table attachments enable row level security;
create policy staff on attachments to lotline_app using (true) with check (true);
grant select on attachments to lotline_portal;

-- audit_entries
grant select, insert on audit_entries to lotline_app;
create trigger audit_entries_refuses_update before update on audit_entries for each row execute function refuse_change();
alter table audit_entries enable always trigger audit_entries_refuses_update;
create trigger audit_entries_refuses_delete before delete on audit_entries for each row execute function refuse_change();
alter table audit_entries enable always trigger audit_entries_refuses_delete;
create trigger audit_entries_refuses_truncate before truncate on audit_entries for each statement execute function refuse_change();
alter table audit_entries enable always trigger audit_entries_refuses_truncate;
alter table audit_entries enable row level security;
create policy staff on audit_entries to lotline_app using (true) with check (true);
grant select on audit_entries to lotline_portal;

-- commands
grant select, insert, update, delete on commands to lotline_app;
alter table commands enable row level security;
create policy staff on commands to lotline_app using (true) with check (true);
grant select on commands to lotline_portal;

-- companies
grant select, insert, update, delete on companies to lotline_app;
alter table companies enable row level security;
create policy staff on companies to lotline_app using (true) with check (true);
grant select on companies to lotline_portal;
create policy portal on companies for select to lotline_portal using (true);

-- customers
grant select, insert, update, delete on customers to lotline_app;
create trigger customers_notes_sync before insert or update on customers for each row execute function note_sync();
alter table customers enable row level security;
create policy staff on customers to lotline_app using (true) with check (true);
grant select on customers to lotline_portal;
create policy portal on customers for select to lotline_portal using (id = portal_customer());

-- departments
grant select, insert, update, delete on departments to lotline_app;
alter table departments enable row level security;
create policy staff on departments to lotline_app using (true) with check (true);
grant select on departments to lotline_portal;

-- installation
grant select, insert, update, delete on installation to lotline_app;
alter table installation enable row level security;
create policy staff on installation to lotline_app using (true) with check (true);
grant select on installation to lotline_portal;

-- locations
grant select, insert, update, delete on locations to lotline_app;
create trigger locations_notes_sync before insert or update on locations for each row execute function note_sync();
alter table locations enable row level security;
create policy staff on locations to lotline_app using (true) with check (true);
grant select on locations to lotline_portal;

-- notices
grant select, insert, update, delete on notices to lotline_app;
create trigger notices_notes_sync before insert or update on notices for each row execute function note_sync();
alter table notices enable row level security;
create policy staff on notices to lotline_app using (true) with check (true);
grant select on notices to lotline_portal;
create policy portal on notices for select to lotline_portal using (exists (select from users where users.id = user_id and users.customer_id = portal_customer()));

-- number_series
grant select, insert, update, delete on number_series to lotline_app;
alter table number_series enable row level security;
create policy staff on number_series to lotline_app using (true) with check (true);
grant select on number_series to lotline_portal;

-- outbox
grant select, insert, update, delete on outbox to lotline_app;
alter table outbox enable row level security;
create policy staff on outbox to lotline_app using (true) with check (true);
grant select on outbox to lotline_portal;

-- papers
grant select, insert, update, delete on papers to lotline_app;
alter table papers enable row level security;
create policy staff on papers to lotline_app using (true) with check (true);
grant select on papers to lotline_portal;
create policy portal on papers for select to lotline_portal using (holder_kind = 'customer' and holder_id = portal_customer());

-- post_rights
grant select, insert, update, delete on post_rights to lotline_app;
alter table post_rights enable row level security;
create policy staff on post_rights to lotline_app using (true) with check (true);
grant select on post_rights to lotline_portal;

-- products
grant select, insert, update, delete on products to lotline_app;
create trigger products_notes_sync before insert or update on products for each row execute function note_sync();
alter table products enable row level security;
create policy staff on products to lotline_app using (true) with check (true);
grant select on products to lotline_portal;
create policy portal on products for select to lotline_portal using (true);

-- quality_tasks
grant select, insert, update, delete on quality_tasks to lotline_app;
create trigger quality_tasks_notes_sync before insert or update on quality_tasks for each row execute function note_sync();
alter table quality_tasks enable row level security;
create policy staff on quality_tasks to lotline_app using (true) with check (true);
grant select on quality_tasks to lotline_portal;

-- scans
grant select, insert on scans to lotline_app;
create trigger scans_refuses_update before update on scans for each row execute function refuse_change();
alter table scans enable always trigger scans_refuses_update;
create trigger scans_refuses_delete before delete on scans for each row execute function refuse_change();
alter table scans enable always trigger scans_refuses_delete;
create trigger scans_refuses_truncate before truncate on scans for each statement execute function refuse_change();
alter table scans enable always trigger scans_refuses_truncate;
alter table scans enable row level security;
create policy staff on scans to lotline_app using (true) with check (true);
grant select on scans to lotline_portal;

-- sign_in_attempts
grant select, insert, update, delete on sign_in_attempts to lotline_app;
alter table sign_in_attempts enable row level security;
create policy staff on sign_in_attempts to lotline_app using (true) with check (true);

-- signatures
grant select, insert on signatures to lotline_app;
create trigger signatures_refuses_update before update on signatures for each row execute function refuse_change();
alter table signatures enable always trigger signatures_refuses_update;
create trigger signatures_refuses_delete before delete on signatures for each row execute function refuse_change();
alter table signatures enable always trigger signatures_refuses_delete;
create trigger signatures_refuses_truncate before truncate on signatures for each statement execute function refuse_change();
alter table signatures enable always trigger signatures_refuses_truncate;
alter table signatures enable row level security;
create policy staff on signatures to lotline_app using (true) with check (true);
grant select on signatures to lotline_portal;
create policy portal on signatures for select to lotline_portal using (method = 'drawn' and exists (select 1 from deliveries d where d.signature_id = signatures.id or d.second_signature_id = signatures.id));

-- suppliers
grant select, insert, update, delete on suppliers to lotline_app;
create trigger suppliers_notes_sync before insert or update on suppliers for each row execute function note_sync();
alter table suppliers enable row level security;
create policy staff on suppliers to lotline_app using (true) with check (true);
grant select on suppliers to lotline_portal;

-- users
grant select, insert, update, delete on users to lotline_app;
alter table users enable row level security;
create policy staff on users to lotline_app using (true) with check (true);
grant select on users to lotline_portal;
create policy portal on users for select to lotline_portal using (customer_id = portal_customer());

-- contacts
grant select, insert, update, delete on contacts to lotline_app;
create trigger contacts_notes_sync before insert or update on contacts for each row execute function note_sync();
alter table contacts enable row level security;
create policy staff on contacts to lotline_app using (true) with check (true);
grant select on contacts to lotline_portal;
create policy portal on contacts for select to lotline_portal using (customer_id = portal_customer());

-- credentials
grant select, insert, update, delete on credentials to lotline_app;
alter table credentials enable row level security;
create policy staff on credentials to lotline_app using (true) with check (true);

-- credit_accounts
grant select, insert, update, delete on credit_accounts to lotline_app;
create trigger credit_accounts_notes_sync before insert or update on credit_accounts for each row execute function note_sync();
alter table credit_accounts enable row level security;
create policy staff on credit_accounts to lotline_app using (true) with check (true);
grant select on credit_accounts to lotline_portal;
create policy portal on credit_accounts for select to lotline_portal using (customer_id = portal_customer());

-- credit_entries
grant select, insert on credit_entries to lotline_app;
create trigger credit_entries_refuses_update before update on credit_entries for each row execute function refuse_change();
alter table credit_entries enable always trigger credit_entries_refuses_update;
create trigger credit_entries_refuses_delete before delete on credit_entries for each row execute function refuse_change();
alter table credit_entries enable always trigger credit_entries_refuses_delete;
create trigger credit_entries_refuses_truncate before truncate on credit_entries for each statement execute function refuse_change();
alter table credit_entries enable always trigger credit_entries_refuses_truncate;
alter table credit_entries enable row level security;
create policy staff on credit_entries to lotline_app using (true) with check (true);
grant select on credit_entries to lotline_portal;

-- customer_prices
grant select, insert, update, delete on customer_prices to lotline_app;
create trigger customer_prices_notes_sync before insert or update on customer_prices for each row execute function note_sync();
alter table customer_prices enable row level security;
create policy staff on customer_prices to lotline_app using (true) with check (true);
grant select on customer_prices to lotline_portal;
create policy portal on customer_prices for select to lotline_portal using (customer_id = portal_customer());

-- customer_sites
grant select, insert, update, delete on customer_sites to lotline_app;
create trigger customer_sites_notes_sync before insert or update on customer_sites for each row execute function note_sync();
alter table customer_sites enable row level security;
create policy staff on customer_sites to lotline_app using (true) with check (true);
grant select on customer_sites to lotline_portal;
create policy portal on customer_sites for select to lotline_portal using (customer_id = portal_customer());

-- devices
grant select, insert, update, delete on devices to lotline_app;
alter table devices enable row level security;
create policy staff on devices to lotline_app using (true) with check (true);
grant select on devices to lotline_portal;
create policy portal on devices for select to lotline_portal using (exists (select from users where users.id = user_id and users.customer_id = portal_customer()));

-- lots
grant select, insert, update, delete on lots to lotline_app;
create trigger lots_notes_sync before insert or update on lots for each row execute function note_sync();
alter table lots enable row level security;
create policy staff on lots to lotline_app using (true) with check (true);
grant select on lots to lotline_portal;
create policy portal on lots for select to lotline_portal using (exists (select 1 from movements m where m.lot_id = lots.id and m.account = 'customer' and m.holder_id = portal_customer()));

-- memberships
grant select, insert, update, delete on memberships to lotline_app;
alter table memberships enable row level security;
create policy staff on memberships to lotline_app using (true) with check (true);
grant select on memberships to lotline_portal;
create policy portal on memberships for select to lotline_portal using (exists (select from users where users.id = user_id and users.customer_id = portal_customer()));

-- password_codes
grant select, insert, update, delete on password_codes to lotline_app;
alter table password_codes enable row level security;
create policy staff on password_codes to lotline_app using (true) with check (true);

-- product_packs
grant select, insert, update, delete on product_packs to lotline_app;
create trigger product_packs_notes_sync before insert or update on product_packs for each row execute function note_sync();
alter table product_packs enable row level security;
create policy staff on product_packs to lotline_app using (true) with check (true);
grant select on product_packs to lotline_portal;
create policy portal on product_packs for select to lotline_portal using (true);

-- proofs
grant select, insert, update, delete on proofs to lotline_app;
alter table proofs enable row level security;
create policy staff on proofs to lotline_app using (true) with check (true);

-- receipts
grant select, insert, update, delete on receipts to lotline_app;
alter table receipts enable row level security;
create policy staff on receipts to lotline_app using (true) with check (true);
grant select on receipts to lotline_portal;

-- sessions
grant select, insert, update, delete on sessions to lotline_app;
alter table sessions enable row level security;
create policy staff on sessions to lotline_app using (true) with check (true);
grant select on sessions to lotline_portal;
create policy portal on sessions for select to lotline_portal using (exists (select from users where users.id = user_id and users.customer_id = portal_customer()));

-- balances
grant select, insert, update, delete on balances to lotline_app;
create trigger balances_notes_sync before insert or update on balances for each row execute function note_sync();
alter table balances enable row level security;
create policy staff on balances to lotline_app using (true) with check (true);
grant select on balances to lotline_portal;

-- effect_runs
grant select, insert, update, delete on effect_runs to lotline_app;
alter table effect_runs enable row level security;
create policy staff on effect_runs to lotline_app using (true) with check (true);
grant select on effect_runs to lotline_portal;

-- envelopes
grant select, insert, update, delete on envelopes to lotline_app;
alter table envelopes enable row level security;
create policy staff on envelopes to lotline_app using (true) with check (true);
grant select on envelopes to lotline_portal;

-- movements
grant select, insert on movements to lotline_app;
create trigger movements_refuses_update before update on movements for each row execute function refuse_change();
alter table movements enable always trigger movements_refuses_update;
create trigger movements_refuses_delete before delete on movements for each row execute function refuse_change();
alter table movements enable always trigger movements_refuses_delete;
create trigger movements_refuses_truncate before truncate on movements for each statement execute function refuse_change();
alter table movements enable always trigger movements_refuses_truncate;
alter table movements enable row level security;
create policy staff on movements to lotline_app using (true) with check (true);
grant select on movements to lotline_portal;
create policy portal on movements for select to lotline_portal using (account = 'customer' and holder_id = portal_customer());

-- orders
grant select, insert, update, delete on orders to lotline_app;
create trigger orders_notes_sync before insert or update on orders for each row execute function note_sync();
alter table orders enable row level security;
create policy staff on orders to lotline_app using (true) with check (true);
grant select on orders to lotline_portal;
create policy portal on orders for select to lotline_portal using (customer_id = portal_customer() and state <> 'draft');

-- receipt_lines
grant select, insert, update, delete on receipt_lines to lotline_app;
alter table receipt_lines enable row level security;
create policy staff on receipt_lines to lotline_app using (true) with check (true);
grant select on receipt_lines to lotline_portal;

-- refresh_tokens
grant select, insert, update, delete on refresh_tokens to lotline_app;
alter table refresh_tokens enable row level security;
create policy staff on refresh_tokens to lotline_app using (true) with check (true);

-- attentions
grant select, insert, update, delete on attentions to lotline_app;
alter table attentions enable row level security;
create policy staff on attentions to lotline_app using (true) with check (true);
grant select on attentions to lotline_portal;

-- order_lines
grant select, insert, update, delete on order_lines to lotline_app;
create trigger order_lines_notes_sync before insert or update on order_lines for each row execute function note_sync();
alter table order_lines enable row level security;
create policy staff on order_lines to lotline_app using (true) with check (true);
grant select on order_lines to lotline_portal;
create policy portal on order_lines for select to lotline_portal using (exists (select 1 from orders o where o.id = order_id and o.customer_id = portal_customer() and o.state <> 'draft'));

-- order_steps
grant select, insert on order_steps to lotline_app;
create trigger order_steps_refuses_update before update on order_steps for each row execute function refuse_change();
alter table order_steps enable always trigger order_steps_refuses_update;
create trigger order_steps_refuses_delete before delete on order_steps for each row execute function refuse_change();
alter table order_steps enable always trigger order_steps_refuses_delete;
create trigger order_steps_refuses_truncate before truncate on order_steps for each statement execute function refuse_change();
alter table order_steps enable always trigger order_steps_refuses_truncate;
alter table order_steps enable row level security;
create policy staff on order_steps to lotline_app using (true) with check (true);
grant select on order_steps to lotline_portal;
create policy portal on order_steps for select to lotline_portal using (exists (select 1 from orders o where o.id = order_id and o.customer_id = portal_customer() and o.state <> 'draft'));

-- outbounds
grant select, insert, update, delete on outbounds to lotline_app;
create trigger outbounds_notes_sync before insert or update on outbounds for each row execute function note_sync();
alter table outbounds enable row level security;
create policy staff on outbounds to lotline_app using (true) with check (true);
grant select on outbounds to lotline_portal;
create policy portal on outbounds for select to lotline_portal using (exists (select 1 from orders o where o.id = order_id and o.customer_id = portal_customer()));

-- deliveries
grant select, insert, update, delete on deliveries to lotline_app;
create trigger deliveries_notes_sync before insert or update on deliveries for each row execute function note_sync();
alter table deliveries enable row level security;
create policy staff on deliveries to lotline_app using (true) with check (true);
grant select on deliveries to lotline_portal;
create policy portal on deliveries for select to lotline_portal using (exists (select 1 from orders o where o.id = order_id and o.customer_id = portal_customer()));

-- pick_lines
grant select, insert, update, delete on pick_lines to lotline_app;
create trigger pick_lines_notes_sync before insert or update on pick_lines for each row execute function note_sync();
alter table pick_lines enable row level security;
create policy staff on pick_lines to lotline_app using (true) with check (true);
grant select on pick_lines to lotline_portal;
create policy portal on pick_lines for select to lotline_portal using (exists (select 1 from orders o where o.id = order_id and o.customer_id = portal_customer()));

-- delivery_boxes
grant select, insert, update, delete on delivery_boxes to lotline_app;
alter table delivery_boxes enable row level security;
create policy staff on delivery_boxes to lotline_app using (true) with check (true);
grant select on delivery_boxes to lotline_portal;
create policy portal on delivery_boxes for select to lotline_portal using (exists (select 1 from deliveries d where d.id = delivery_id));

-- picks
grant select, insert, update, delete on picks to lotline_app;
alter table picks enable row level security;
create policy staff on picks to lotline_app using (true) with check (true);
grant select on picks to lotline_portal;

-- delivery_lines
grant select, insert, update, delete on delivery_lines to lotline_app;
alter table delivery_lines enable row level security;
create policy staff on delivery_lines to lotline_app using (true) with check (true);
grant select on delivery_lines to lotline_portal;
create policy portal on delivery_lines for select to lotline_portal using (exists (select 1 from deliveries d where d.id = delivery_id));

-- rechecks
grant select, insert on rechecks to lotline_app;
create trigger rechecks_refuses_update before update on rechecks for each row execute function refuse_change();
alter table rechecks enable always trigger rechecks_refuses_update;
create trigger rechecks_refuses_delete before delete on rechecks for each row execute function refuse_change();
alter table rechecks enable always trigger rechecks_refuses_delete;
create trigger rechecks_refuses_truncate before truncate on rechecks for each statement execute function refuse_change();
alter table rechecks enable always trigger rechecks_refuses_truncate;
alter table rechecks enable row level security;
create policy staff on rechecks to lotline_app using (true) with check (true);
grant select on rechecks to lotline_portal;

-- The system, in whose name reactions and schedules act: it must stand there before anything is done.
insert into users (id, name, kind) values ('00000000-0000-0000-0000-000000000000', '系统', 'system');

-- Double entry: what one command moves of one lot sums to zero, whoever wrote it. Checked at commit.
create function movements_sum_to_zero() returns trigger language plpgsql as $$
begin
    if (select sum(quantity) from movements where command_id = new.command_id and lot_id = new.lot_id) <> 0 then
        raise exception 'the movements of command % and lot % do not sum to zero', new.command_id, new.lot_id
            using errcode = 'check_violation', constraint = 'ck_movements_sum_to_zero';
    end if;
    return null;
end $$;
create constraint trigger movements_sum_to_zero after insert on movements
    deferrable initially deferred for each row execute function movements_sum_to_zero();
alter table movements enable always trigger movements_sum_to_zero;
