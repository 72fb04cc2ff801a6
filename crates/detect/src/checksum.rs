//! Check digits: the sums that issuers of identifiers put into them.
//!
//! All of them work on characters: a digit is worth itself, `A` is worth 10 and `Z` is worth 35.
//! They say nothing about the length or the parts of an identifier.

/// What a character is worth.
pub(crate) fn value(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or_default()
}

/// The sum of the characters, each as many times as its weight says.
pub(crate) fn weighted(chars: &[u8], weights: &[u32]) -> u32 {
    chars.iter().zip(weights).map(|(byte, weight)| value(*byte) * weight).sum()
}

/// The sum of the digits of the weighted characters.
pub(crate) fn weighted_digits(chars: &[u8], weights: &[u32]) -> u32 {
    let products = chars.iter().zip(weights).map(|(byte, weight)| value(*byte) * weight);
    products.map(|product| product / 10 + product % 10).sum()
}

/// The number that a few digits make.
pub(crate) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, byte| sum * 10 + value(*byte))
}

/// What the last character is worth.
pub(crate) fn last(chars: &[u8]) -> u32 {
    chars.last().copied().map(value).unwrap_or_default()
}

/// ISO/IEC 7812-1 annex B: every second digit from the right counts twice, by its digits.
pub(crate) fn luhn(chars: &[u8]) -> bool {
    let counted = chars.iter().rev().enumerate().map(|(index, byte)| {
        let doubled = value(*byte) * (1 + u32::try_from(index % 2).unwrap_or_default());
        doubled / 10 + doubled % 10
    });
    counted.sum::<u32>().is_multiple_of(10)
}

/// The remainder by 97 of the number that the digits make.
pub(crate) fn remainder_97(chars: &[u8]) -> u32 {
    chars.iter().fold(0, |rest, byte| (rest * 10 + value(*byte)) % 97)
}

/// ISO/IEC 7064 mod 11,10: the hybrid system with a check digit of 0 to 9.
pub(crate) fn mod_11_10(chars: &[u8]) -> bool {
    let Some((check, body)) = chars.split_last() else { return false };
    let product = body.iter().fold(10, |product, byte| {
        let sum = (value(*byte) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (product + value(*check)) % 10 == 1
}

/// J. Verhoeff, "Error Detecting Decimal Codes" (1969): sums in the dihedral group of order ten.
pub(crate) fn verhoeff(chars: &[u8]) -> bool {
    const SHIFTED: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permuted = |index: usize, digit: u32| {
        (0..index % 8).fold(digit, |digit, _| {
            SHIFTED.get(usize::try_from(digit).unwrap_or_default()).copied().unwrap_or_default()
        })
    };
    let digits = chars.iter().rev().enumerate().map(|(index, byte)| permuted(index, value(*byte)));
    digits.fold(0, dihedral) == 0
}

/// The product in the dihedral group: 0 to 4 turn, 5 to 9 turn and flip.
fn dihedral(a: u32, b: u32) -> u32 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b) % 5,
        (false, true) => 5 + (5 + a - b) % 5,
        (false, false) => (5 + a - b) % 5,
    }
}

/// Whether a month has such a day; the year is not looked at.
pub(crate) fn is_day(month: u32, day: u32) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_of_known_numbers() {
        for (text, valid) in
            [("79927398713", true), ("4111111111111111", true), ("79927398710", false)]
        {
            assert_eq!(luhn(text.as_bytes()), valid, "{text}");
        }
    }

    #[test]
    fn verhoeff_of_known_numbers() {
        // The worked examples of the algorithm: 236 has the check digit 3, 12345 has 1.
        for (text, valid) in [("2363", true), ("123451", true), ("2364", false), ("123541", false)]
        {
            assert_eq!(verhoeff(text.as_bytes()), valid, "{text}");
        }
    }

    #[test]
    fn verhoeff_knows_every_wrong_digit_and_every_swap_of_neighbours() {
        let right = *b"8473643095483728456789";
        let check = (b'0'..=b'9').find(|check| verhoeff(&[&right[..], &[*check]].concat()));
        let right = [&right[..], &[check.unwrap()]].concat();
        for index in 0..right.len() {
            for digit in b'0'..=b'9' {
                let mut wrong = right.clone();
                wrong[index] = digit;
                assert_eq!(verhoeff(&wrong), wrong == right);
            }
        }
        for index in 1..right.len() {
            let mut wrong = right.clone();
            wrong.swap(index - 1, index);
            assert_eq!(verhoeff(&wrong), wrong == right);
        }
    }

    #[test]
    fn mod_11_10_of_known_numbers() {
        // The example of ISO/IEC 7064 is 0794 with the check digit 5.
        for (text, valid) in [("07945", true), ("07944", false), ("136695976", true)] {
            assert_eq!(mod_11_10(text.as_bytes()), valid, "{text}");
        }
    }

    #[test]
    fn remainder_97_of_a_long_number() {
        assert_eq!(remainder_97(b"3214282912345698765432161182"), 1);
    }

    #[test]
    fn weights_and_letters() {
        assert_eq!(weighted(b"12A", &[3, 2, 1]), 3 + 4 + 10);
        assert_eq!(weighted_digits(b"79", &[2, 2]), 5 + 9);
    }

    #[test]
    fn days_of_months() {
        for (month, day, valid) in [
            (1, 31, true),
            (4, 31, false),
            (2, 29, true),
            (2, 30, false),
            (13, 1, false),
            (5, 0, false),
        ] {
            assert_eq!(is_day(month, day), valid, "{month}/{day}");
        }
    }
}
