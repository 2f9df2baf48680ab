#!/bin/sh
# Makes the two accounts and the database of deploy/postgresql/roles.sql in the container of PostgreSQL, once.
# Tried: see compose.yaml.
set -eu
psql --username "$POSTGRES_USER" --set=owner="$OWNER_PASSWORD" --set=serving="$SERVING_PASSWORD" --set=ON_ERROR_STOP=1 <<'SQL'
CREATE ROLE starrating_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner';
CREATE ROLE starrating_serving LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'serving';
CREATE DATABASE starrating OWNER starrating_owner TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE starrating FROM PUBLIC;
GRANT CONNECT ON DATABASE starrating TO starrating_serving;
\connect starrating
ALTER SCHEMA public OWNER TO starrating_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
