//! A tool server that answers at once: what is left is the way to it.

use std::io::{BufRead as _, Write as _, stdin, stdout};

use anyhow::Result;
use serde_json::{Value, json};

/// The word that makes this program the server.
pub(crate) const WORD: &str = "serve-tools";

/// Text of about a kilobyte with five findings.
pub(crate) const RESULT: &str = "Ticket 4711. The customer, Ada King, wrote from \
    ada.king@babbage-engines.com and can be reached at +1 415 555 2671 during the day. She paid \
    with 4539 5787 6362 1486 and asked to have the refund sent to GB82 WEST 1234 5698 7654 32 \
    instead. Her number with the agency is 536-22-8145. The order was placed on the third of May \
    and shipped on the fifth; the parcel was handed over to the neighbour, who did not pass it \
    on. The customer would like to know whether the guarantee covers the loss, and whom she has \
    to ask for the papers. We told her that the department is going to look at it within three \
    working days, that she will be informed by mail, and that nothing else is needed from her \
    until then. Internal note: the carrier has confirmed the delivery with a photograph, the \
    address on the label is the right one, and this is the second parcel of this route in a month \
    that did not arrive. Please forward it to the team that speaks with the carrier.";

/// Answers until its input ends.
pub(crate) fn run() -> Result<()> {
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let said: Value = serde_json::from_str(&line?)?;
        let Some(id) = said.get("id") else { continue };
        let result = match said.get("method").and_then(Value::as_str) {
            Some("initialize") => json!({
                "protocolVersion": "2025-06-18",
                "capabilities": { "tools": {} },
                "serverInfo": { "name": "bench", "version": "1" },
            }),
            Some("tools/list") => json!({ "tools": [{
                "name": "read_ticket",
                "description": "Reads a ticket.",
                "inputSchema": {
                    "type": "object",
                    "properties": { "number": { "type": "integer" }, "note": { "type": "string" } },
                    "required": ["number"],
                },
            }] }),
            _ => json!({ "content": [{ "type": "text", "text": RESULT }] }),
        };
        let answer = json!({ "jsonrpc": "2.0", "id": id, "result": result });
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
