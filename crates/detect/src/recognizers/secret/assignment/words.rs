//! Says what a key names by its words: a password, another secret, or nothing of that kind.
//!
//! The last word decides, less what only says where or how the value is kept (`_prod`,
//! `_base64`). So `token_type`, `max_tokens`, `password_hash` and `key_id` name no secret.

use super::key::last;

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::recognizers::secret) enum Kind {
    /// What a person made up.
    Password,
    /// Words that a person or a wallet made up.
    Passphrase,
    /// A few digits.
    Pin,
    /// What a machine made.
    Secret,
    /// A key, which may be one of a table as well as one of a door.
    Key,
    /// What stands for a user and a password.
    Auth,
    /// What a browser keeps.
    Session,
}

/// LIMIT: bytes of a key that are looked at, its last ones.
pub(super) const KEY_BYTES_MAX: usize = 64;
/// LIMIT: words of a key that are looked at, its last ones.
const WORDS_MAX: usize = 6;

/// Words that say where or how a secret is kept, and do not change what it is.
const TAILS: &[&str] = &[
    "value",
    "val",
    "string",
    "str",
    "text",
    "plain",
    "plaintext",
    "cleartext",
    "raw",
    "b",
    "base",
    "hex",
    "default",
    "prod",
    "production",
    "dev",
    "development",
    "test",
    "testing",
    "live",
    "stage",
    "staging",
    "old",
    "new",
    "current",
    "previous",
    "primary",
    "secondary",
    "backup",
    "local",
    "env",
    "v",
    "sandbox",
    "admin",
    "internal",
    "external",
    "is",
    "are",
    "was",
    "ist",
    "est",
    "es",
    "lautet",
    "enc",
    "data",
    "const",
    "literal",
    "here",
];

/// What a person made up, in the languages of those who use computers.
const PASSWORDS: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "passw",
    "pwd",
    "pswd",
    "pass",
    "passcode",
    "passwort",
    "kennwort",
    "contrasena",
    "contraseña",
    "senha",
    "motdepasse",
    "mdp",
    "wachtwoord",
    "haslo",
    "hasło",
    "losenord",
    "lösenord",
    "adgangskode",
    "sifre",
    "şifre",
    "parola",
    "пароль",
    "passord",
    "salasana",
    "jelszo",
    "jelszó",
    "heslo",
    "mật khẩu",
    "katasandi",
];

/// The same in scripts that put no spaces between words.
const JOINED: &[&str] =
    &["密码", "密碼", "口令", "パスワード", "暗証番号", "비밀번호", "암호", "รหัสผ่าน", "كلمةالمرور"];

/// Words that end like a word of their own in a key without separators: `dbpassword`.
const PASSWORD_ENDS: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "userpwd",
    "dbpwd",
    "rootpwd",
    "userpass",
    "dbpass",
    "rootpass",
    "smtppass",
    "mailpass",
    "adminpass",
    "mysqlpass",
    "ftppass",
    "sqlpass",
    "sshpass",
];

/// What a machine made.
const SECRETS: &[&str] = &[
    "secret",
    "secrets",
    "token",
    "credential",
    "credentials",
    "creds",
    "cred",
    "apikey",
    "appkey",
    "secretkey",
    "accesskey",
    "privatekey",
    "privkey",
    "authkey",
    "sharedkey",
    "signingkey",
    "encryptionkey",
    "masterkey",
    "accountkey",
    "licensekey",
    "passkey",
    "psk",
    "hmac",
    "bearer",
    "jwt",
    "sas",
    "secretkeybase",
    "apisecret",
    "apitoken",
    "authtoken",
    "accesstoken",
    "clientsecret",
    "pepper",
];

const SECRET_ENDS: &[&str] = &[
    "secret",
    "token",
    "apikey",
    "secretkey",
    "accesskey",
    "privatekey",
    "credentials",
    "credential",
    "authkey",
    "accountkey",
    "masterkey",
    "encryptionkey",
];

/// Words before `key` that make it one of a door.
const KEY_OWNERS: &[&str] = &[
    "api",
    "access",
    "secret",
    "private",
    "priv",
    "encryption",
    "encrypt",
    "signing",
    "sign",
    "signature",
    "master",
    "license",
    "licence",
    "service",
    "account",
    "storage",
    "shared",
    "webhook",
    "client",
    "consumer",
    "app",
    "application",
    "auth",
    "authentication",
    "authorization",
    "integration",
    "admin",
    "root",
    "server",
    "live",
    "deploy",
    "deployment",
    "ssh",
    "preshared",
    "pre",
    "hmac",
    "jwt",
    "crypto",
    "cipher",
    "aes",
    "des",
    "rsa",
    "subscription",
    "functions",
    "function",
    "host",
    "write",
    "read",
    "ingest",
    "ingestion",
    "rest",
    "bearer",
    "developer",
    "partner",
    "merchant",
    "session",
    "cookie",
    "secure",
    "security",
    "management",
    "vault",
    "wallet",
    "sendgrid",
    "stripe",
    "mailgun",
    "openai",
    "azure",
    "google",
    "maps",
    "aws",
    "restricted",
];

/// Words before a noun after which it names nothing secret.
const OPEN: &[&str] = &[
    "public",
    "pub",
    "publishable",
    "page",
    "next",
    "continuation",
    "sync",
    "cancellation",
    "cancel",
    "cursor",
    "start",
    "site",
    "hashed",
    "encrypted",
    "num",
    "max",
    "min",
    "no",
    "count",
    "anon",
    "anonymous",
    "placeholder",
    "sample",
    "example",
    "fake",
    "dummy",
    "mock",
    "invalid",
    "wrong",
    "bad",
    "eos",
    "bos",
    "pad",
    "unk",
    "mask",
    "sep",
    "cls",
    "bpe",
    "stop",
    "word",
    "id",
];

/// Says what `key` names, if it names a secret.
pub(in crate::recognizers::secret) fn kind(key: &str) -> Option<Kind> {
    let key = last(key, KEY_BYTES_MAX);
    if !may_name(key) {
        return None;
    }
    let text = split(key);
    let mut words = words(&text).skip_while(|word| TAILS.contains(word));
    let noun = words.next()?;
    let (owner, before) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let open = OPEN.contains(&owner) || OPEN.contains(&before);
    if open { None } else { by_words(noun, owner) }
}

/// Says what a function is given that is called so: `setApiKey("..")`, `Password("..")`.
pub(super) fn kind_of_argument(function: &str) -> Option<Kind> {
    const GIVING: &[&str] =
        &["set", "with", "add", "use", "put", "update", "init", "new", "configure"];
    const UNSURE: &[&str] =
        &["pass", "sig", "sas", "tok", "cred", "creds", "session", "sid", "key", "auth"];
    let function = last(function, KEY_BYTES_MAX);
    if !may_name(function) {
        return None;
    }
    let text = split(function);
    let gives = words(&text).last().is_some_and(|first| GIVING.contains(&first));
    let is_noun = |word: &str| {
        let known = PASSWORDS.contains(&word) || SECRETS.contains(&word);
        known || KEY_OWNERS.contains(&word) || word == "key"
    };
    let unsure = words(&text).count() < 2 && words(&text).any(|word| UNSURE.contains(&word));
    ((gives || words(&text).all(is_noun)) && !unsure).then(|| kind(function)).flatten()
}

/// Whether the first letters of a word that names a secret stand in a key at all: most keys of
/// source code need not be split into words.
fn may_name(key: &str) -> bool {
    let small = |byte: &u8| byte.to_ascii_lowercase();
    let begins = |pair: &[u8]| match pair {
        [a, b] => {
            let row = BEGINNINGS.get(usize::from(small(a))).copied().unwrap_or_default();
            row >> (small(b).wrapping_sub(b'a') & 31) & 1 == 1
        }
        _ => false,
    };
    !key.is_ascii() || key.as_bytes().windows(2).any(begins)
}

/// The second letters of all words that name a secret as bits, by the first letter.
static BEGINNINGS: [u32; 256] = beginnings();

#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn beginnings() -> [u32; 256] {
    let mut pairs: &[&[u8; 2]] = &[
        b"pa", b"pw", b"ps", b"pi", b"pe", b"ph", b"se", b"si", b"sa", b"ke", b"to", b"cr", b"au",
        b"jw", b"js", b"je", b"hm", b"ha", b"he", b"be", b"mo", b"md", b"mn", b"wa", b"ad", b"co",
        b"lo", b"ka", b"ac", b"ap", b"cl", b"ma", b"li", b"en",
    ];
    let mut table = [0; 256];
    while let [[first, second], rest @ ..] = pairs {
        table[*first as usize] |= 1 << (*second - b'a');
        pairs = rest;
    }
    table
}

fn by_words(word: &str, owner: &str) -> Option<Kind> {
    if PASSWORDS.contains(&word) || PASSWORD_ENDS.iter().any(|end| word.ends_with(end)) {
        return Some(Kind::Password);
    }
    match (owner, word) {
        (_, "passphrase" | "mnemonic" | "seedphrase")
        | ("pass" | "seed" | "recovery", "phrase") => {
            return Some(Kind::Passphrase);
        }
        ("de", "passe" | "passo") => return Some(Kind::Password),
        ("pass" | "pin", "code") | (_, "pin" | "pincode") => return Some(Kind::Pin),
        ("pass", "word") | ("pass", "key") => return Some(Kind::Password),
        ("session" | "sess", "id") | (_, "session" | "sessionid" | "sessid" | "phpsessid") => {
            return Some(Kind::Session);
        }
        (_, "jsessionid" | "sid") => return Some(Kind::Session),
        (_, "auth" | "authorization") => return Some(Kind::Auth),
        (_, "key" | "keys") if KEY_OWNERS.contains(&owner) => return Some(Kind::Secret),
        (_, "key") => return Some(Kind::Key),
        _ => {}
    }
    if SECRETS.contains(&word) || SECRET_ENDS.iter().any(|end| word.ends_with(end)) {
        return Some(Kind::Secret);
    }
    JOINED.iter().any(|end| word.ends_with(end)).then_some(Kind::Password)
}

/// The words of a key in small letters, with spaces between them: split at separators and at
/// capitals, without digits.
fn split(key: &str) -> String {
    let mut text = String::with_capacity(2 * KEY_BYTES_MAX);
    let mut before = ' ';
    let mut rest = key.chars().peekable();
    while let Some(c) = rest.next() {
        let capital = c.is_uppercase();
        let ends_row = before.is_uppercase() && rest.peek().is_some_and(|next| next.is_lowercase());
        let begins = capital && (before.is_lowercase() || before.is_ascii_digit() || ends_row);
        if (begins || !c.is_alphabetic()) && !text.ends_with(' ') {
            text.push(' ');
        }
        match c {
            c if c.is_ascii_alphabetic() => text.push(c.to_ascii_lowercase()),
            c if c.is_alphabetic() => text.extend(c.to_lowercase()),
            _ => {}
        }
        before = c;
    }
    text
}

/// The words of a text that was split, the last one first.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut end = text.len();
    let next = move || {
        let left = text.as_bytes().get(..end).filter(|left| !left.is_empty())?;
        let start = left.iter().rposition(|byte| *byte == b' ').map_or(0, |space| space + 1);
        let word = text.get(start..end);
        end = start.saturating_sub(1);
        word
    };
    std::iter::from_fn(next).filter(|word| !word.is_empty()).take(WORDS_MAX)
}
