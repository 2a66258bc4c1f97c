alter table lots
	add column expiry_word TEXT,
	add column expiry_printed TEXT,
	add constraint ck_lots_an_expiry_in_print_has_its_word CHECK ((expiry_word is null) = (expiry_printed is null)),
	add constraint ck_lots_expiry_word_is_known CHECK (expiry_word in ('有效期至', '使用期限', 'EXP', 'USE BY', '失效期', '失效日期')),
	add constraint ck_lots_expiry_printed_is_bounded CHECK (length(expiry_printed) between 1 and 20);

alter table receipt_lines
	add column expiry_word TEXT,
	add column expiry_printed TEXT,
	add constraint ck_receipt_lines_an_expiry_in_print_has_its_word CHECK ((expiry_word is null) = (expiry_printed is null)),
	add constraint ck_receipt_lines_expiry_word_is_known CHECK (expiry_word in ('有效期至', '使用期限', 'EXP', 'USE BY', '失效期', '失效日期')),
	add constraint ck_receipt_lines_expiry_printed_is_bounded CHECK (length(expiry_printed) between 1 and 20);
