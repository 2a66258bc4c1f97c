#!/bin/sh
# Runs once, when the database is made: its roles, as backend/foundation/database/roles.py makes them.
set -eu
psql --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
     --set=owner_password="$LOTLINE_OWNER_PASSWORD" --set=app_password="$LOTLINE_APP_PASSWORD" <<'SQL'
CREATE ROLE lotline_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE lotline_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE ROLE lotline_portal NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
GRANT lotline_portal TO lotline_app WITH ADMIN FALSE, INHERIT FALSE, SET TRUE;
ALTER ROLE lotline_app SET statement_timeout = '5s';
ALTER ROLE lotline_app SET lock_timeout = '3s';
ALTER ROLE lotline_app SET idle_in_transaction_session_timeout = '30s';
CREATE DATABASE lotline OWNER lotline_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE lotline FROM PUBLIC;
GRANT CONNECT ON DATABASE lotline TO lotline_app;
\connect lotline
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO lotline_owner;
GRANT USAGE ON SCHEMA public TO lotline_app, lotline_portal;
SQL
