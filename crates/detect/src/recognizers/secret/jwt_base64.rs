//! JSON web tokens that were encoded in base64 once more, as whole headers and cookies are.

use crate::recognizer::{Recognizer, Trigger};
use crate::token::{Class, Part};

/// It begins with `{"` in base64 twice.
pub(super) const RECOGNIZER: Recognizer = super::recognizer(
    "jwt-base64",
    Trigger::Token(&["ZXlK"], &[Part::Run(Class::AnyBase64, 60, 16 * 1024), Part::Padding]),
    |_| None,
);
