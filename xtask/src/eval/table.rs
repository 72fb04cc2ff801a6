//! Prints what was counted: a table for people, an object for programs.

use serde_json::{Map, Value, json};

use super::counts::{Count, Counts};
use crate::program::say;

/// A line for each entity, and one for all.
pub(super) fn print(counts: &Counts) {
    say(
        "entity                      right  exact missed  wrong  precision  recall      F1   exact   clean",
    );
    for (entity, count) in &counts.0 {
        row(entity, count);
    }
    row("all", &counts.sum());
    say(
        "exact: planted spans found with the very start and end; clean: texts without a value in which none is found",
    );
}

fn row(name: &str, count: &Count) {
    let Count { right, exact, missed, wrong, .. } = count;
    let (precision, recall, f1) = (count.precision(), count.recall(), count.f1());
    let (exactness, cleanness) = (count.exactness(), count.cleanness());
    say(&format!(
        "{name:<26} {right:>6} {exact:>6} {missed:>6} {wrong:>6} {precision:>10.3} {recall:>7.3} \
         {f1:>7.3} {exactness:>7.3} {cleanness:>7.3}"
    ));
}

/// The same as JSON.
pub(super) fn json(counts: &Counts) -> Value {
    let entities: Map<String, Value> =
        counts.0.iter().map(|(entity, count)| (entity.clone(), object(count))).collect();
    json!({ "entities": entities, "all": object(&counts.sum()) })
}

fn object(count: &Count) -> Value {
    json!({
        "true_positives": count.right,
        "exact_spans": count.exact,
        "misses": count.missed,
        "false_positives": count.wrong,
        "negatives": count.negatives,
        "clean_negatives": count.clean,
        "precision": count.precision(),
        "recall": count.recall(),
        "f1": count.f1(),
    })
}
