//! What a sealed blob belongs to.
//!
//! It is authenticated, not stored: who opens says it again, and a blob that was moved fails.

/// The place of a sealed blob: it opens only where the same is said again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding<'a> {
    /// Whose it is.
    pub tenant: &'a str,
    /// What it is for; each kind of blob has its own.
    pub purpose: &'a str,
    /// Which record it is.
    pub record: &'a [u8],
    /// Which version of that record, where an old one must not be put back; else 0.
    pub generation: u64,
}

impl Binding<'_> {
    /// The associated data. Every part carries its length, so that no two bindings look alike.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let parts = [self.tenant.as_bytes(), self.purpose.as_bytes(), self.record];
        let length = parts.iter().map(|part| part.len() + 8).sum::<usize>() + 8;
        let mut out = Vec::with_capacity(length);
        for part in parts {
            out.extend_from_slice(&(part.len() as u64).to_be_bytes());
            out.extend_from_slice(part);
        }
        out.extend_from_slice(&self.generation.to_be_bytes());
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Binding;

    proptest! {
        #[test]
        fn no_two_bindings_look_alike(
            a in ("[ab]{0,3}", "[ab]{0,3}", "[ab]{0,3}", 0_u64..3),
            b in ("[ab]{0,3}", "[ab]{0,3}", "[ab]{0,3}", 0_u64..3),
        ) {
            let binding = |(tenant, purpose, record, generation): &(String, String, String, u64)| {
                let record = record.as_bytes();
                Binding { tenant, purpose, record, generation: *generation }.encode()
            };
            prop_assert_eq!(a == b, binding(&a) == binding(&b));
        }
    }
}
