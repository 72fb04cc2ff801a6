//! All recognizers, in the order in which they win a draw.
//!
//! To add one, write its file and add its line here.

mod email;

use crate::recognizer::Recognizer;

/// All recognizers. Of two matches alike in score and span the earlier recognizer wins.
pub(crate) static ALL: &[Recognizer] = &[email::RECOGNIZER];
