//! Finds personal data and secrets in text, whole or in a stream; pure.
//!
//! It says where something sensitive stands and how sure it is. It does not replace anything,
//! does no I/O, knows no document format and no clock.
//!
//! ```
//! use portcullis_detect::{Detector, Hint, Settings};
//!
//! let detector = Detector::new(Settings::standard())?;
//! let text = "write to ada@example.com";
//! let findings = detector.find(text, &Hint::NONE);
//! assert_eq!(findings.len(), 1);
//! assert_eq!(text.get(findings[0].start..findings[0].end), Some("ada@example.com"));
//! # Ok::<(), portcullis_detect::SettingsError>(())
//! ```
//!
//! # How a text is searched
//!
//! One prefilter pass (`scan`) stops at the places where a [`Recognizer`] could begin: literals,
//! `@`, digits, colons. There the recognizers look at a bounded piece of text through a cursor.
//! What they match is weighed with the words before it, and overlaps are settled.
//! What the operator named, a [`Custom`] pattern or a value of [`Deny`], is looked for beside them
//! (`own`).
//!
//! Before that, what hides a value is undone: a text is searched in all its readings (`layers`),
//! as it stands and with compatibility forms, invisible characters, foreign digits, letters that
//! look alike and escapes undone; and what is encoded in it in base64 or hex is searched as a
//! text of its own (`encoded`). So recognizers see plain text and know nothing of disguises.

#![forbid(unsafe_code)]

mod settings;
mod detector;
mod recognizer;
mod recognizers;
mod prefilter;
mod layers;
mod encoded;
mod search;
mod scan;
mod cursor;
mod boundary;
mod number;
mod row;
mod code;
mod token;
mod checksum;
mod context;
mod settle;
mod machine;
mod pieces;
mod pattern;
mod custom;
mod allow;
mod deny;
mod own;

pub use allow::{Allow, ENTRIES_MAX, ENTRY_BYTES_MAX, EntryError, WILD_MIN};
pub use custom::{CUSTOM_SCORE, CUSTOM_SCORE_WITH_CONTEXT, Custom, Validator};
pub use deny::Deny;
pub use detector::{Detector, Hint};
pub use machine::{HELD_BYTES_MAX, Machine, Released};
pub use own::CUSTOM_MAX;
pub use pattern::{MATCH_BYTES_MAX, PATTERN_BYTES_MAX, Pattern, PatternError};
pub use pieces::Piece;
pub use recognizer::Recognizer;
pub use settings::{MIN_SCORE, Settings, SettingsError};
