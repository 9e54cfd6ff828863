-- What the PostgreSQL of docker-compose.yml holds from its first start on: the program owns its database and
-- is no superuser, so that the audit log and row-level security bind it as well. docs/OPERATIONS.md has the
-- same for a server of one's own.
\getenv password POSTGRES_PASSWORD
CREATE ROLE tachograph LOGIN PASSWORD :'password';
CREATE ROLE tachograph_reader NOLOGIN;
GRANT tachograph_reader TO tachograph;
CREATE DATABASE tachograph OWNER tachograph;
-- The superuser comes in from within the container alone, where no password is asked for.
ALTER ROLE postgres PASSWORD NULL;
