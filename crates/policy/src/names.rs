//! Names as rules compare them: what looks alike to a careless eye is alike.
//!
//! A deny rule must not be passed by another case, a space at the end, or a character that
//! nobody sees.

use globset::{GlobBuilder, GlobMatcher};

/// Globs over folded names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Globs(Vec<GlobMatcher>);

impl Globs {
    /// Compiles patterns; the first that is malformed is given back.
    pub(crate) fn new(patterns: &[String]) -> Result<Self, &str> {
        let compile = |pattern: &'_ String| {
            let folded = fold(pattern);
            GlobBuilder::new(&folded).literal_separator(false).backslash_escape(true).build()
        };
        let mut globs = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            let glob = compile(pattern).map_err(|_| pattern.as_str())?;
            globs.push(glob.compile_matcher());
        }
        Ok(Self(globs))
    }

    /// Whether one of them matches.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let name = fold(name);
        self.0.iter().any(|glob| glob.is_match(&name))
    }
}

/// The form in which names are compared: lower case, full-width forms narrowed, and without
/// white space and invisible characters.
fn fold(name: &str) -> String {
    name.chars().filter(|c| is_seen(*c)).map(narrow).flat_map(char::to_lowercase).collect()
}

fn is_seen(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}');
    !invisible && !c.is_whitespace() && !c.is_control()
}

/// Full-width ASCII as ASCII (Unicode block Halfwidth and Fullwidth Forms).
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_are_alike() {
        check("delete_*", "delete_user", true);
        check("delete_*", "DELETE_User", true);
        check("delete_*", "delete_user ", true);
        check("delete_*", "del\u{200b}ete_user", true);
        check("delete_*", "\u{ff44}elete_user", true);
        check("delete_*", "undelete_user", false);
        check("*", "anything__at/all", true);
        check("crm__get_*", "crm__get_account", true);
        check("a?c", "abc", true);
        check("a?c", "ac", false);
    }

    #[track_caller]
    fn check(pattern: &str, name: &str, want: bool) {
        assert_eq!(Globs::new(&[pattern.to_owned()]).unwrap().matches(name), want, "{name}");
    }
}
