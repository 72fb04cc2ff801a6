//! Random bytes.
//!
//! No seeds, no numbers in a range, no generator that could be passed in: tests that need the
//! same bytes again pass the bytes.

use crate::SealError;

/// Gives fresh random bytes, fit for keys.
///
/// # Errors
///
/// [`SealError::Random`] if the system has none.
pub fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| SealError::Random)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::random;

    #[test]
    fn does_not_repeat_itself() {
        let drawn: std::collections::BTreeSet<[u8; 16]> =
            (0..1000).map(|_| random().unwrap()).collect();
        assert_eq!(drawn.len(), 1000);
    }
}
