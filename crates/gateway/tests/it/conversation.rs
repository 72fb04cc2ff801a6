//! One user's prompt with planted values, made from a seed, and what the model makes of it.

use portcullis_testkit::{Answer, Asking, Part, Planted, Random, Received, Reply};

/// Ordinary words: nothing in them is anybody's.
const FILLERS: &[&str] = &[
    "Good morning, ",
    "please note:\n",
    "as she said — \"yes\" — ",
    "für die Akte: ",
    "then (if you can) ",
    "\\o/ 😀 ",
    "{\"json\": true} ",
    "and again, ",
];

/// The tool that the model calls.
pub(super) const TOOL: &str = "find_customer";

/// A prompt in pieces.
#[derive(Debug)]
pub(super) struct Prompt {
    pub(super) text: String,
    pub(super) values: Vec<String>,
    /// The prompt without the values: what stands before, between and after them.
    between: Vec<String>,
}

impl Prompt {
    pub(super) fn new(random: &mut Random) -> Self {
        let mut between = vec![String::new()];
        let mut values = Vec::new();
        for _ in 0..random.within(1, 5) {
            let planted = Planted::personal(random);
            let last = between.last_mut().unwrap();
            last.push_str(random.pick(FILLERS));
            last.push_str(planted.kind.lead());
            values.push(planted.value);
            between.push(random.pick(&[" ", ", ", "; ", "\n", " (urgent) "]).to_owned());
        }
        between.last_mut().unwrap().push_str(random.pick(FILLERS));
        let mut text = String::new();
        for (index, piece) in between.iter().enumerate() {
            text.push_str(piece);
            text.push_str(values.get(index).map_or("", String::as_str));
        }
        Self { text, values, between }
    }

    /// What stands in `seen` in place of the values; `None` if other text was changed too.
    pub(super) fn surrogates(&self, seen: &str) -> Option<Vec<String>> {
        let (first, rest) = self.between.split_first()?;
        let mut seen = seen.strip_prefix(first.as_str())?;
        let mut surrogates = Vec::new();
        for (index, piece) in rest.iter().enumerate() {
            let last = index + 1 == rest.len();
            let at = if last { seen.len().checked_sub(piece.len())? } else { seen.find(piece)? };
            let (surrogate, after) = (seen.get(..at)?, seen.get(at..)?);
            seen = after.strip_prefix(piece.as_str())?;
            surrogates.push(surrogate.to_owned());
        }
        seen.is_empty().then_some(surrogates)
    }
}

/// The model of this test: says what it read, twice, and calls the tool with it.
pub(super) fn repeat(request: &Received) -> Reply {
    let text = request.last_text();
    let seed = request.model().rsplit('-').next().and_then(|seed| seed.parse().ok());
    let mut random = Random::new(seed.unwrap_or(0) ^ 0xabcd);
    let mut parts = vec![Part::Text(format!("You wrote: {text}"))];
    if random.one_in(3) {
        parts.insert(0, Part::Reasoning(format!("The user says {text}")));
    }
    if random.one_in(2) {
        let arguments = serde_json::json!({ "query": text, "limit": 3 }).to_string();
        let id = "call_test1".to_owned();
        parts.push(Part::Tool { id, name: TOOL.to_owned(), arguments });
    }
    Reply::Answer(Answer { parts, seed, tame: false })
}

/// A request with this prompt to the model of this seed.
pub(super) fn asking(model: &str, seed: u64, stream: bool, text: &str) -> Asking {
    Asking {
        model: format!("{model}-{seed}"),
        system: Some("Answer briefly.".to_owned()),
        text: text.to_owned(),
        stream,
        tool: Some(TOOL.to_owned()),
        seed: Some(seed),
    }
}
