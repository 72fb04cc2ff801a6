//! What is taken for a surrogate in free text, and what is not.

use portcullis_vault::{Claim, MENTION_BYTES_MAX, mentions};

/// Every mention stands between `<` and `>` in the expected text.
fn check(expected: &str) {
    let text: String = expected.chars().filter(|c| !"‹›".contains(*c)).collect();
    let mut marked = String::new();
    let mut at = 0;
    for mention in mentions(&text) {
        assert!(mention.range.len() <= MENTION_BYTES_MAX);
        marked.push_str(&text[at..mention.range.start]);
        marked.extend(["‹", &text[mention.range.clone()], "›"]);
        at = mention.range.end;
    }
    marked.push_str(&text[at..]);
    assert_eq!(marked, expected);
}

#[test]
fn surrogates_are_found_in_prose() {
    let cases = [
        "",
        "Write to ‹tkn-abcdefgh2345wxyz@mail.invalid›.",
        "‹TKN-ABCDEFGH2345WXYZ@MAIL.INVALID›, <‹tkn-abcdefgh2345wxyz@mail17.invalid›>",
        "mailto:‹tkn-abcdefgh2345wxyz@mail.invalid›?subject=x",
        "Call ‹+1-555-234-5679›, ‹+1 (555) 234-5679›, ‹+15552345679›; ‹+1.555.234.5679›",
        "SSN ‹000-12-3457› (‹000123457›) ‹000 12 3457›",
        "card ‹4000 0098 7654 3219› or ‹4000009876543219› or ‹4000-0098-7654-3219›!",
        "card ‹4000 0098 7654 3219› 12 times",
        "to ‹XT13 5678 9012 345› and ‹xt1356789012345› now",
        "host ‹241.2.3.4›. Then ‹241.2.3.4›:80 and [‹2001:db8:1234:5678:9abc:def1:2345:6789›]:80",
        "‹2001:0DB8:1234:5678:9ABC:DEF1:2345:6789›/64",
        "Dear [[",
        "Dear ‹[[PERSON:abcdefgh2345wxyz]]›s, ‹[[person:ABCDEFGH2345WXYZ]]›",
        "routing ‹331234561›",
        "电话‹+1-555-234-5679›我 メール‹tkn-abcdefgh2345wxyz@mail.invalid›です ไอพี‹241.2.3.4›ครับ",
        "%22‹tkn-abcdefgh2345wxyz@mail.invalid›%22 \\u0022‹000-12-3457›\\u0022 \\x22‹331234561›",
        "&#34;‹000-12-3457›&quot; a=‹241.2.3.4›&b ..‹tkn-abcdefgh2345wxyz@mail.invalid›..",
        "SSN‹000-12-3457› my_card‹4000009876543219›_x user_‹331234561›.pdf",
        "_‹tkn-abcdefgh2345wxyz@mail.invalid›_ *‹000-12-3457›* \x1b[1m‹000-12-3457›\x1b[0m",
        "‹tkn-abcdefgh2345wxyz@mail.invalid›.Then ‹tkn-abcdefgh2345wxyz@mail.invalid›-work",
        "ip:‹2001:db8:1234:5678:9abc:def1:2345:6789›: up",
        "born ‹0456-02-07›, ‹07.02.0456›. (‹2/7/0456›) ‹04560207›; ‹7 February 0456›, ‹FEB 7, 0456›",
        "id=‹0f5c0de5-0123-8456-a789-0123456789ab›, job-‹0F5C0DE501234567›. ‹0f5c0de50123456789›_x",
        "Dear ‹Velwen Faldock-k7q2xmabcd›, ‹zorhaven-K7Q2XMABCD›'s and ‹417 Zorhaven\nLane-k7q2xmabcd›.",
        "mac:‹d6:5e:01:23:45:67›, ‹D6-5E-01-23-45-67›.Dear ‹d65e.0123.4567› (‹d65e01234567›)",
    ];
    cases.into_iter().for_each(check);
}

#[test]
fn near_surrogates_are_not() {
    let cases = [
        "1000000123, 000-12-34567, 1000-12-3456, a000-12-3457, 000-123-457",
        "000-00-0000 000-12-3456",
        "tkn-abcdefgh2345wxy@mail.invalid tkn-abcdefgh2345wxyz1@mail.invalid",
        "tkn-abcdefgh2345wxy1@mail.invalid xtkn-abcdefgh2345wxyz@mail.invalid",
        "tkn-abcdefgh2345wxyz@mail.invalid.example.com tkn-abcdefgh2345wxyz@mail.invalid-x.com",
        "tkn-abcdefgh2345wxyz@mail.invalid.Br tkn-abcdefgh2345wxyz@mail.invalid.Info",
        "tkn-abcdefgh2345wxyz@mail.invalid@evil.com",
        "tkn-abcdefgh2345wxyz@email.com tkn-abcdefgh2345wxyz@evil.invalid",
        "tkn-abcdefgh2345wxyz@mail0.invalid tkn-abcdefgh2345wxyz@mail1000.invalid",
        "+1-555-134-5679 +1-555-234-567 +1-555-234-56789 +1-556-234-5679 +1-555-555-0100",
        "4000 0098 7654 3210 4000 0000 0000 0002 4000001234567890123456",
        "XT14 5678 9012 345 XT13 5678 9012 3456",
        "239.2.3.4 241.2.3.4.5 241.2.3.256 240.0.0.1 255.255.255.255 1241.2.3.4",
        "2001:db8::1 2001:db8:0123:5678:9abc:def1:2345:6789 2001:db9:1234:5678:9abc:def1:2345:6789",
        "2001:db8:1234:5678:9abc:def1:2345:6789:1 2001:db8:1234:5678:9abc:def1:2345:67890",
        "[[PERSON:abcdefgh2345wxy]] [[:abcdefgh2345wxyz]] [PERSON:abcdefgh2345wxyz] [[PERSON]]",
        "d6:5e:01:23:45 d6:5e:01:23:45:6g d6:5e:01:23:45:67:89 xd6:5e:01:23:45:67 d6:5e-01:23:45:67",
        "d6:5d:01:23:45:67 d65e.0123.4567.89ab d65e0123456 d65e012345678 d6:5e:55:55:55:55",
        "0456-02-02 0456-02-13 0406-02-07 0099-02-07 0001-01-01 1985-02-07 0456-02-07-1 10456-02-07",
        "07.02.04561 107.02.0456 7 Februar 0456 7 February 456 0456020 045602071 7 Feb 0456x",
        "0f5c0de5-0123-4456-a789-0123456789ab 0f5c0de5 0f5c0de5012345 0f5c0de5-0123-8456-a789-01234",
        "a0f5c0de501234567 0f5c0de501234567g 0f5c0de6012345678 0F5c0de501234567",
        "Velwen Faldock-k7q2xmabc Velwen Faldock-k7q2xmabcde Velwen Faldock Velwen-k7q2xmabcd",
        "Velwen Faldock-k7q2xmabc1 aVelwen Faldock-k7q2xmabcd Zorhaven Lane- 017 Zorhaven Lane-x",
        "331234562 1331234561 021000021 331234561a a331234561 beef331234561 331234561_7",
        "a.tkn-abcdefgh2345wxyz@mail.invalid a_tkn-abcdefgh2345wxyz@mail.invalid",
        "%31000-12-3457 \\u0031000-12-3457 ２000-12-3457 9-000-12-3457 000-12-3457-8 000-12-3457.8",
        "+1-555-234-5679-1 1.241.2.3.4 ab:2001:db8:1234:5678:9abc:def1:2345:6789",
    ];
    cases.into_iter().for_each(check);
}

#[test]
fn only_ranges_that_nobody_has_are_certain() {
    let text = "tkn-abcdefgh2345wxyz@mail.invalid +15552345679 000-12-3457 XT1356789012345 \
                [[X:abcdefgh2345wxyz]] Velwen Faldock-k7q2xmabcd 0f5c0de501234567 4000009876543219 331234561 241.2.3.4 \
                2001:db8:1234:5678:9abc:def1:2345:6789 d6:5e:01:23:45:67 0456-02-07";
    let found = mentions(text);
    assert_eq!(found.len(), 13);
    let certain = found.iter().take_while(|mention| mention.claim == Claim::Certain).count();
    let possible = found.iter().skip(7).filter(|mention| mention.claim == Claim::Possible).count();
    assert_eq!((certain, possible), (7, 6));
    let names: Vec<&str> = found.iter().map(|mention| mention.entity.name()).collect();
    let expected = [
        "EMAIL_ADDRESS",
        "PHONE_NUMBER",
        "US_SSN",
        "IBAN_CODE",
        "X",
        "PERSON",
        "",
        "CREDIT_CARD",
        "ABA_ROUTING_NUMBER",
        "IP_ADDRESS",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "DATE_OF_BIRTH",
    ];
    assert_eq!(names, expected);
}
