#!/bin/bash
# Runs once, when the database server is made: a role that may log in and nothing else, and a database that it owns. Row security is Roster's second wall between
# organizations, and neither superusers nor roles with BYPASSRLS are held by it; Roster does not start as one.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --set password="$ROSTER_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE roster LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE roster OWNER roster TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE CONNECT ON DATABASE roster FROM PUBLIC;
SQL
