//! Which issuer ranges and lengths card numbers have, brand by brand.
//!
//! A table, from the brands' own publications of their ranges (ISO/IEC 7812 leaves the ranges to
//! a register that is not public). It says nothing of check digits.

/// How much range and length say about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sureness {
    /// A major industry that issues cards (ISO/IEC 7812-1, annex), and a length; no known brand.
    Shape,
    /// Issued in principle; as many ordinary numbers have this form.
    Weak,
    /// Issued, but seldom.
    Rare,
    /// What most cards of the brand look like.
    Usual,
}

/// A range of leading digits with the lengths of the numbers in it.
struct Range {
    low: u32,
    high: u32,
    lengths: &'static [usize],
    sureness: Sureness,
}

const fn usual(low: u32, high: u32, lengths: &'static [usize]) -> Range {
    Range { low, high, lengths, sureness: Sureness::Usual }
}

const fn rare(low: u32, high: u32, lengths: &'static [usize]) -> Range {
    Range { low, high, lengths, sureness: Sureness::Rare }
}

const fn shape(low: u32, high: u32, lengths: &'static [usize]) -> Range {
    Range { low, high, lengths, sureness: Sureness::Shape }
}

const fn weak(low: u32, high: u32, lengths: &'static [usize]) -> Range {
    Range { low, high, lengths, sureness: Sureness::Weak }
}

/// How many leading digits ranges are told apart by, at most.
const LEAD_DIGITS_MAX: usize = 6;
const LONG: &[usize] = &[17, 18, 19];
const MAESTRO: &[usize] = &[12, 13, 14, 15, 17, 18, 19];

const RANGES: &[Range] = &[
    // Visa, with Visa Electron, Elo's and Dankort's shares of its range.
    usual(4, 4, &[16]),
    rare(4, 4, &[13, 19]),
    // Mastercard.
    usual(51, 55, &[16]),
    usual(2221, 2720, &[16]),
    // American Express.
    usual(34, 34, &[15]),
    usual(37, 37, &[15]),
    // Diners Club.
    usual(300, 305, &[14, 16]),
    usual(3095, 3095, &[14, 16]),
    usual(36, 36, &[14, 16]),
    usual(38, 39, &[14, 16]),
    rare(36, 36, &[15, 17, 18, 19]),
    rare(38, 39, &[17, 18, 19]),
    // Discover.
    usual(6011, 6011, &[16]),
    usual(644, 649, &[16]),
    usual(65, 65, &[16]),
    rare(6011, 6011, LONG),
    rare(644, 649, LONG),
    rare(65, 65, LONG),
    // JCB.
    usual(3528, 3589, &[16]),
    rare(3528, 3589, LONG),
    rare(35, 35, &[16]),
    rare(2131, 2131, &[15]),
    rare(1800, 1800, &[15]),
    // UnionPay.
    usual(62, 62, &[16, 17, 18, 19]),
    usual(81, 81, &[16]),
    rare(81, 81, LONG),
    // Maestro, with Laser, Solo and Switch.
    usual(50, 50, &[16]),
    usual(56, 59, &[16]),
    usual(60, 61, &[16]),
    usual(63, 64, &[16]),
    usual(66, 69, &[16]),
    rare(5018, 5018, MAESTRO),
    rare(5020, 5020, MAESTRO),
    rare(5038, 5038, MAESTRO),
    rare(5612, 5612, MAESTRO),
    rare(5893, 5893, MAESTRO),
    rare(6304, 6304, MAESTRO),
    rare(6390, 6390, MAESTRO),
    rare(6759, 6759, MAESTRO),
    rare(6761, 6763, MAESTRO),
    rare(6767, 6767, MAESTRO),
    rare(6771, 6771, MAESTRO),
    rare(604, 604, &[12]),
    weak(50, 50, MAESTRO),
    rare(56, 58, &[12]),
    weak(56, 58, MAESTRO),
    weak(59, 59, MAESTRO),
    weak(6, 6, MAESTRO),
    // Mir, Troy, UzCard, Humo, RuPay, LankaPay, BORICA.
    usual(2200, 2205, &[16]),
    rare(2200, 2204, LONG),
    usual(9792, 9792, &[16]),
    usual(8600, 8600, &[16]),
    usual(9860, 9860, &[16]),
    usual(82, 82, &[16]),
    usual(508, 508, &[16]),
    usual(353, 353, &[16]),
    usual(356, 356, &[16]),
    rare(357111, 357111, &[16]),
    // Switch, Elo, Verve.
    rare(4903, 4903, &[18, 19]),
    rare(506_099, 506_198, &[18, 19]),
    // UATP.
    weak(1, 1, &[15]),
    // Airlines, travel, banking and merchandising.
    shape(1, 1, &[14, 16, 17]),
    shape(3, 6, &[13, 14, 15, 16, 17]),
];

/// The surest reading of a number's leading digits and length; none if no brand has it.
pub(super) fn sureness(digits: &[u8]) -> Option<Sureness> {
    // One brand alone has numbers that begin with zero (Maestro, 0604).
    if digits.starts_with(&[0]) && !digits.starts_with(&[0, 6, 0, 4]) {
        return None;
    }
    let mut leads = [0; LEAD_DIGITS_MAX];
    let mut lead = 0;
    for (slot, digit) in leads.iter_mut().zip(digits) {
        lead = lead * 10 + u32::from(*digit);
        *slot = lead;
    }
    let fits = |range: &&Range| {
        // A range fits the leading digits of its own length only: shorter numbers are smaller,
        // longer ones larger.
        range.lengths.contains(&digits.len())
            && leads.iter().any(|lead| (range.low..=range.high).contains(lead))
    };
    RANGES.iter().filter(fits).map(|range| range.sureness).max()
}
