-- Two accounts of PostgreSQL: one owns the tables and migrates, the other serves and can change no history.
--
-- Tried: with PostgreSQL 15 on Debian 12, the serving account running the program and a month of a class; UPDATE,
-- DELETE and TRUNCATE of what only grows, and taking off its triggers, were refused
-- (tests/guarantees/triggers/test_database_roles.py).
--
-- Once, by whoever looks after the server (it asks for the two passwords):
--     sudo -u postgres psql -f roles.sql
-- then, and after each update, as the owner:
--     DATABASE_URL=postgres://starrating_owner:...@127.0.0.1:5432/starrating manage.py migrate
--     DATABASE_URL=postgres://starrating_owner:...@127.0.0.1:5432/starrating manage.py database_roles --serving starrating_serving
-- The second makes the grants of every table from what the program itself refuses; `--print` shows them.
-- Server and worker are started with the address of starrating_serving. `move --to` and `restore` need the owner's,
-- for they put rows in as they were.

\set ON_ERROR_STOP on

CREATE ROLE starrating_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE starrating_serving LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
\password starrating_owner
\password starrating_serving

CREATE DATABASE starrating OWNER starrating_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE starrating FROM PUBLIC;
GRANT CONNECT ON DATABASE starrating TO starrating_serving;

\connect starrating
ALTER SCHEMA public OWNER TO starrating_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
