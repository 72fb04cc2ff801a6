//! A Presidio analyzer over its HTTP API: one text a request, as every version of it takes.
//!
//! Its answers are a stranger's: bounded, read strictly, and none of their words is repeated. It
//! decides nothing about what fails: time limits and retries are the engine's.

use bytes::Bytes;
use http::header::{self, HeaderValue};
use http::{Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use portcullis_engine::{Analyzer, AnalyzerError, Answered};
use portcullis_model::{Entity, Finding};
use serde::{Deserialize, Serialize};

use super::client::{HttpClient, client};

mod offsets;

use offsets::Offsets;

/// LIMIT: bytes of an answer: a finding for each word of the longest request, explained at
/// length.
const ANSWER_BYTES_MAX: usize = 4 << 20;
/// LIMIT: findings in one answer.
const FINDINGS_MAX: usize = 10_000;
/// Who is said to have found what it finds.
const RECOGNIZER: &str = "presidio";

/// An analyzer.
#[derive(Debug)]
pub struct Presidio {
    client: HttpClient,
    analyze: Uri,
    health: Uri,
    wanted: Wanted,
}

/// What an analyzer is asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The language of the text.
    pub language: String,
    /// The entities.
    pub entities: Vec<Entity>,
    /// How sure it must be.
    pub min_score: f32,
}

#[derive(Serialize)]
struct Question<'a> {
    text: &'a str,
    language: &'a str,
    score_threshold: f32,
    entities: Vec<&'a str>,
}

/// One finding as it is told. What else is told of it is not read.
#[derive(Deserialize)]
struct Told {
    entity_type: String,
    start: usize,
    end: usize,
    score: f32,
}

impl Presidio {
    /// The analyzer at this address, which has no slash at its end; `None` if it is no address.
    #[must_use]
    pub fn new(url: &str, wanted: Wanted) -> Option<Self> {
        let analyze = format!("{url}/analyze").parse().ok()?;
        let health = format!("{url}/health").parse().ok()?;
        Some(Self { client: client(), analyze, health, wanted })
    }

    async fn ask(&self, text: &str) -> Result<Vec<Finding>, AnalyzerError> {
        let question = Question {
            text,
            language: &self.wanted.language,
            score_threshold: self.wanted.min_score,
            entities: self.wanted.entities.iter().map(Entity::name).collect(),
        };
        let question = serde_json::to_vec(&question).map_err(|_| AnalyzerError::Nonsense)?;
        let answer = self.request(Method::POST, &self.analyze, question.into()).await?;
        findings(text, &answer, &self.wanted)
    }

    /// The body of an answer that says yes.
    async fn request(
        &self,
        method: Method,
        uri: &Uri,
        body: Bytes,
    ) -> Result<Bytes, AnalyzerError> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri.clone();
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let response = self.client.request(request).await;
        let response = response.map_err(|_| AnalyzerError::Unreachable)?;
        if response.status() != StatusCode::OK {
            return Err(AnalyzerError::Status(response.status().as_u16()));
        }
        let body = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
        let body = body.map_err(|fault| match fault.is::<http_body_util::LengthLimitError>() {
            true => AnalyzerError::Nonsense,
            false => AnalyzerError::Unreachable,
        })?;
        Ok(body.to_bytes())
    }
}

impl Analyzer for Presidio {
    fn analyze<'a>(&'a self, text: &'a str) -> Answered<'a, Vec<Finding>> {
        Box::pin(self.ask(text))
    }

    fn check(&self) -> Answered<'_, ()> {
        Box::pin(async {
            self.request(Method::GET, &self.health, Bytes::new()).await?;
            Ok(())
        })
    }
}

/// What an answer says of a text: what was asked for and is sure enough.
///
/// # Errors
///
/// [`AnalyzerError::Nonsense`] if any of it is out of form: then none of it is believed.
fn findings(text: &str, answer: &[u8], wanted: &Wanted) -> Result<Vec<Finding>, AnalyzerError> {
    let told: Vec<Told> = serde_json::from_slice(answer).map_err(|_| AnalyzerError::Nonsense)?;
    if FINDINGS_MAX < told.len() {
        return Err(AnalyzerError::Nonsense);
    }
    let offsets = Offsets::new(text);
    let mut found = Vec::with_capacity(told.len());
    for Told { entity_type, start, end, score } in told {
        let places = (offsets.byte(start), offsets.byte(end));
        let (Some(start), Some(end)) = places else { return Err(AnalyzerError::Nonsense) };
        if end <= start || !(0.0..=1.0).contains(&score) {
            return Err(AnalyzerError::Nonsense);
        }
        let entity = wanted.entities.iter().find(|entity| entity.name() == entity_type);
        let Some(entity) = entity.filter(|_| wanted.min_score <= score) else { continue };
        let (entity, recognizer) = (entity.clone(), RECOGNIZER.into());
        found.push(Finding { entity, rule: None, start, end, score, recognizer });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        let entities = vec![Entity::known("PERSON"), Entity::known("LOCATION")];
        Wanted { language: "en".into(), entities, min_score: 0.7 }
    }

    /// What an answer says of a text; `None` if it is not believed.
    #[track_caller]
    fn check(text: &str, answer: &str, expected: Option<&[(&str, &str)]>) {
        let found = findings(text, answer.as_bytes(), &wanted()).ok();
        let found: Option<Vec<(&str, &str)>> = found.as_ref().map(|found| {
            let part = |it: &Finding| text.get(it.start..it.end).unwrap();
            found.iter().map(|it| (it.entity.name(), part(it))).collect()
        });
        assert_eq!(found.as_deref(), expected, "{answer}");
    }

    #[test]
    fn places_are_counted_in_code_points() {
        let text = "Gr\u{fc}\u{df}e, \u{1f600} Ada aus K\u{f6}ln";
        check(text, "[]", Some(&[]));
        check(
            text,
            r#"[{"entity_type":"PERSON","start":9,"end":12,"score":0.85,"analysis_explanation":null,
                "recognition_metadata":{"recognizer_name":"SpacyRecognizer"}},
                {"entity_type":"LOCATION","start":17,"end":21,"score":1}]"#,
            Some(&[("PERSON", "Ada"), ("LOCATION", "K\u{f6}ln")]),
        );
    }

    #[test]
    fn what_was_not_asked_for_or_is_not_sure_is_left_out() {
        for (entity, score, found) in [
            ("PERSON", 0.7, true),
            ("PERSON", 0.69, false),
            ("PERSON", 0.0, false),
            ("DATE_TIME", 0.9, false),
            ("person", 0.9, false),
            ("", 0.9, false),
            ("<script>", 0.9, false),
        ] {
            let answer =
                format!(r#"[{{"entity_type":"{entity}","start":0,"end":3,"score":{score}}}]"#);
            let expected: &[(&str, &str)] = if found { &[("PERSON", "Ada")] } else { &[] };
            check("Ada", &answer, Some(expected));
        }
    }

    #[test]
    fn what_is_out_of_form_is_not_believed() {
        let one = |start: &str, end: &str, score: &str| {
            format!(r#"[{{"entity_type":"PERSON","start":{start},"end":{end},"score":{score}}}]"#)
        };
        for (start, end, score) in [
            ("0", "4", "0.9"),
            ("4", "5", "0.9"),
            ("2", "1", "0.9"),
            ("1", "1", "0.9"),
            ("-1", "1", "0.9"),
            ("0", "1.5", "0.9"),
            ("0", "18446744073709551615", "0.9"),
            ("0", "184467440737095516150", "0.9"),
            ("0", "\"1\"", "0.9"),
            ("0", "1", "1.5"),
            ("0", "1", "-0.1"),
            ("0", "1", "NaN"),
            ("0", "1", "1e99"),
            ("0", "1", "null"),
            ("0", "1", "\"0.9\""),
        ] {
            check("Ada", &one(start, end, score), None);
        }
        for answer in ["", "{}", "null", "\"ok\"", "[[]]", "[null]", "[{}]", "<html>", "[", "[] []"]
        {
            check("Ada", answer, None);
        }
        let missing = r#"[{"start":0,"end":3,"score":0.9}]"#;
        check("Ada", missing, None);
        let twice = r#"[{"entity_type":"PERSON","start":0,"start":1,"end":3,"score":0.9}]"#;
        check("Ada", twice, None);
        let many = |count: usize| {
            let one = r#"{"entity_type":"PERSON","start":0,"end":3,"score":0.9}"#;
            format!("[{}]", vec![one; count].join(","))
        };
        check("Ada", &many(FINDINGS_MAX + 1), None);
        let expected = vec![("PERSON", "Ada"); FINDINGS_MAX];
        check("Ada", &many(FINDINGS_MAX), Some(&expected));
    }
}
