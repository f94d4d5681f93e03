-- Distributes the tables of a new hub by photo over its server and another one, through postgres_fdw: the halves have the same borders in each table,
-- so that all that is said of a photo lies on one server. The other database was made by `share init` as well. {host}, {port} and {database} are its.

CREATE EXTENSION postgres_fdw;
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host '{host}', port '{port}', dbname '{database}', async_capable 'true', batch_size '500');
CREATE USER MAPPING FOR PUBLIC SERVER other OPTIONS (user 'owner', password_required 'false');

DO $$ DECLARE
    t text;
    key text;
BEGIN
    FOR t, key IN VALUES ('photos', 'hash'), ('embeddings', 'photo'), ('changes', 'photo'), ('removed', 'photo') LOOP
        EXECUTE format('ALTER TABLE selvedge.%I RENAME TO %I', t, t || '_here');
        EXECUTE format('CREATE TABLE selvedge.%I (LIKE selvedge.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY HASH (%I)', t, t || '_here', key);
        EXECUTE format('ALTER TABLE selvedge.%I ATTACH PARTITION selvedge.%I FOR VALUES WITH (MODULUS 2, REMAINDER 0)', t, t || '_here');
        EXECUTE format('CREATE FOREIGN TABLE selvedge.%I PARTITION OF selvedge.%I FOR VALUES WITH (MODULUS 2, REMAINDER 1)
            SERVER other OPTIONS (schema_name ''selvedge'', table_name %L)', t || '_there', t, t);
        EXECUTE format('GRANT SELECT ON selvedge.%I TO selvedge_viewer', t);
    END LOOP;
END $$;

GRANT INSERT ON selvedge.photos, selvedge.embeddings, selvedge.changes TO selvedge_tagger;
GRANT DELETE ON selvedge.photos, selvedge.embeddings, selvedge.changes TO selvedge_owner;
GRANT INSERT ON selvedge.removed TO selvedge_owner;

ALTER TABLE selvedge.changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE selvedge.changes FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON selvedge.changes FOR SELECT USING (true);
CREATE POLICY own ON selvedge.changes FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM selvedge.steps WHERE steps.seq = changes.seq AND steps.member = session_user));
CREATE POLICY removed ON selvedge.changes FOR DELETE USING (pg_has_role(session_user, 'selvedge_owner', 'member'));

-- PostgreSQL holds no row rule against what goes to a foreign table; a trigger says the same.
CREATE FUNCTION selvedge.own_steps_alone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT FROM selvedge.steps WHERE steps.seq = NEW.seq AND steps.member = session_user) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a step is its maker''s alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own BEFORE INSERT ON selvedge.changes_there FOR EACH ROW EXECUTE FUNCTION selvedge.own_steps_alone();
