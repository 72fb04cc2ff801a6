//! How long it takes to prepare the reveal machine and to read text with it; it asserts nothing.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use portcullis_model::Secret;
use portcullis_vault::revealer::{Known, Revealer};

const MAIL: &str = "tkn-abcdefgh23456722@k3.invalid";

const SAMPLES: &[&str] =
    &[MAIL, "+1-555-234-5678", "000-12-3456", "4000 0012 3456 7899", "[[PERSON:abcdefgh23456722]]"];

const PROSE: &str = "The gate reads each line of the answer and lets it go on as it came, \
since nothing in it stands for anything else. It takes no notice of ordinary words. ";

fn known(count: usize) -> Vec<Known> {
    (0..count)
        .map(|index| Known {
            surrogate: match SAMPLES.get(index) {
                Some(sample) => (*sample).into(),
                None => format!("tkn-{index:016}@k3.invalid"),
            },
            value: Secret::new(format!("value {index}")),
            hosts: vec![],
        })
        .collect()
}

fn prepare(criterion: &mut Criterion) {
    for count in [1, 5, 100, 10_000] {
        criterion.bench_function(&format!("prepare {count}"), |bencher| {
            bencher.iter_batched(|| known(count), Revealer::new, criterion::BatchSize::SmallInput);
        });
    }
}

fn read(criterion: &mut Criterion) {
    let surrogates = SAMPLES.join(", ");
    let texts = [
        ("prose", PROSE.repeat(400)),
        ("one surrogate a sentence", format!("{PROSE}{MAIL} ").repeat(300)),
        ("surrogates", surrogates.repeat(400)),
        ("digits", "12 345-6789, 000-12-3457; 4000 0012 3456 7898. ".repeat(1000)),
        ("addresses", "https://host.example/a/b?c=d&e=f ".repeat(1500)),
        ("beginnings", "tkn-abcdefgh23456722@k3 tkn- [[PERSON:abc]] 2001: ".repeat(1000)),
        ("colons and brackets", "]:".repeat(30_000)),
        ("dots and slashes", "a./".repeat(20_000)),
        ("one long host", "a.".repeat(30_000) + "/"),
    ];
    for count in [5, 10_000] {
        let machine = Arc::new(Revealer::new(known(count)));
        let mut group = criterion.benchmark_group(format!("read with {count} known"));
        for (name, text) in &texts {
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(*name, |bencher| {
                bencher.iter(|| black_box(machine.edits(black_box(text))));
            });
        }
        group.finish();
    }
}

fn stream(criterion: &mut Criterion) {
    let machine = Arc::new(Revealer::new(known(5)));
    let text = format!("{PROSE}{MAIL} ").repeat(5);
    let mut group = criterion.benchmark_group("stream");
    for size in [1, 4, 32] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("pieces of {size}"), |bencher| {
            bencher.iter(|| {
                let (mut out, mut revealed) = (String::new(), Vec::new());
                let mut stream = machine.stream();
                let mut rest = text.as_str();
                while let Some((head, tail)) = rest.split_at_checked(size) {
                    stream.push(head, &mut out, &mut revealed);
                    rest = tail;
                }
                stream.push(rest, &mut out, &mut revealed);
                stream.finish(&mut out, &mut revealed);
                black_box((out, revealed))
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(std::time::Duration::from_millis(200))
        .measurement_time(std::time::Duration::from_millis(600));
    targets = prepare, read, stream
}
criterion_main!(benches);
