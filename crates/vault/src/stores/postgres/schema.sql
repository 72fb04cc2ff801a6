-- Where Portcullis keeps surrogates, layout 1. The owner of the database runs this once; a role
-- that may create schemas does so by itself.
BEGIN;
SELECT pg_advisory_xact_lock(5788178406114148694);
CREATE SCHEMA IF NOT EXISTS portcullis;

CREATE TABLE IF NOT EXISTS portcullis.layout (number integer PRIMARY KEY);
INSERT INTO portcullis.layout VALUES (1) ON CONFLICT DO NOTHING;

-- Every scope, and a moment before which nothing ends in it. Its row is the lock of the scope.
CREATE TABLE IF NOT EXISTS portcullis.scope (
    hash bytea PRIMARY KEY,
    due bigint NOT NULL DEFAULT 9223372036854775807
);
CREATE INDEX IF NOT EXISTS scope_due ON portcullis.scope (due);

-- In a tombstone all is NULL but scope and handle.
CREATE TABLE IF NOT EXISTS portcullis.surrogate (
    scope bytea NOT NULL,
    handle bytea NOT NULL,
    fingerprint bytea,
    expires bigint,
    sealed bytea,
    PRIMARY KEY (scope, handle)
);
CREATE UNIQUE INDEX IF NOT EXISTS surrogate_value ON portcullis.surrogate (scope, fingerprint)
    WHERE fingerprint IS NOT NULL;
CREATE INDEX IF NOT EXISTS surrogate_end ON portcullis.surrogate (scope, expires)
    WHERE expires IS NOT NULL;

-- Whoever asks sees the rows of one scope, or none: the owner of the table too.
ALTER TABLE portcullis.surrogate ENABLE ROW LEVEL SECURITY;
ALTER TABLE portcullis.surrogate FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_scope ON portcullis.surrogate;
CREATE POLICY one_scope ON portcullis.surrogate
    USING (scope = decode(nullif(current_setting('portcullis.scope', true), ''), 'hex'))
    WITH CHECK (scope = decode(nullif(current_setting('portcullis.scope', true), ''), 'hex'));

-- Lets this transaction see one scope.
CREATE OR REPLACE FUNCTION portcullis.enter(of_scope bytea) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('portcullis.scope', encode(of_scope, 'hex'), true);
END $$;

-- The same to change it, alone; what is answered is on disk.
CREATE OR REPLACE FUNCTION portcullis.hold(of_scope bytea) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portcullis.enter(of_scope);
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    PERFORM FROM portcullis.scope WHERE hash = of_scope FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO portcullis.scope (hash) VALUES (of_scope) ON CONFLICT DO NOTHING;
        PERFORM FROM portcullis.scope WHERE hash = of_scope FOR UPDATE;
    END IF;
END $$;

-- One answer to each entry: 1 if it is issued now, 0 if its handle is taken, 2 and the row that
-- its value has.
CREATE OR REPLACE FUNCTION portcullis.issue(
    of_scope bytea, handles bytea[], fingerprints bytea[], ends bigint[], secrets bytea[],
    this_moment bigint
) RETURNS TABLE (kind integer, found bytea, till bigint, kept bytea)
LANGUAGE plpgsql AS $$
DECLARE
    entry record;
    holder portcullis.surrogate;
BEGIN
    PERFORM portcullis.hold(of_scope);
    FOR entry IN
        SELECT * FROM unnest(handles, fingerprints, ends, secrets)
            AS e (handle, fingerprint, expires, sealed)
    LOOP
        SELECT * INTO holder FROM portcullis.surrogate s
            WHERE s.scope = of_scope AND s.fingerprint = entry.fingerprint;
        IF FOUND AND (holder.expires IS NULL OR holder.expires > this_moment) THEN
            RETURN QUERY SELECT 2, holder.handle, holder.expires, holder.sealed;
            CONTINUE;
        END IF;
        IF EXISTS (SELECT FROM portcullis.surrogate s
                WHERE s.scope = of_scope AND s.handle = entry.handle) THEN
            RETURN QUERY SELECT 0, NULL::bytea, NULL::bigint, NULL::bytea;
            CONTINUE;
        END IF;
        IF holder.handle IS NOT NULL THEN
            UPDATE portcullis.surrogate s SET fingerprint = NULL, expires = NULL, sealed = NULL
                WHERE s.scope = of_scope AND s.handle = holder.handle;
        END IF;
        INSERT INTO portcullis.surrogate
            VALUES (of_scope, entry.handle, entry.fingerprint, entry.expires, entry.sealed);
        RETURN QUERY SELECT 1, NULL::bytea, NULL::bigint, NULL::bytea;
    END LOOP;
    UPDATE portcullis.scope SET due = first.till
        FROM (SELECT min(e) AS till FROM unnest(ends) AS e) AS first
        WHERE hash = of_scope AND first.till < due;
END $$;

-- The rows of handles, ended or not, in the order of the question.
CREATE OR REPLACE FUNCTION portcullis.find(of_scope bytea, handles bytea[])
RETURNS TABLE (found bytea, till bigint, kept bytea)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portcullis.enter(of_scope);
    RETURN QUERY SELECT s.handle, s.expires, s.sealed
        FROM unnest(handles) WITH ORDINALITY AS q (handle, place)
        LEFT JOIN portcullis.surrogate s
            ON s.scope = of_scope AND s.handle = q.handle AND s.sealed IS NOT NULL
        ORDER BY q.place;
END $$;

-- The same by value.
CREATE OR REPLACE FUNCTION portcullis.find_by_value(of_scope bytea, fingerprints bytea[])
RETURNS TABLE (found bytea, till bigint, kept bytea)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portcullis.enter(of_scope);
    RETURN QUERY SELECT s.handle, s.expires, s.sealed
        FROM unnest(fingerprints) WITH ORDINALITY AS q (fingerprint, place)
        LEFT JOIN portcullis.surrogate s
            ON s.scope = of_scope AND s.fingerprint = q.fingerprint
        ORDER BY q.place;
END $$;

-- Whether handles were ever issued.
CREATE OR REPLACE FUNCTION portcullis.taken(of_scope bytea, handles bytea[])
RETURNS TABLE (was_issued boolean)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portcullis.enter(of_scope);
    RETURN QUERY SELECT EXISTS (SELECT FROM portcullis.surrogate s
            WHERE s.scope = of_scope AND s.handle = q.handle)
        FROM unnest(handles) WITH ORDINALITY AS q (handle, place)
        ORDER BY q.place;
END $$;

-- Moves ends later.
CREATE OR REPLACE FUNCTION portcullis.touch(
    of_scope bytea, handles bytea[], till bigint, this_moment bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    count bigint;
BEGIN
    PERFORM portcullis.hold(of_scope);
    UPDATE portcullis.surrogate s SET expires = till
        WHERE s.scope = of_scope AND s.handle = ANY (handles)
        AND s.expires > this_moment AND s.expires < till;
    GET DIAGNOSTICS count = ROW_COUNT;
    RETURN count;
END $$;

-- Turns rows into tombstones; says how many.
CREATE OR REPLACE FUNCTION portcullis.bury(of_scope bytea, handles bytea[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    count bigint;
BEGIN
    PERFORM portcullis.hold(of_scope);
    UPDATE portcullis.surrogate s SET fingerprint = NULL, expires = NULL, sealed = NULL
        WHERE s.scope = of_scope AND s.handle = ANY (handles) AND s.sealed IS NOT NULL;
    GET DIAGNOSTICS count = ROW_COUNT;
    RETURN count;
END $$;

-- The same for some of a scope.
CREATE OR REPLACE FUNCTION portcullis.bury_scope(of_scope bytea, at_most bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portcullis.enter(of_scope);
    RETURN portcullis.bury(of_scope, ARRAY(SELECT s.handle FROM portcullis.surrogate s
        WHERE s.scope = of_scope AND s.fingerprint IS NOT NULL LIMIT at_most));
END $$;

-- The same for what has ended in any scope, one scope after another; those that somebody holds
-- are left for the next time.
CREATE OR REPLACE FUNCTION portcullis.sweep(this_moment bigint, at_most bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    one bytea;
    swept bigint := 0;
BEGIN
    WHILE swept < at_most LOOP
        SELECT hash INTO one FROM portcullis.scope WHERE due <= this_moment
            ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        PERFORM portcullis.hold(one);
        swept := swept + portcullis.bury(one, ARRAY(SELECT s.handle FROM portcullis.surrogate s
            WHERE s.scope = one AND s.expires <= this_moment LIMIT at_most - swept));
        UPDATE portcullis.scope SET due = coalesce(
            (SELECT min(s.expires) FROM portcullis.surrogate s
                WHERE s.scope = one AND s.expires IS NOT NULL), 9223372036854775807)
            WHERE hash = one;
    END LOOP;
    RETURN swept;
END $$;

-- How many rows and tombstones there are, by a walk over all scopes.
CREATE OR REPLACE FUNCTION portcullis.count_rows() RETURNS TABLE (living bigint, buried bigint)
LANGUAGE plpgsql AS $$
DECLARE
    one bytea;
    in_one record;
BEGIN
    living := 0;
    buried := 0;
    FOR one IN SELECT hash FROM portcullis.scope LOOP
        PERFORM portcullis.enter(one);
        SELECT count(s.fingerprint) AS living, count(*) AS every INTO in_one
            FROM portcullis.surrogate s WHERE s.scope = one;
        living := living + in_one.living;
        buried := buried + in_one.every - in_one.living;
    END LOOP;
    RETURN NEXT;
END $$;
COMMIT;
