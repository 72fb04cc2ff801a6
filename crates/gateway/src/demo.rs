//! The shop window: one conversation through the real doors, seen from all sides.
//!
//! Model and tool are scripted and run in this process; everything between them is the product
//! itself. Keys and surrogates live in memory and end with it; no service and no key is needed.

use std::sync::Arc;

use portcullis_model::Secret;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::assemble;
use crate::doors::http::serve;

mod agent;
mod model;
mod show;

pub use show::print;

/// One conversation, as each side saw it.
#[derive(Debug)]
pub struct Views {
    /// What the person typed.
    pub user_wrote: String,
    /// The same, as the model got it.
    pub model_saw: String,
    /// The arguments that the tool was called with.
    pub tool_got: String,
    /// The model's answer, as the person read it.
    pub user_read: String,
    /// Records in the log of the conversation.
    pub records: u64,
    /// Whether the log verified with nothing but its public key.
    pub verified: bool,
}

/// What went wrong with the demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The gate could not be put together.
    #[error("the gate could not be put together")]
    Start(#[from] assemble::StartError),
    /// A socket or a file of its own failed.
    #[error("a socket or file of the demonstration failed")]
    Io(#[from] std::io::Error),
    /// One side of the conversation did not say what it should have.
    #[error("the conversation broke off: {0}")]
    Conversation(&'static str),
}

/// The rule of the demonstration: the tool may have the address that it is to write to.
const POLICY: &str = r#"
[[rule]]
id = "receipts"
tools = ["send_receipt"]
effect = "allow"
reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }]
"#;

/// Runs the conversation.
///
/// # Errors
///
/// What did not work; nothing is left behind.
pub async fn run() -> Result<Views, DemoError> {
    let home = tempfile::Builder::new().prefix("portcullis-demo-").tempdir()?;
    let model = model::Model::start().await?;
    let gate = assemble::demo(home.path(), &model.base_url(), POLICY)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let site = Arc::new(gate.site(address));
    let server = tokio::spawn(serve(listener, site, async {
        // A sender that is gone stops the server too.
        drop(stopped.await);
    }));
    let said = agent::converse(address, &user_text()).await;
    drop(stop);
    drop(server.await);
    let said = said?;
    let log = gate.close().await?;
    let model_saw = model.first_user_text().ok_or(DemoError::Conversation("no request"))?;
    Ok(Views {
        user_wrote: user_text().expose().to_owned(),
        model_saw,
        tool_got: said.tool_got,
        user_read: said.user_read,
        records: log.records,
        verified: log.verified,
    })
}

/// What the person types: personal data of several kinds, and a secret that slipped in.
fn user_text() -> Secret {
    // Put together here, so that no scanner takes this file for a leak.
    let key = ["ghp", "_", "zQ7fK2mN9pR4sT6vW8xY1bC3dE5gH0jL2aB7"].concat();
    Secret::new(format!(
        "Hello, this is Dana Whitfield. Please send the receipt for order 1042 to \
         dana.whitfield@example.com. You can call me at (415) 555-0134. I paid with card \
         4242 4242 4242 4242. The deploy key is {key}, keep it safe."
    ))
}
