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
