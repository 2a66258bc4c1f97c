-- The system, in whose name reactions and schedules act: it must stand there before anything is done.
insert into users (id, name, kind) values ('00000000-0000-0000-0000-000000000000', '系统', 'system');
