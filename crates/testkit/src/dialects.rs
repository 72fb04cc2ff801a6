//! Writes answers as OpenAI and Anthropic do, whole and as events.
//!
//! Reads nothing; what a request says is read in `request`.

mod anthropic;
mod openai;
mod others;
mod responses;

use crate::answer::{Answer, End, Raw};
use crate::cutting::cut;
use crate::random::Random;
use crate::request::{Dialect, Received};
use crate::spelling::{Node, Speller};

/// The bytes that answer a request.
pub(crate) fn answer(request: &Received, answer: &Answer) -> Raw {
    let dialect = request.dialect();
    let model = request.model();
    if request.route().ends_with("/embeddings") {
        return others::embeddings(request);
    }
    if request.route().ends_with("/count_tokens") {
        return others::tokens();
    }
    if request.streams() {
        let events = events_of(request, answer);
        let pieces = match answer.seed {
            Some(seed) => cut(&events.concat(), seed),
            None => events,
        };
        return Raw::stream(pieces, End::Proper);
    }
    let mut speller = Speller::new(answer.seed);
    let node = match dialect {
        Dialect::OpenAi => openai::whole(&model, answer),
        Dialect::Responses => responses::whole(&model, &request.instructions(), answer),
        Dialect::Anthropic => anthropic::whole(&model, answer),
    };
    let body = speller.spell(&node).into_bytes();
    let pieces = answer.seed.map_or_else(|| vec![body.clone()], |seed| cut(&body, seed));
    Raw { pieces, ..Raw::whole(200, "application/json", "") }
}

/// An error as the provider of this dialect writes it.
pub(crate) fn error(dialect: Dialect, status: u16, message: &str) -> Raw {
    let node = match dialect {
        Dialect::OpenAi | Dialect::Responses => openai::error(message),
        Dialect::Anthropic => anthropic::error(message),
    };
    Raw::whole(status, "application/json", Speller::new(None).spell(&node))
}

/// A list of models.
pub(crate) fn models(dialect: Dialect, names: &[String]) -> Raw {
    let node = match dialect {
        Dialect::OpenAi | Dialect::Responses => openai::models(names),
        Dialect::Anthropic => anthropic::models(names),
    };
    Raw::whole(200, "application/json", Speller::new(None).spell(&node))
}

/// The events of a streamed answer to this request, each with the bytes that end it.
#[must_use]
pub fn events_of(request: &Received, answer: &Answer) -> Vec<Vec<u8>> {
    let model = request.model();
    let mut writer = Writer::new(answer);
    match request.dialect() {
        Dialect::OpenAi => openai::stream(&model, answer, &mut writer),
        Dialect::Responses => {
            responses::stream(&model, &request.instructions(), answer, &mut writer);
        }
        Dialect::Anthropic => anthropic::stream(&model, answer, &mut writer),
    }
    writer.events
}

/// Writes events one after another.
struct Writer {
    speller: Speller,
    deltas: Option<Random>,
    line_end: &'static str,
    tame: bool,
    events: Vec<Vec<u8>>,
}

impl Writer {
    fn new(answer: &Answer) -> Self {
        let mut speller = Speller::new(answer.seed);
        let line_end = speller.pick(&["\n", "\n", "\r\n"]);
        let deltas = answer.seed.map(|seed| Random::new(seed ^ 0x5eed));
        Self { speller, deltas, line_end, tame: answer.tame, events: Vec::new() }
    }

    /// One event, now and then with something that no reader expects before it.
    fn event(&mut self, name: Option<&str>, node: &Node) {
        let json = self.speller.spell(node);
        self.line(name, &json);
    }

    fn line(&mut self, name: Option<&str>, text: &str) {
        self.noise();
        let end = self.line_end;
        let space = if self.speller.oddly(4) { "" } else { " " };
        let mut lines = Vec::new();
        lines.extend(name.map(|name| format!("event:{space}{name}")));
        if !self.tame && self.speller.oddly(12) {
            lines.push("id: 7".to_owned());
        }
        // White space after the first brace is a place where a long line may be broken.
        match text.strip_prefix('{') {
            Some(rest) if self.speller.oddly(15) => {
                lines.extend([format!("data:{space}{{"), format!("data:{space}{rest}")]);
            }
            _ => lines.push(format!("data:{space}{text}")),
        }
        let event = lines.join(end) + end + end;
        self.events.push(event.into_bytes());
    }

    fn noise(&mut self) {
        let end = self.line_end;
        if self.speller.oddly(10) {
            let noise: &[_] = match self.tame {
                true => &[": keep-alive", ":"],
                false => &[": keep-alive", ":", "retry: 3000", "id: 42"],
            };
            let noise = self.speller.pick(noise);
            self.events.push(format!("{noise}{end}{end}").into_bytes());
        }
    }

    /// An event that no reader knows.
    fn unknown_event(&mut self) {
        if self.speller.oddly(2) {
            let end = self.line_end;
            let text = "{\"type\":\"x_progress\",\"percent\": 1.0e1 ,\"note\":\"half \\u0077ay\"}";
            self.events.push(format!("event: x_progress{end}data: {text}{end}{end}").into_bytes());
        }
    }

    /// The pieces in which a text is delivered: words, or a few characters each.
    fn deltas(&mut self, text: &str) -> Vec<String> {
        let Some(random) = &mut self.deltas else {
            return text.split_inclusive(' ').map(str::to_owned).collect();
        };
        // Now and then a model speaks letter by letter; mostly in words of differing length.
        let longest = if random.one_in(20) { 1 } else { 30 };
        let next = |random: &mut Random| {
            if random.one_in(3) { 1 } else { random.within(1, longest) }
        };
        let mut pieces = Vec::new();
        let mut piece = String::new();
        let mut length = next(random);
        for character in text.chars() {
            piece.push(character);
            length -= 1;
            if length == 0 {
                pieces.push(std::mem::take(&mut piece));
                length = next(random);
            }
        }
        pieces.push(piece);
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::Part;

    fn answer_of_all() -> Answer {
        let tool = Part::Tool {
            id: "t1".to_owned(),
            name: "look_up".to_owned(),
            arguments: "{\"who\": \"ann@example.com\", \"n\": 1.0e0}".to_owned(),
        };
        let parts = vec![Part::Reasoning("hm".to_owned()), Part::Text("a é😀 b".to_owned()), tool];
        Answer { parts, ..Answer::default() }
    }

    /// The values of all `data:` lines, joined within an event.
    fn data(events: &[Vec<u8>]) -> Vec<String> {
        let text = String::from_utf8(events.concat()).unwrap().replace("\r\n", "\n");
        let events = text.split("\n\n").map(|event| {
            let lines = event.lines().filter_map(|line| line.strip_prefix("data:"));
            lines.collect::<Vec<_>>().join("\n").trim().to_owned()
        });
        events.filter(|data| !data.is_empty()).collect()
    }

    /// All strings at `pointer` of the events, joined.
    fn joined(path: &str, seed: Option<u64>, pointer: &str) -> String {
        let answer = Answer { seed, ..answer_of_all() };
        let data = data(&events_of(&Received::at(path), &answer));
        let values = data.iter().filter_map(|data| serde_json::from_str::<Value>(data).ok());
        let found = values.filter_map(|value| value.pointer(pointer)?.as_str().map(str::to_owned));
        found.collect()
    }

    #[test]
    fn streams_deliver_the_parts_however_they_are_spelled() {
        let arguments = "{\"who\": \"ann@example.com\", \"n\": 1.0e0}";
        for seed in std::iter::once(None).chain((0..200).map(Some)) {
            assert_eq!(joined("/v1/chat/completions", seed, "/choices/0/delta/content"), "a é😀 b");
            assert_eq!(
                joined("/v1/chat/completions", seed, "/choices/0/delta/reasoning_content"),
                "hm"
            );
            let pointer = "/choices/0/delta/tool_calls/0/function/arguments";
            assert_eq!(joined("/v1/chat/completions", seed, pointer), arguments);
            assert_eq!(joined("/v1/messages", seed, "/delta/text"), "a é😀 b");
            assert_eq!(joined("/v1/messages", seed, "/delta/thinking"), "hm");
            assert_eq!(joined("/v1/messages", seed, "/delta/partial_json"), arguments);
            let deltas = format!("hma é😀 b{arguments}");
            assert_eq!(joined("/v1/responses", seed, "/delta"), deltas);
            let repeated = "/response/output/1/content/0/text";
            assert_eq!(joined("/v1/responses", seed, repeated), "a é😀 b");
        }
    }

    #[test]
    fn whole_answers_hold_the_parts() {
        for seed in std::iter::once(None).chain((0..50).map(Some)) {
            let answer = Answer { seed, ..answer_of_all() };
            let spell = |node: &Node| -> Value {
                serde_json::from_str(&Speller::new(answer.seed).spell(node)).unwrap()
            };
            let openai = spell(&openai::whole("m", &answer));
            assert_eq!(openai["choices"][0]["message"]["content"], "a é😀 b");
            assert_eq!(openai["choices"][0]["finish_reason"], "tool_calls");
            let anthropic = spell(&anthropic::whole("m", &answer));
            assert_eq!(anthropic["content"][1]["text"], "a é😀 b");
            assert_eq!(anthropic["content"][2]["input"]["who"], "ann@example.com");
        }
    }
}
