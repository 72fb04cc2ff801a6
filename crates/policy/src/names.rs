//! Names as rules compare them: what looks alike to a careless eye is alike.
//!
//! A deny rule must not be passed by another case, a space at the end, or a character that
//! nobody sees. A name that is no ASCII even then (letters of other scripts that look the same)
//! has no spelling, and no rule allows it.

use globset::{GlobBuilder, GlobMatcher};
use portcullis_model::ToolName;

/// Globs over names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Globs(Vec<GlobMatcher>);

impl Globs {
    /// Compiles patterns over names of tools; the first that is malformed is given back.
    pub(crate) fn of_tools(patterns: &[String]) -> Result<Self, &str> {
        Self::compile(patterns, fold)
    }

    /// Compiles patterns over principals, which are authenticated and so compared as they are.
    pub(crate) fn of_agents(patterns: &[String]) -> Result<Self, &str> {
        Self::compile(patterns, |pattern| Some(pattern.to_owned()))
    }

    fn compile(patterns: &[String], spell: impl Fn(&str) -> Option<String>) -> Result<Self, &str> {
        let compile = |pattern: &String| {
            let spelled = spell(pattern)?;
            let mut builder = GlobBuilder::new(&spelled);
            let glob = builder.literal_separator(false).backslash_escape(true).build().ok()?;
            Some(glob.compile_matcher())
        };
        let mut globs = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            globs.push(compile(pattern).ok_or(pattern.as_str())?);
        }
        Ok(Self(globs))
    }

    /// Whether one of them matches `name`: a folded one of a tool, or a principal.
    pub(crate) fn matches(&self, name: &str) -> bool {
        self.0.iter().any(|glob| glob.is_match(name))
    }
}

/// The names by which rules may speak of one tool, as they are compared: its own, and behind
/// that of its server (`files__read`).
#[derive(Debug)]
pub(crate) struct Spelled {
    own: String,
    at_server: Option<String>,
}

impl Spelled {
    /// `None` where a name has no spelling: then no rule allows it.
    pub(crate) fn of(name: &ToolName<'_>) -> Option<Self> {
        let own = fold(name.tool)?;
        let at_server = match name.server {
            Some(server) => Some(format!("{}__{own}", fold(server)?)),
            None => None,
        };
        Some(Self { own, at_server })
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        [Some(self.own.as_str()), self.at_server.as_deref()].into_iter().flatten()
    }

    /// The names by which it may be given something. A server chooses the names of its tools: one
    /// that it calls `files__read` is not the tool `read` of the server `files`.
    pub(crate) fn honest(&self) -> impl Iterator<Item = &str> {
        let is_posing = self.at_server.is_some() && self.own.contains("__");
        let own = (!is_posing).then_some(self.own.as_str());
        [own, self.at_server.as_deref()].into_iter().flatten()
    }
}

/// The form in which names of tools are compared: lower case, full-width forms narrowed, and
/// without white space and invisible characters. `None` if that is no ASCII, or nothing.
pub(crate) fn fold(name: &str) -> Option<String> {
    let seen = name.chars().filter(|c| is_seen(*c));
    let folded: String = seen.map(narrow).flat_map(char::to_lowercase).collect();
    (folded.is_ascii() && !folded.is_empty()).then_some(folded)
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
        check("kill", "\u{212a}ill", true);
        // Cyrillic e, a mathematical d, an accent: no spelling, so not even `*` matches.
        check("*", "d\u{435}lete_user", false);
        check("*", "\u{1d41d}elete_user", false);
        check("*", "de\u{301}lete_user", false);
        check("*", " \u{200b}", false);
    }

    #[test]
    fn a_tool_that_poses_as_another_servers_is_given_nothing() {
        let check = |server, tool, honest: &[&str]| {
            let spelled = Spelled::of(&ToolName { server, tool }).unwrap();
            assert_eq!(spelled.honest().collect::<Vec<_>>(), honest, "{tool}");
        };
        check(Some("a"), "send", &["send", "a__send"]);
        check(Some("a"), "b__send", &["a__b__send"]);
        check(Some("a"), "b_\u{200b}_send", &["a__b__send"]);
        check(None, "b__send", &["b__send"]);
    }

    #[test]
    fn principals_are_compared_as_they_are() {
        let globs = Globs::of_agents(&["local/Alice".to_owned(), "helpdesk-*".to_owned()]).unwrap();
        assert!(globs.matches("local/Alice") && !globs.matches("local/alice"));
        assert!(globs.matches("helpdesk-7/\u{e9}va"));
    }

    #[test]
    fn pattern_that_no_name_could_match_is_malformed() {
        assert_eq!(
            Globs::of_tools(&["a".to_owned(), "d\u{435}l*".to_owned()]).err(),
            Some("d\u{435}l*")
        );
        assert_eq!(Globs::of_tools(&["[".to_owned()]).err(), Some("["));
    }

    #[track_caller]
    fn check(pattern: &str, name: &str, want: bool) {
        let globs = Globs::of_tools(&[pattern.to_owned()]).unwrap();
        assert_eq!(fold(name).is_some_and(|name| globs.matches(&name)), want, "{name}");
    }
}
