-- The hub of a shared catalogue. What photos are told by is the BLAKE3 of their files, so that every table about photos can be distributed by it.

CREATE SCHEMA selvedge;

CREATE TABLE selvedge.hub (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL,
    uid     text NOT NULL, -- random: the same hub under two addresses is one hub
    vectors text NOT NULL CHECK (vectors IN ('pgvector', 'array')),
    made_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE selvedge.photos (
    hash     bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    name     text NOT NULL, -- of a file, to be shown and searched for; never a path
    format   text NOT NULL,
    width    integer NOT NULL CHECK (width > 0),
    height   integer NOT NULL CHECK (height > 0),
    captured text,
    member   text NOT NULL DEFAULT session_user
);

CREATE TABLE selvedge.models (
    id        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key       text NOT NULL UNIQUE,
    name      text NOT NULL,
    dimension integer NOT NULL CHECK (dimension BETWEEN 1 AND 16000)
);

CREATE TABLE selvedge.embeddings (
    photo      bytea NOT NULL,
    model      integer NOT NULL,
    arithmetic text NOT NULL CHECK (arithmetic IN ('f32', 'int8')),
    vector     :VECTOR NOT NULL, -- unit length
    PRIMARY KEY (photo, model, arithmetic)
);

-- Who brought what, in the order in which it came. The clock in made_at is the person's: it is shown, and nothing is decided by it.
CREATE TABLE selvedge.steps (
    seq       bigint PRIMARY KEY,
    id        text NOT NULL UNIQUE CHECK (length(id) = 32), -- random, chosen by who made the step
    member    text NOT NULL DEFAULT session_user,
    author    text NOT NULL,
    made_at   timestamptz NOT NULL,
    pushed_at timestamptz NOT NULL DEFAULT now(),
    changes   integer NOT NULL CHECK (changes >= 0)
);

-- What a step says of a photo. The last one of a kind and key holds; NULL: it was taken back.
CREATE TABLE selvedge.changes (
    photo bytea NOT NULL CHECK (octet_length(photo) = 32),
    seq   bigint NOT NULL,
    kind  text NOT NULL CHECK (kind IN ('tags', 'opinion', 'mark', 'sku')),
    key   text NOT NULL,
    value jsonb,
    PRIMARY KEY (photo, kind, key, seq)
);
CREATE INDEX changes_seq ON selvedge.changes (seq);

CREATE TABLE selvedge.sets (
    key   text NOT NULL,
    seq   bigint NOT NULL,
    value jsonb,
    PRIMARY KEY (key, seq)
);

-- Photos that an owner took out for good: they are not brought again.
CREATE TABLE selvedge.removed (
    photo  bytea PRIMARY KEY CHECK (octet_length(photo) = 32),
    seq    bigint NOT NULL,
    member text NOT NULL DEFAULT session_user
);

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_reference_table('selvedge.models'), create_reference_table('selvedge.steps'), create_reference_table('selvedge.sets');
        PERFORM create_distributed_table('selvedge.photos', 'hash');
        PERFORM create_distributed_table('selvedge.embeddings', 'photo', colocate_with => 'selvedge.photos');
        PERFORM create_distributed_table('selvedge.changes', 'photo', colocate_with => 'selvedge.photos');
        PERFORM create_distributed_table('selvedge.removed', 'photo', colocate_with => 'selvedge.photos');
    END IF;
END $$;

-- Roles are of the whole server, so that they may be there already.
DO $$ DECLARE r text; BEGIN
    FOREACH r IN ARRAY ARRAY['selvedge_viewer', 'selvedge_tagger', 'selvedge_owner'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', r);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database's hub is being made
            END;
        END IF;
    END LOOP;
    IF NOT pg_has_role('selvedge_tagger', 'selvedge_viewer', 'member') THEN GRANT selvedge_viewer TO selvedge_tagger; END IF;
    IF NOT pg_has_role('selvedge_owner', 'selvedge_tagger', 'member') THEN GRANT selvedge_tagger TO selvedge_owner; END IF;
    IF NOT pg_has_role(session_user, 'selvedge_owner', 'member') THEN EXECUTE format('GRANT selvedge_owner TO %I', session_user); END IF;
END $$;

GRANT USAGE ON SCHEMA selvedge TO selvedge_viewer;
GRANT SELECT ON ALL TABLES IN SCHEMA selvedge TO selvedge_viewer;
GRANT INSERT ON selvedge.photos, selvedge.models, selvedge.embeddings, selvedge.steps, selvedge.changes, selvedge.sets TO selvedge_tagger;
GRANT DELETE ON selvedge.photos, selvedge.embeddings, selvedge.changes TO selvedge_owner;
GRANT INSERT ON selvedge.removed TO selvedge_owner;

-- Row rules hold for the tables' owner too: nobody writes in another's name, and what was said is nobody's to rewrite.
ALTER TABLE selvedge.steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE selvedge.steps FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON selvedge.steps FOR SELECT USING (true);
CREATE POLICY own ON selvedge.steps FOR INSERT WITH CHECK (member = session_user);

ALTER TABLE selvedge.changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE selvedge.changes FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON selvedge.changes FOR SELECT USING (true);
CREATE POLICY own ON selvedge.changes FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM selvedge.steps WHERE steps.seq = changes.seq AND steps.member = session_user));
CREATE POLICY removed ON selvedge.changes FOR DELETE USING (pg_has_role(session_user, 'selvedge_owner', 'member'));

ALTER TABLE selvedge.sets ENABLE ROW LEVEL SECURITY;
ALTER TABLE selvedge.sets FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON selvedge.sets FOR SELECT USING (true);
CREATE POLICY own ON selvedge.sets FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM selvedge.steps WHERE steps.seq = sets.seq AND steps.member = session_user));
