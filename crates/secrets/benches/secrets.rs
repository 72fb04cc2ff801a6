//! How fast ordinary text is searched for ten thousand secrets, how long it takes to learn them,
//! and what text of nothing but beginnings costs.
//!
//! It prints figures and asserts nothing. Run: `cargo bench -p portcullis-secrets`.
#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot run has nothing else to say")]
#![expect(clippy::indexing_slicing, reason = "the alphabet has 62 letters")]
#![expect(clippy::string_slice, reason = "the texts are ASCII")]
#![expect(clippy::disallowed_methods, reason = "a bench measures wall time")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use portcullis_model::Secret;
use portcullis_secrets::{Released, Scanner};

const TEXT_BYTES: usize = 16 << 20;
const PARTS: [&str; 4] = [
    "The quarterly report is due on Friday, and nobody has started on the tables yet. ",
    "2026-11-25T02:44:10Z INFO request id=7f3a status=200 path=/v1/models took 13ms\n",
    "fn main() { let total: u64 = rows.iter().map(|row| row.amount).sum(); } ",
    "{\"role\":\"assistant\",\"content\":\"Here is what I found in the folder\",\"n\":12} ",
];

fn value(number: u64) -> String {
    let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let letter = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                [usize::try_from(state >> 33).unwrap() % 62],
        )
    };
    (0..40).map(letter).collect()
}

fn scanner(count: u64) -> Arc<Scanner> {
    let named = |n: u64| (format!("s/{n}").parse().unwrap(), Secret::new(value(n)));
    Arc::new(Scanner::new((0..count).map(named)))
}

fn rate(label: &str, scanner: &Arc<Scanner>, text: &str, chunk: usize) {
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let begin = Instant::now();
        let (mut machine, mut out) = (scanner.stream(), Released::default());
        let mut rest = text;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(chunk.min(rest.len()));
            machine.push(now, &mut out);
            black_box(&out);
            out.clear();
            rest = later;
        }
        machine.finish(&mut out);
        let seconds = begin.elapsed().as_secs_f64();
        best = best.max(text.len() as f64 / 1e6 / seconds);
    }
    println!("{label:48} {best:8.0} MB/s");
}

fn main() {
    let ordinary = PARTS.concat().repeat(TEXT_BYTES / PARTS.concat().len());
    for count in [1, 100, 10_000] {
        let begin = Instant::now();
        let scanner = scanner(count);
        let built = begin.elapsed().as_millis();
        println!("{count} secrets: built in {built} ms, {} KB", scanner.memory() / 1024);
        rate("  ordinary text, pieces of 64 KiB", &scanner, &ordinary, 64 * 1024);
        rate("  ordinary text, pieces of 16 bytes", &scanner, &ordinary[..1 << 20], 16);
        let starts: String = (0..100_000).map(|n| value(n % count)[..39].to_owned()).collect();
        rate("  beginnings of secrets, 39 of 40", &scanner, &starts, 64 * 1024);
        let escaped = "{\\\"a\\\":\\\"b\\\\n\\\",%20}".repeat(100_000);
        rate("  escapes only", &scanner, &escaped, 64 * 1024);
    }
}
