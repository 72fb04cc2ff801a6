//! Ids belong to the scope that they were given out to, across restarts and until they end.

use std::time::Duration;

use portcullis_vault::{Issue, NOTE_BYTES_MAX, Renewal, Settings, Vault, VaultError};

use crate::behaviour::Case;
use crate::scene::{Person, Stage, alice, settings, wait};

pub(crate) const CASES: &[Case] = &[
    ("an_id_is_its_scopes_and_nobody_elses", an_id_is_its_scopes_and_nobody_elses),
    ("an_id_ends_and_is_erased_with_its_scope", an_id_ends_and_is_erased_with_its_scope),
];

const ID: Issue<'_> = Issue { issuer: "openai", kind: "response", id: "resp_1" };

fn note(vault: &Vault, person: &Person, seconds: u64, id: Issue<'_>) -> Option<Vec<u8>> {
    let notes = wait(vault.issued_ids(&person.at(seconds), &[id])).unwrap();
    notes.into_iter().next().unwrap().map(|note| note.to_vec())
}

fn an_id_is_its_scopes_and_nobody_elses(stage: &Stage) {
    let vault = stage.vault(settings());
    wait(vault.issue_ids(&alice().at(0), &[ID], b"a note")).unwrap();
    // It stays what it was, and survives a restart.
    wait(vault.issue_ids(&alice().at(1), &[ID], b"another")).unwrap();
    drop(vault);
    let vault = stage.vault(settings());
    assert_eq!(note(&vault, &alice(), 0, ID).as_deref(), Some(b"a note".as_slice()));
    for other in [
        Issue { issuer: "azure", ..ID },
        Issue { kind: "item", ..ID },
        Issue { id: "resp_2", ..ID },
        Issue { id: "", ..ID },
    ] {
        assert_eq!(note(&vault, &alice(), 0, other), None, "{other:?}");
    }
    for stranger in [Person::new("bob", 2), Person::new("bob", 1), Person::new("alice", 2)] {
        assert_eq!(note(&vault, &stranger, 0, ID), None);
    }
}

fn an_id_ends_and_is_erased_with_its_scope(stage: &Stage) {
    let ttl = Some(Duration::from_secs(100));
    let vault = stage.vault(Settings { ttl, renewal: Renewal::Fixed, ..settings() });
    wait(vault.issue_ids(&alice().at(0), &[ID], b"")).unwrap();
    assert_eq!(note(&vault, &alice(), 99, ID).as_deref(), Some(b"".as_slice()));
    assert_eq!(note(&vault, &alice(), 101, ID), None);
    let next = Issue { id: "resp_2", ..ID };
    wait(vault.issue_ids(&alice().at(0), &[next], b"")).unwrap();
    wait(vault.erase_scope(&alice().at(0))).unwrap();
    wait(vault.issue_ids(&alice().at(1), &[next], b"")).unwrap();
    assert_eq!(note(&vault, &alice(), 1, next), None, "what was erased stays gone");
}

#[test]
fn a_note_is_bounded() {
    let vault = Stage::memory().vault(settings());
    let person = alice();
    let issue = |size| wait(vault.issue_ids(&person.at(0), &[ID], &vec![0; size]));
    assert!(issue(NOTE_BYTES_MAX).is_ok());
    assert!(matches!(issue(NOTE_BYTES_MAX + 1), Err(VaultError::TooLarge)));
}
