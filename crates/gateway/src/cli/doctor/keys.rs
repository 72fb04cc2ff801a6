//! The envelope: whether it opens, and how. It is not opened where a person would be asked.

use super::{Check, Patient};
use crate::assemble::keys::{Envelope, KeysError, read_keyfile};
use crate::cli::key;

pub(super) fn look(patient: &Patient<'_>) -> Vec<Check> {
    let setting = patient.setting;
    let path = setting.home.envelope();
    let keyfile = setting.home.keyfile(setting.environment);
    let program = &patient.program;
    match Envelope::status(&path) {
        Ok(_) => {}
        Err(KeysError::Missing { .. }) => {
            let advice = format!(
                "`{program} serve` and `mcp` make one at their first start, or `{program} key \
                 init` with a passphrase of yours"
            );
            let mut checks = vec![Check::warning("envelope", "there is none yet", advice)];
            if setting.home.key_store().exists() {
                let text = "keys are there whose envelope is gone: nothing of them opens";
                let advice = "restore envelope.json from a backup";
                checks.push(Check::problem("keystore", text, advice));
            }
            return checks;
        }
        Err(error) => return vec![failed("envelope", &error)],
    }
    let passphrase = match read_keyfile(&keyfile) {
        Ok(passphrase) => passphrase,
        Err(KeysError::Missing { .. }) => {
            let text = "opened by a passphrase, which is asked for on the terminal: not tried here";
            return vec![Check::ok("envelope", text)];
        }
        Err(error) => return vec![failed("keyfile", &error)],
    };
    let opened = match Envelope::open(&path, &passphrase) {
        Ok(_) => Check::ok("envelope", format!("{} opens it", keyfile.display())),
        Err(error) => failed("envelope", &error),
    };
    let mut checks = vec![opened];
    if keyfile.starts_with(setting.home.path()) {
        checks.push(Check::warning(
            "keyfile",
            "keyfile on the same disk: whoever copies the home directory can open it",
            "name a keyfile elsewhere in PORTCULLIS_KEYFILE, or use a passphrase: `key \
             change-passphrase`",
        ));
    }
    checks
}

/// What the command that needs it would say.
fn failed(what: &'static str, error: &KeysError) -> Check {
    let failure = key::said(error);
    let advice = failure.hint.unwrap_or_else(|| "`key status` says what it is like".to_owned());
    Check::problem(what, failure.lines.join("; "), advice)
}
