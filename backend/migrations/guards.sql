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
