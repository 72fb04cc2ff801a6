//! Values that stand for a secret that is not there: examples, variables, templates, words.
//!
//! It says what a value is not; whether it is a secret is said elsewhere.

/// What stands in values that are to be replaced, in small letters.
const MARKS: &[&str] = &[
    "example",
    "changeme",
    "change-me",
    "change_me",
    "changeit",
    "placeholder",
    "your",
    "insert",
    "redacted",
    "dummy",
    "sample",
    "xxxx",
    "***",
    "...",
    "•••",
    "foobar",
    "fixme",
    "replace",
    "lorem",
    "<",
    "${",
    "$(",
    "{{",
    "}}",
    "#{",
    "%(",
    "%{",
    "{}",
    "{0}",
    "%s",
    "%d",
    "%v",
    "removed",
    "secret_here",
    "goes-here",
    "goes_here",
    "_here",
    "-here",
    "notreal",
    "not-real",
    "not_real",
    "fakekey",
    "invalid",
    "undefined",
    "masked",
    "hidden",
    "todo",
    "enc(",
    "vault:",
    "arn:",
    "sha256:",
    "sha512-",
    "sha384-",
    "sha1-",
    "data:",
    "://",
    "tbd",
    "qwert",
    "asdfg",
    "zxcvb",
];

/// What is no secret as a whole, in small letters and without the digits and signs at its end.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "pass",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "key",
    "apikey",
    "api-key",
    "api_key",
    "test",
    "tests",
    "testing",
    "testpass",
    "testpassword",
    "testtoken",
    "admin",
    "administrator",
    "root",
    "user",
    "username",
    "guest",
    "demo",
    "default",
    "null",
    "none",
    "nil",
    "true",
    "false",
    "yes",
    "no",
    "string",
    "text",
    "value",
    "val",
    "foo",
    "bar",
    "baz",
    "qux",
    "postgres",
    "postgresql",
    "mysql",
    "redis",
    "mongo",
    "mongodb",
    "rabbitmq",
    "mariadb",
    "oracle",
    "abc",
    "abcd",
    "asdf",
    "qwerty",
    "qwertz",
    "azerty",
    "param",
    "arg",
    "args",
    "var",
    "str",
    "field",
    "input",
    "data",
    "temp",
    "tmp",
    "name",
    "item",
    "obj",
    "object",
    "node",
    "config",
    "cfg",
    "option",
    "opt",
    "buf",
    "buffer",
    "ptr",
    "ref",
    "mypassword",
    "mysecret",
    "mytoken",
    "mypass",
    "my-secret",
    "p@ssw0rd",
    "p@ssword",
    "passw0rd",
    "pa55word",
    "pa$$word",
    "secretkey",
    "accesskey",
    "supersecret",
    "super-secret",
    "super_secret",
    "topsecret",
    "s3cr3t",
    "some-secret",
    "t",
    "s",
    "x",
    "base",
    "sha",
    "md",
    "utf",
    "oauth",
    "rs",
    "hs",
    "es",
    "ed",
    "aes",
    "rsa",
    "bearer",
    "basic",
    "enabled",
    "disabled",
    "required",
    "optional",
    "bcrypt",
    "argon",
    "scrypt",
    "pbkdf",
    "plaintext",
    "plain",
    "hash",
    "letmein",
    "welcome",
    "login",
    "hello",
    "sk",
    "pk",
    "id",
    "uuid",
    "v",
    "line",
    "p",
    "pw",
];

/// LIMIT: bytes of a value in which words are looked for.
const BYTES_MAX: usize = 512;
/// So many characters in a row, each the next of the one before, are typed by a person.
const ROW_MIN: usize = 5;
/// So often no character stands in a row in a secret.
const REPEATED_MIN: usize = 5;

/// Whether a value stands for one that is not there.
pub(in crate::recognizers::secret) fn is_placeholder(value: &str) -> bool {
    is_variable(value) || is_typed(value) || has_mark(value) || is_word(value)
}

/// Whether a value is the name of a variable or part of a template.
fn is_variable(value: &str) -> bool {
    let bytes = value.as_bytes();
    let named = |rest: &[u8]| rest.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    match bytes {
        [b'%', rest @ .., b'%'] | [b'@', rest @ .., b'@'] => named(rest),
        [b'$' | b':', rest @ ..] => named(rest),
        [b'{', .., b'}'] | [b'[', .., b']'] | [b'(', .., b')'] => true,
        [b'_', b'_', .., b'_', b'_'] => true,
        _ => false,
    }
}

/// Whether one character or a row of the alphabet makes up most of a value.
fn is_typed(value: &str) -> bool {
    let bytes = value.as_bytes();
    let (mut up, mut down, mut same, mut most) = (1, 1, 1, 1);
    for pair in bytes.windows(2) {
        let [first, second] = pair else { continue };
        let small = (first.to_ascii_lowercase(), second.to_ascii_lowercase());
        let joined = small.0.is_ascii_alphanumeric() && small.1.is_ascii_alphanumeric();
        up = if joined && small.0.wrapping_add(1) == small.1 { up + 1 } else { 1 };
        down = if joined && small.1.wrapping_add(1) == small.0 { down + 1 } else { 1 };
        same = if first == second { same + 1 } else { 1 };
        most = most.max(up.max(down));
        if same >= REPEATED_MIN {
            return true;
        }
    }
    let mut kinds = [false; 256];
    bytes.iter().for_each(|byte| {
        if let Some(kind) = kinds.get_mut(usize::from(*byte)) {
            *kind = true;
        }
    });
    let different = kinds.iter().filter(|kind| **kind).count();
    let triple =
        bytes.windows(3).any(|part| matches!(part, b"xxx" | b"XXX" | b"000" | b"---" | b"___"));
    most >= ROW_MIN && most * 2 >= bytes.len()
        || most > ROW_MIN
        || different <= 3
        || triple && bytes.len() < 16
}

fn has_mark(value: &str) -> bool {
    let small = small(value);
    MARKS.iter().any(|mark| small.contains(mark))
}

/// Whether a value is a word that stands where a password would.
fn is_word(value: &str) -> bool {
    let small = small(value);
    let word = small.trim_end_matches(|c: char| !c.is_alphabetic());
    let word = word.trim_start_matches(|c: char| !c.is_alphabetic());
    if WORDS.contains(&small.as_str()) || WORDS.contains(&word) {
        return true;
    }
    // A name of what should stand here.
    const NOUNS: &[&str] =
        &["password", "passwd", "secret", "token", "bearer", "credential", "apikey", "api_key"];
    if NOUNS.iter().any(|noun| small.contains(noun))
        && small.bytes().filter(u8::is_ascii_digit).count() < 4
    {
        return true;
    }
    // Names that are made of such words: `my-secret-key1`, `testPassword2`.
    let mut rest = small;
    for part in [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "credential",
        "test",
        "user",
        "admin",
        "my",
        "key",
        "api",
        "pass",
        "pwd",
        "auth",
        "access",
        "client",
        "super",
        "some",
        "dev",
        "new",
        "old",
        "the",
        "a",
    ] {
        if rest.contains(part) && part.len() > 1 {
            rest = rest.replace(part, "");
        }
    }
    let known = value.len() - rest.len();
    let left = rest.chars().filter(|c| c.is_alphabetic()).count();
    known >= 4 && left < 3 && rest.len() < 6
}

fn small(value: &str) -> String {
    value.chars().take(BYTES_MAX).map(|c| c.to_ascii_lowercase()).collect()
}
