//! Which PostgreSQL may keep surrogates: one that holds scopes apart, whoever asks.
//!
//! It looks at every new connection, and makes the schema where there is none.

use tokio_postgres::Client;

use super::SCHEMA;
use super::faults::Fault;
use crate::store::Keeping;

/// Everything about the role and the server that matters.
const LOOK: &str = "
SELECT r.rolsuper OR r.rolbypassrls, pg_is_in_recovery(),
    current_setting('server_version_num')::integer,
    current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on',
    to_regclass('portcullis.surrogate') IS NOT NULL
FROM pg_roles r WHERE r.rolname = current_user";

/// Whether the table is guarded, and of which layout it is.
const LOOK_AT_TABLE: &str = "
SELECT c.relrowsecurity AND c.relforcerowsecurity, (SELECT max(number) FROM portcullis.layout)
FROM pg_class c WHERE c.oid = 'portcullis.surrogate'::regclass";

/// A question about nothing: whether the role may ask.
const TRY: &str = "SELECT * FROM portcullis.find('\\x00', ARRAY[]::bytea[])";

/// The oldest version whose functions suffice.
const OLDEST: i32 = 13_00_00;
/// The layout that this version reads and writes.
const LAYOUT: i32 = 1;

/// What is said to a role that may not make the schema.
const PREPARE: &str = concat!(
    "this database is not prepared, and the role of `vault.url` may not prepare it. Let its \
     owner run this, and then, for that role, what stands at its end:\n\n",
    include_str!("schema.sql"),
    "\n-- for the role of `vault.url`:\n\
     -- GRANT USAGE ON SCHEMA portcullis TO ROLE;\n\
     -- GRANT SELECT, INSERT, UPDATE ON portcullis.surrogate, portcullis.scope TO ROLE;\n\
     -- GRANT SELECT ON portcullis.layout TO ROLE;\n"
);

/// What a server is like that may keep surrogates.
pub(super) struct Looks {
    pub(super) keeping: Keeping,
    has_schema: bool,
}

/// Lets a connection in or refuses it; says how well the server keeps what it is told.
pub(super) async fn admit(client: &Client) -> Result<Keeping, Fault> {
    let Looks { keeping, has_schema } = look(client).await?;
    if !has_schema {
        prepare(client).await?;
    }
    look_at_table(client).await?;
    Ok(keeping)
}

/// Looks at role and server, and changes nothing.
pub(super) async fn look(client: &Client) -> Result<Looks, Fault> {
    let row = client.query_typed_one(LOOK, &[]).await?;
    let flag = |at: usize| row.try_get::<_, bool>(at).map_err(|_| Fault::ODD);
    if row.try_get::<_, i32>(2).map_err(|_| Fault::ODD)? < OLDEST {
        return Err(Fault::refused("this PostgreSQL is older than 13"));
    }
    if flag(0)? {
        return Err(Fault::refused(
            "the role of `vault.url` sees the rows of all scopes: make it one without \
             (`ALTER ROLE … NOSUPERUSER NOBYPASSRLS`, by another superuser), or use another",
        ));
    }
    if flag(1)? {
        return Err(Fault::refused("this PostgreSQL only reads: name the primary in `vault.url`"));
    }
    let keeping = if flag(3)? { Keeping::Certain } else { Keeping::Loose };
    Ok(Looks { keeping, has_schema: flag(4)? })
}

/// Makes the schema.
async fn prepare(client: &Client) -> Result<(), Fault> {
    let Err(error) = client.batch_execute(SCHEMA).await else { return Ok(()) };
    match error.code().map(|code| code.code()) {
        Some("42501") => Err(Fault::refused(PREPARE)),
        Some(_) | None => Err(error.into()),
    }
}

async fn look_at_table(client: &Client) -> Result<(), Fault> {
    let row = client.query_typed_one(LOOK_AT_TABLE, &[]).await?;
    let guarded: bool = row.try_get(0).map_err(|_| Fault::ODD)?;
    let layout: Option<i32> = row.try_get(1).map_err(|_| Fault::ODD)?;
    if layout != Some(LAYOUT) {
        return Err(Fault::refused("what is in this database is of a newer version"));
    }
    if !guarded {
        return Err(Fault::refused(
            "`portcullis.surrogate` does not hold scopes apart: let its owner run `ALTER TABLE \
             portcullis.surrogate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`",
        ));
    }
    client.query_typed(TRY, &[]).await?;
    Ok(())
}
