-- Roles of the PostgreSQL in docker-compose.yml, created at its first start. The program owns its database but is
-- not a superuser, so that the audit log's triggers and row-level security apply to it as well. docs/OPERATIONS.md
-- has the same for a server of your own.
\getenv password POSTGRES_PASSWORD
CREATE ROLE tachograph LOGIN PASSWORD :'password';
CREATE ROLE tachograph_reader NOLOGIN;
GRANT tachograph_reader TO tachograph;
CREATE DATABASE tachograph OWNER tachograph;
-- The superuser can connect only from within the container, where no password is required.
ALTER ROLE postgres PASSWORD NULL;
