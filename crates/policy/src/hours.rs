//! When something may happen, by the clock on the wall where the gate stands.
//!
//! It reads no clock: the time comes with the question.

/// A time of the week, in the zone of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// Days since Monday, 0 to 6.
    pub weekday: u8,
    /// Minutes since midnight, 0 to 1439.
    pub minute: u16,
}

/// Business hours: Monday to Friday, from nine to five.
const OPENS: u16 = 9 * 60;
const CLOSES: u16 = 17 * 60;
const SATURDAY: u8 = 5;

/// Whether it is within business hours.
pub(crate) fn in_business(now: LocalTime) -> bool {
    now.weekday < SATURDAY && (OPENS..CLOSES).contains(&now.minute)
}

/// Minutes until business hours begin; none where they are.
pub(crate) fn until_business(now: LocalTime) -> u32 {
    if in_business(now) {
        return 0;
    }
    let (day, minute) = (u32::from(now.weekday), u32::from(now.minute));
    let opens = u32::from(OPENS);
    let later_today = now.weekday < SATURDAY && minute < opens;
    let days = match day {
        _ if later_today => 0,
        0..=3 => 1,
        _ => 7 - day,
    };
    (days * 24 * 60 + opens).saturating_sub(minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_hours_open_and_close() {
        check(0, 8 * 60 + 59, 1);
        check(0, 9 * 60, 0);
        check(4, 16 * 60 + 59, 0);
        check(0, 17 * 60, 16 * 60);
        check(4, 17 * 60, (2 * 24 + 16) * 60);
        check(5, 12 * 60, (24 + 21) * 60);
        check(6, 23 * 60, 10 * 60);
        check(6, 9 * 60, 24 * 60);
    }

    #[track_caller]
    fn check(weekday: u8, minute: u16, want: u32) {
        let now = LocalTime { weekday, minute };
        assert_eq!(until_business(now), want);
        assert_eq!(in_business(now), want == 0);
    }
}
