-- What must stand there before anything is done: the system, in whose name reactions and schedules act.
insert into users (id, name, kind) values ('00000000-0000-0000-0000-000000000000', '系统', 'system');
