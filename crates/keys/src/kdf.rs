//! From a passphrase to a key: Argon2id, with parameters that stand in the envelope.
//!
//! Files may come from elsewhere, so the parameters have a floor and a ceiling.

use std::thread;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use data_encoding::HEXLOWER;
use portcullis_model::Secret;
use portcullis_seal::{SealError, SealKey, random};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What new slots use, and the least that is accepted.
const MEMORY_KIB_MIN: u32 = 64 * 1024;
const PASSES_MIN: u32 = 3;
const LANES_MIN: u32 = 1;
// LIMIT: more would let a foreign file take all memory, or minutes, before it is refused.
const MEMORY_KIB_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 16;
const LANES_MAX: u32 = 8;
const SALT_BYTES: usize = 16;
/// Blocks of 1 KiB that the usual parameters take.
const BLOCKS: usize = MEMORY_KIB_MIN as usize;
/// Twice the blocks: an unoptimised build moves them. What is not touched costs nothing.
const STACK_BYTES: usize = 2 * BLOCKS * 1024 + (1 << 20);

/// How a passphrase becomes a key; no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kdf {
    /// `argon2id`.
    pub name: String,
    /// Memory.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes, one thread each.
    pub lanes: u32,
    /// Random bytes in hexadecimal, so that equal passphrases give different keys.
    pub salt: String,
}

impl Kdf {
    /// The parameters of a new slot.
    pub(crate) fn new() -> Result<Self, SealError> {
        Ok(Self {
            name: "argon2id".to_owned(),
            memory_kib: MEMORY_KIB_MIN,
            passes: PASSES_MIN,
            lanes: LANES_MIN,
            salt: HEXLOWER.encode(&random::<SALT_BYTES>()?),
        })
    }

    /// What is not acceptable, if anything.
    pub(crate) fn objection(&self) -> Option<&'static str> {
        if self.name != "argon2id" {
            return Some("its key derivation is not known to this version");
        }
        let fits = (MEMORY_KIB_MIN..=MEMORY_KIB_MAX).contains(&self.memory_kib)
            && (PASSES_MIN..=PASSES_MAX).contains(&self.passes)
            && (LANES_MIN..=LANES_MAX).contains(&self.lanes);
        if !fits {
            return Some("its key derivation is weaker or heavier than what is accepted");
        }
        let salt = HEXLOWER.decode(self.salt.as_bytes());
        match salt {
            Ok(salt) if salt.len() == SALT_BYTES => None,
            Ok(_) | Err(_) => Some("its salt is malformed"),
        }
    }

    /// Everything in one text, for binding.
    pub(crate) fn text(&self) -> String {
        let Self { name, memory_kib, passes, lanes, salt } = self;
        format!("{name}/{memory_kib}/{passes}/{lanes}/{salt}")
    }
}

/// Derives the key of a slot; takes some tenths of a second, on purpose.
pub(crate) fn derive(kdf: &Kdf, passphrase: &Secret) -> Result<SealKey, SealError> {
    let params = Params::new(kdf.memory_kib, kdf.passes, kdf.lanes, Some(32));
    let params = params.map_err(|_| SealError::Key)?;
    let salt = HEXLOWER.decode(kdf.salt.as_bytes()).map_err(|_| SealError::Key)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut key = Zeroizing::new([0; 32]);
    let work = || {
        let passphrase = passphrase.expose().as_bytes();
        if kdf.memory_kib == MEMORY_KIB_MIN {
            let mut blocks = [Block::new(); BLOCKS];
            argon2.hash_password_into_with_memory(passphrase, &salt, &mut *key, &mut blocks)
        } else {
            argon2.hash_password_into(passphrase, &salt, &mut *key)
        }
    };
    on_its_own_stack(work)?.map_err(|_| SealError::Key)?;
    Ok(SealKey::from_bytes(*key))
}

/// Runs work on a thread whose stack holds the usual memory of a derivation, and ends with it:
/// so the system has that memory back at once, where an allocator would keep it for later.
fn on_its_own_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, SealError> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_BYTES);
        let thread = thread.spawn_scoped(scope, work).map_err(|_| SealError::Key)?;
        thread.join().map_err(|_| SealError::Key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parameters_within_bounds_are_accepted() {
        let check = |change: fn(&mut Kdf), accepted: bool| {
            let mut kdf = Kdf::new().unwrap();
            change(&mut kdf);
            assert_eq!(kdf.objection().is_none(), accepted, "{kdf:?}");
        };
        check(|_| (), true);
        check(|kdf| kdf.memory_kib = 64 * 1024 - 1, false);
        check(|kdf| kdf.memory_kib = 1024 * 1024, true);
        check(|kdf| kdf.memory_kib = 1024 * 1024 + 1, false);
        check(|kdf| kdf.passes = 2, false);
        check(|kdf| kdf.passes = 16, true);
        check(|kdf| kdf.passes = 17, false);
        check(|kdf| kdf.lanes = 0, false);
        check(|kdf| kdf.lanes = 8, true);
        check(|kdf| kdf.lanes = 9, false);
        check(|kdf| kdf.name = "argon2i".to_owned(), false);
        check(|kdf| kdf.salt.truncate(30), false);
        check(|kdf| kdf.salt.replace_range(0..1, "G"), false);
    }

    /// The reference implementation: `echo -n password | argon2 0123456789abcdef -id -k 65536 -t 3 -p 1`.
    #[test]
    fn known_answer() {
        let kdf = Kdf { salt: HEXLOWER.encode(b"0123456789abcdef"), ..Kdf::new().unwrap() };
        let key = derive(&kdf, &Secret::new("password".to_owned())).unwrap();
        assert_eq!(
            HEXLOWER.encode(key.expose()),
            "daf16780dcb73e862146297fa17b81b86b480f33c0b67daef0f2c7c809c5797b",
        );
    }
}
