//! What an operator's own patterns and values cost.

use std::error::Error;
use std::hint::black_box;
use std::io::Write;

use portcullis_detect::{Custom, Deny, Detector, Hint, Pattern, PatternError, Settings};
use portcullis_model::Entity;

use crate::MEGABYTE;
use crate::clock::{fastest, rate};

/// The same with what an operator names besides, and what patterns without edges cost at worst.
pub(super) fn own(out: &mut impl Write, text: &str) -> Result<(), Box<dyn Error>> {
    let pattern = |number: u32, source: &str| {
        let entity = Entity::named(format!("OWN_{number}"));
        let pattern = Pattern::parse(source)?;
        let context = vec!["own".to_owned()];
        Ok::<_, PatternError>(Custom { entity, pattern, context, score: None, validator: None })
    };
    let words = (0..20).map(|number| pattern(number, &format!(r"(?i)\b{number}EMP-\d{{6}}\b")));
    let mut deny = Deny::default();
    for number in 0..1000 {
        deny.add(&Entity::known("CODENAME"), &format!("Project {number} the old library"))?;
    }
    let custom = words.collect::<Result<Vec<_>, _>>()?;
    let settings = Settings { custom, deny, ..Settings::standard() };
    let detector = Detector::new(settings)?;
    let found = detector.find(text, &Hint::NONE).len();
    let time = fastest(|| detector.find(black_box(text), &Hint::NONE).len());
    let name = "the same, 20 own patterns, 1,000 denied values";
    writeln!(out, "{name:<52}{:>12.0}{found:>12}", rate(text.len(), time))?;
    for (source, unit) in [("[a-z]+", "a"), ("x{1,400}y", "x"), (r"\d{4}-\d{4}", "1234-")] {
        let settings = Settings { custom: vec![pattern(0, source)?], ..Settings::standard() };
        let detector = Detector::new(settings)?;
        let text = unit.repeat(MEGABYTE / unit.len());
        let found = detector.find(&text, &Hint::NONE).len();
        let time = fastest(|| detector.find(black_box(&text), &Hint::NONE).len());
        let name = format!("`{source}` alone besides, `{unit}` × n");
        writeln!(out, "{name:<52}{:>12.0}{found:>12}", rate(text.len(), time))?;
    }
    Ok(())
}
