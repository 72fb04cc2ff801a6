//! API tokens of PyPI: macaroons that name their location (PyPI help, "API tokens").

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("pypi-upload-token", Trigger::Literals(&["pypi-AgEIcHlwaS5vcmc"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 20, Class::Url, 50..=512)
}
