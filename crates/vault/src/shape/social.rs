//! US social security numbers: area 000, which the Social Security Administration never
//! assigned and will not assign.

use zeroize::Zeroizing;

use super::digits::{Run, grouped, take};
use super::{Canonical, Draw, Shape};

/// Group and serial of numbers that forms and documentation print as placeholders.
const PUBLISHED: [&str; 4] = ["000000", "000001", "123456", "456789"];

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let run = Run::whole(value).filter(|run| run.digits.len() == 9)?;
    let text = mirrorable(&run).then(|| Zeroizing::new(run.digits.to_string()));
    Some(Canonical { shape: Shape::Social, text })
}

fn mirrorable(run: &Run) -> bool {
    [&[9][..], &[3, 2, 4], &[5, 4], &[3, 6]].iter().any(|groups| grouped(run, groups))
}

pub(super) fn body(draw: &Draw) -> Option<String> {
    let tail = format!("{:06}", draw.below(1_000_000));
    (!PUBLISHED.contains(&tail.as_str())).then(|| format!("000{tail}"))
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    if !text.starts_with("000") {
        return None;
    }
    let (run, len) = take(text, 9)?;
    let tail = run.digits.strip_prefix("000")?;
    let is_one = mirrorable(&run) && !PUBLISHED.contains(&tail);
    is_one.then(|| (len, run.digits.to_string(), 0))
}
