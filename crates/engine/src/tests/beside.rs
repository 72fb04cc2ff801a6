//! Whatever stands beside a value that is found, it comes back exactly: whole and in pieces, in
//! the answer and from the vault itself. Beside what would make it another value nothing does.

use std::sync::Mutex;

use portcullis_detect::{Deny, Settings};
use portcullis_model::{Document, Entity, Level, Mark, Matter, Target};

use super::far::{Script, Step, Told, texts};
use super::scene::{Reply, Scene, Wish};
use super::streams::{channel, delta, joined, mark};

/// What says of which kind a value is, the value, and what its surrogate is made of.
const VALUES: &[(&str, &str, Made)] = &[
    ("mail", "ada.king@babbage-engines.com", Made::Mail),
    ("phone", "415-555-2671", Made::Plus),
    ("phone", "(212) 555-0142", Made::Plus),
    ("phone", "+1 415 555 2671", Made::Plus),
    ("phone", "+44 20 7946 0958", Made::Brackets),
    ("ssn", "536-90-4399", Made::Digits),
    ("ssn", "536904399", Made::Digits),
    ("card", "4539 5787 6362 1486", Made::Digits),
    ("card", "4539578763621486", Made::Digits),
    ("iban", "DE89370400440532013000", Made::Account),
    ("iban", "GB82 WEST 1234 5698 7654 32", Made::Account),
    ("ip address", "81.2.69.142", Made::Digits),
    ("ip address", "2a02:26f0:dc:394::2a1e", Made::Address),
    ("routing number", "021000021", Made::Digits),
    ("mac", "3c:22:fb:8a:9d:10", Made::Hardware),
    ("mac", "3C-22-FB-8A-9D-10", Made::Hardware),
    ("born", "1985-07-03", Made::Digits),
    ("date of birth", "03/07/1985", Made::Digits),
    ("dob", "3 Jul 1985", Made::Named),
    ("passport", "C01X00T47", Made::Brackets),
    ("", "Zelda Quimby", Made::Name),
    ("street address", "12 Elm Street", Made::Name),
];

/// What a surrogate begins with and is made of, as far as its edges are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Mail,
    /// Digits behind a plus sign.
    Plus,
    Digits,
    Account,
    Address,
    Hardware,
    /// A date with the name of a month.
    Named,
    /// A pseudonym.
    Name,
    Brackets,
}

/// What may stand before a value, and behind it.
const BESIDE: &[(&str, &str)] = &[
    // Letters of scripts without spaces, and of others.
    ("电话", "我"),
    ("メール", "です"),
    ("โทร", "ครับ"),
    ("전화", "으로"),
    ("邮箱：", "。"),
    ("é", "é"),
    ("Я", "Я"),
    ("ن", "ن"),
    ("①", "①"),
    ("２", "Ａ"),
    // Escapes of URLs.
    ("%22", "%22"),
    ("%20", "%20"),
    ("%0A", "%0A"),
    ("%3d", "%26"),
    ("%2522", "%2522"),
    ("%E7%94%B5", "%E6%88%91"),
    ("https://babbage-engines.com/?q=%22", "%22&r=2"),
    // Escapes of source text.
    ("\\u0022", "\\u0022"),
    ("\\u7535", "\\u6211"),
    ("\\u{22}", "\\u{22}"),
    ("\\x22", "\\x22"),
    ("\\042", "\\042"),
    ("\\n", "\\n"),
    ("\\t", "\\r\\n"),
    ("\\\"", "\\\""),
    ("x\\\\n", "\\\\n"),
    ("x\\\\u0022", "\\\\u0022"),
    ("{\\\"a\\\":\\\"", "\\\"}"),
    ("{\\\\\"a\\\\\":\\\\\"", "\\\\\"}"),
    // Escapes of markup.
    ("&quot;", "&quot;"),
    ("&#34;", "&#x22;"),
    ("&#34", "&#34"),
    ("&amp;quot;", "&amp;quot;"),
    ("&nbsp;", "&nbsp;"),
    ("<td>", "</td>"),
    // Signs.
    (".", "."),
    ("..", ".."),
    ("x..", "..x"),
    ("x.", ".1"),
    ("1.", ".1"),
    ("_", "_"),
    ("x_", "_x"),
    ("-", "-"),
    ("x-", "-x"),
    ("1–", "–1"),
    ("+", "+"),
    ("%", "%"),
    ("'", "'s"),
    ("=", "&x=1"),
    (":", ":"),
    ("mailto:", "?subject=x"),
    ("tel:", ","),
    ("/", "/"),
    ("@", "@x"),
    ("[", "]"),
    ("**", "**"),
    ("$", "$"),
    ("\u{200b}", "\u{200b}"),
    ("\u{a0}", "\u{3000}"),
    ("🙂", "🙂"),
    ("\x1b[31m", "\x1b[0m"),
    // Words, digits and numbers in base 16.
    ("SSN", ""),
    ("my_card", "x"),
    ("IP", ""),
    ("x", "x"),
    ("1", "1"),
    ("deadbeef", "deadbeef"),
    ("deadbeef-", "-deadbeef"),
    ("deadbeef:", ":8080"),
    ("No.", ".pdf"),
    ("1, ", ", 1"),
];

/// A gate whose model says what it was told, at first whole, then in pieces.
fn scene() -> Scene {
    denying(answers(|told| told.texts.clone()))
}

/// A gate that knows a name.
fn denying(play: impl Fn(&Told) -> Script + Send + Sync + 'static) -> Scene {
    let mut deny = Deny::default();
    deny.add(&Entity::known("PERSON"), "Zelda Quimby").unwrap();
    let settings = Settings { deny, ..Settings::standard() };
    let tenants = vec![("default", settings, Level::Standard)];
    Scene::with(Wish { tenants, ..Wish::default() }, play)
}

/// A model that says the same twice: at first whole, then a character at a time.
fn answers(
    said: impl Fn(&Told) -> Vec<String> + Send + Sync + 'static,
) -> impl Fn(&Told) -> Script + Send + Sync + 'static {
    let turn = Mutex::new(false);
    move |told| {
        let mut turn = turn.lock().unwrap();
        *turn = !*turn;
        let said = said(told);
        if *turn {
            return Script::Whole(document(&said));
        }
        let text = channel(0, Matter::Text);
        let lines = said.join("\n");
        let pieces = lines.chars().map(|c| delta(text, c.encode_utf8(&mut [0; 4])));
        let mut events: Vec<_> = pieces.collect();
        events.push(mark(Mark::CloseAll));
        Script::Stream(vec![Step::Group(events)])
    }
}

async fn opened(scene: &Scene, said: &[String]) -> Reply {
    let mut call = scene.call("alice", document(said));
    call.target = Target::Reveal;
    scene.ask(call).await
}

fn document(said: &[String]) -> Document {
    texts(&said.iter().map(String::as_str).collect::<Vec<_>>())
}

/// All of these come back; gives what the model was told instead.
async fn told(scene: &Scene, said: &[String]) -> Vec<String> {
    let whole = scene.say("alice", document(said)).await;
    let told = scene.far.told().pop().unwrap().texts;
    let pieces = joined(&scene.say("alice", document(said)).await);
    let opened = opened(scene, &told).await.texts;
    let all = said.iter().zip(&told).zip(whole.texts.iter().zip(pieces.lines()).zip(opened));
    for ((said, told), ((whole, pieces), opened)) in all {
        assert_eq!(whole, said, "whole: {told}");
        assert_eq!(pieces, said, "in pieces: {told}");
        assert_eq!(&opened, said, "opened: {told}");
    }
    assert_eq!((told.len(), pieces.lines().count()), (said.len(), said.len()));
    told
}

#[tokio::test]
async fn what_is_concealed_comes_back_whatever_stands_beside_it() {
    let scene = scene();
    let sides = |(before, after): &(&'static str, &'static str)| {
        [(*before, ""), ("", *after), (*before, *after)]
    };
    for (cue, value, _) in VALUES {
        let beside = BESIDE.iter().flat_map(sides);
        let said = beside.map(|(before, after)| format!("{cue} {before}{value}{after} ok"));
        let said: Vec<String> = said.collect();
        let told = told(&scene, &said).await;
        let found = said.iter().zip(&told).filter(|(said, told)| said != told).count();
        // What is not found comes back without us.
        assert!(said.len() * 3 < found * 5, "{value} is found in {found} of {}", said.len());
    }
}

/// What makes a surrogate a part of something else, by what it is made of.
fn longer(made: Made) -> &'static [(&'static str, &'static str)] {
    match made {
        Made::Mail => &[
            ("x", ""),
            ("7", ""),
            ("é", ""),
            ("x.", ""),
            ("x_", ""),
            ("x-", ""),
            ("x+", ""),
            ("x%2E", ""),
            ("%78", ""),
            ("２", ""),
            ("", "x"),
            ("", "7"),
            ("", ".com"),
            ("", ".Then.com"),
            ("", "-x.com"),
            ("", "_x"),
        ],
        Made::Plus => &[("", "7"), ("", "x"), ("", "-7"), ("", ".7"), ("", "７"), ("", "%37")],
        Made::Digits => &[
            ("7", ""),
            ("a", ""),
            ("beef", ""),
            ("7.", ""),
            ("%37", ""),
            ("\\x37", ""),
            ("７", ""),
            ("", "7"),
            ("", "x"),
            ("", ".7"),
            ("", "７"),
        ],
        Made::Account => &[("x", ""), ("7", ""), ("%78", ""), ("", "7"), ("", "x")],
        Made::Address => &[("a", ""), ("7", ""), ("ab:", ""), ("", "7"), ("", ":7"), ("", "x")],
        Made::Hardware => &[("a", ""), ("7", ""), ("", "7"), ("", "x"), ("%37", ""), ("", "７")],
        Made::Named => &[("7", ""), ("", "7"), ("", "x"), ("%37", ""), ("", "７")],
        Made::Name => &[("x", ""), ("7", ""), ("", "x"), ("", "7")],
        Made::Brackets => &[],
    }
}

#[tokio::test]
async fn a_part_of_something_longer_is_no_surrogate() {
    for &(cue, value, made) in VALUES {
        let written = move |told: &Told| {
            let surrogate = told.texts[0].strip_prefix(cue).unwrap().trim();
            let longer = longer(made).iter();
            let longer = longer.map(|(before, after)| format!("is {before}{surrogate}{after} ok"));
            longer.collect::<Vec<_>>()
        };
        let scene = denying(answers(written));
        let said = || texts(&[&format!("{cue} {value}")]);
        let whole = scene.say("alice", said()).await.texts;
        let wrote = written(&scene.far.told()[0]);
        assert!(!wrote.concat().contains(value), "{value} is not found");
        assert_eq!(whole, wrote, "whole");
        assert_eq!(joined(&scene.say("alice", said()).await), wrote.join("\n"), "in pieces");
        assert_eq!(opened(&scene, &wrote).await.texts, wrote, "opened");
    }
}

/// What finds names stops before the tail of a pseudonym; it is not taken for a name again.
#[tokio::test]
async fn a_pseudonym_is_not_concealed_again() {
    let scene = scene();
    let told = told(&scene, &["Zelda Quimby, first_name: Zelda Quimby".to_owned()]).await;
    let (surrogate, _) = told[0].split_once(',').unwrap();
    for said in [
        format!("Dear Ms. {surrogate},"),
        format!("Name: {surrogate}"),
        format!("my name is {surrogate} and"),
        format!("first_name: {surrogate}"),
        format!("Regards,\n{surrogate}\n"),
    ] {
        scene.say("alice", document(std::slice::from_ref(&said))).await;
        assert_eq!(scene.far.told().pop().unwrap().texts, [said]);
    }
}
