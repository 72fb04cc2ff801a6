//! Secrets that are arguments of short options: `curl -u user:password`, `mysql -ppassword`,
//! `sshpass -p password`.
//!
//! What a letter means depends on the command, which stands before it in the same line or in the
//! lines that a backslash joins to it.

use super::assignment::judge;
use super::assignment::key::{WINDOW_BYTES, last};
use super::assignment::value::{self, Value};
use super::assignment::words::Kind;
use super::given;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = super::recognizer(
    "command-line-secret",
    Trigger::Literals(&[" -p", " -u", " -a ", " -w "]),
    find,
);

const SCORE: f32 = 0.8;
/// LIMIT: bytes of a user and a password.
pub(super) const ARGUMENT_BYTES_MAX: usize = 160;
/// Commands whose option takes the password in the same word.
const JOINED: &[&str] =
    &["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump"];
/// Commands whose option takes the password as the next word.
const APART: &[&str] = &["sshpass", "docker", "podman", "oc", "az", "helm", "nmcli"];
/// Words that follow a dash of which the `p` is no option: `-password`, `-partial`.
const NO_PASSWORDS: &[&str] = &[
    "passwd",
    "password",
    "passwords",
    "passphrase",
    "pipeline",
    "pager",
    "parallel",
    "parameter",
    "parameters",
    "params",
    "parents",
    "partial",
    "partition",
    "partitions",
    "passive",
    "pattern",
    "patterns",
    "persist",
    "persistent",
    "pipes",
    "plaintext",
    "platform",
    "plugin",
    "plugins",
    "policy",
    "portable",
    "ports",
    "position",
    "prefix",
    "prepare",
    "prepared",
    "preserve",
    "pretty",
    "preview",
    "primary",
    "print",
    "printer",
    "priority",
    "private",
    "privileges",
    "probe",
    "process",
    "processes",
    "production",
    "profile",
    "profiles",
    "program",
    "progress",
    "project",
    "prompt",
    "properties",
    "property",
    "protected",
    "protocol",
    "protocols",
    "provider",
    "proxy",
    "public",
    "publish",
    "purge",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let letter = cursor.byte(cursor.at + 2)?;
    let at = cursor.run(cursor.at + 3, 4, |byte| byte == b' ');
    let joined = at == cursor.at + 3;
    let command = command(cursor);
    let is = |names: &[&str]| command.is_some_and(|command| names.contains(&command));
    match letter {
        b'u' if is(&["curl"]) => user(cursor, at),
        b'p' if joined && is(JOINED) => joined_password(cursor, at),
        b'p' if is(&["sshpass"]) => password(cursor, at),
        b'p' if !joined && is(APART) => password(cursor, at),
        b'a' if is(&["redis-cli"]) => password(cursor, at),
        b'w' if is(&["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"]) => password(cursor, at),
        _ => None,
    }
}

/// The command that the option at the cursor belongs to.
fn command<'t>(cursor: &Cursor<'t>) -> Option<&'t str> {
    let left = last(cursor.text.get(..cursor.at)?, WINDOW_BYTES);
    let mut lines = left.rsplit('\n');
    let mut begin = lines.next()?.len();
    for line in lines.take_while(|line| line.trim_end().ends_with('\\')) {
        begin += line.len() + 1;
    }
    let line = left.get(left.len() - begin..)?;
    let line = line.rsplit(['|', ';', '&']).next()?;
    let mut words =
        line.split(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '(' | '$'));
    let known = |word: &&str| {
        let name = word.rsplit('/').next().unwrap_or_default();
        name == "curl"
            || name == "redis-cli"
            || name.starts_with("ldap")
            || JOINED.contains(&name)
            || APART.contains(&name)
    };
    words.find(known).and_then(|word| word.rsplit('/').next())
}

/// The argument that begins at `from`, without its quotes.
pub(super) fn argument(cursor: &Cursor<'_>, from: usize) -> (usize, usize) {
    let quote = cursor.byte(from).filter(|byte| matches!(byte, b'"' | b'\''));
    let start = from + usize::from(quote.is_some());
    let ends = |byte: u8| match quote {
        Some(quote) => byte == quote || byte == b'\n',
        None => byte <= b' ' || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'|' | b')'),
    };
    let mut end = start;
    while end - start < ARGUMENT_BYTES_MAX && cursor.byte(end).is_some_and(|byte| !ends(byte)) {
        end += 1;
    }
    (start, end)
}

/// The password of a user and a password that begin at `from`.
pub(super) fn user(cursor: &Cursor<'_>, from: usize) -> Option<Match> {
    let (start, end) = argument(cursor, from);
    let (user, password) = cursor.slice(start, end).split_once(':')?;
    let fits = end - start < ARGUMENT_BYTES_MAX
        && !user.contains('/')
        && given::is_password(user, password);
    let found = Match::new(end - password.len(), end, SCORE);
    fits.then(|| found.of_rule("curl-auth-user"))
}

/// The password that is joined with its option: nothing else can stand there.
fn joined_password(cursor: &Cursor<'_>, from: usize) -> Option<Match> {
    let (start, end) = argument(cursor, from);
    let fits = end - start < ARGUMENT_BYTES_MAX
        && given::is_password(given::NOBODY, cursor.slice(start, end))
        && !(start == from && is_word(cursor.slice(start, end)));
    fits.then(|| Match::new(start, end, SCORE))
}

/// Whether `p` and this make a word, which a long option begins with: `-protocol=tcp`.
fn is_word(rest: &str) -> bool {
    let letters = rest.split(['=', '-']).next().unwrap_or(rest);
    NO_PASSWORDS
        .iter()
        .any(|word| word.strip_prefix('p').is_some_and(|after| letters.eq_ignore_ascii_case(after)))
}

fn password(cursor: &Cursor<'_>, from: usize) -> Option<Match> {
    let value = Value { quoted: true, ..value::argument(cursor, from)? };
    let text = cursor.slice(value.start, value.end);
    judge::score(Kind::Password, text, &value)?;
    Some(Match::new(value.start, value.end, SCORE))
}
