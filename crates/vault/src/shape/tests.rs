//! Every surrogate that can be drawn is read back, alone and in text, and nothing else is drawn.

use std::collections::HashSet;

use portcullis_model::Entity;

use super::*;

/// Random-looking bytes by number.
fn draw(n: u64) -> Draw {
    Draw(portcullis_seal::sha256(&n.to_be_bytes()))
}

/// Draws for a value; says how many draws of 4,000 were published placeholders.
fn check(entity: &Entity, value: &str, shape: Shape) -> usize {
    assert_eq!(canonical(entity, value).shape, shape);
    let mut seen = HashSet::new();
    let bodies = (0..4000).filter_map(|n| shape.body(entity, value, &draw(n)));
    for mut body in bodies {
        if shape.is_checked() {
            body.push_str("abc");
        }
        let core = Core { shape, body: body.into() };
        let mut texts: Vec<(String, u16)> =
            (0..shape.dresses().min(8)).map(|dress| (core.dressed(dress, None), dress)).collect();
        texts.push((core.mirrored(value), 0));
        for (text, dress) in texts {
            let reading = read_whole(&text, None).unwrap_or_else(|| panic!("{text} is not read"));
            assert_eq!((reading.len, &reading.core), (text.len(), &core), "{text}");
            assert_eq!(reading.dress, dress, "{text}");
            for tail in [" 7", ", 12", ".", " A", ") x"] {
                let said = format!("{text}{tail}");
                let reading = read(shape, &said, None);
                assert_eq!(reading.map(|r| r.len), Some(text.len()), "{said}");
            }
            assert_eq!(read_whole(&format!("{text}z"), None), None, "{text}z");
        }
        seen.insert(core.body);
    }
    4000 - seen.len()
}

#[test]
fn what_is_drawn_is_read() {
    let cases = [
        (Entity::EMAIL_ADDRESS, "ada@example.org", Shape::Mail, 0),
        (Entity::PHONE_NUMBER, "(415) 555-0199", Shape::Phone, 100),
        (Entity::US_SSN, "078-05-1120", Shape::Social, 100),
        (Entity::CREDIT_CARD, "4111 1111 1111 1111", Shape::Card, 1600),
        (Entity::CREDIT_CARD, "411111111111", Shape::Card, 300),
        (Entity::CREDIT_CARD, "4111-1111-1111-1111-111", Shape::Card, 2400),
        (Entity::ABA_ROUTING_NUMBER, "021000021", Shape::Routing, 10),
        (Entity::ABA_ROUTING_NUMBER, "0210-0002-1", Shape::Routing, 10),
        (Entity::IBAN_CODE, "NO93 8601 1117 947", Shape::Iban, 0),
        (Entity::IBAN_CODE, "DE89370400440532013000", Shape::Iban, 600),
        (Entity::IBAN_CODE, "mt84malt011000012345mtlcast001s", Shape::Iban, 1000),
        (Entity::IP_ADDRESS, "10.0.0.1", Shape::Address4, 400),
        (Entity::IP_ADDRESS, "fe80::1", Shape::Address6, 1600),
        (Entity::known("MAC_ADDRESS"), "3c:22:fb:8a:9d:10", Shape::Hardware, 1),
        (Entity::known("MAC_ADDRESS"), "3C22.FB8A.9D10", Shape::Hardware, 1),
        (Entity::known("MAC_ADDRESS"), "00-11-22-33-44-55", Shape::Hardware, 1),
        (Entity::known("MAC_ADDRESS"), "3c22fb8a9d10", Shape::Hardware, 1),
        (Entity::known("DATE_OF_BIRTH"), "1985-07-03", Shape::Date, 900),
        (Entity::known("DATE_OF_BIRTH"), "25.03.1985", Shape::Date, 900),
        (Entity::known("DATE_OF_BIRTH"), "3/7/1985", Shape::Date, 900),
        (Entity::known("DATE_OF_BIRTH"), "19850703", Shape::Date, 900),
        (Entity::known("DATE_OF_BIRTH"), "3 July 1985", Shape::Date, 900),
        (Entity::known("DATE_OF_BIRTH"), "JUL 3, 1985", Shape::Date, 900),
        (Entity::known("TICKET"), "3f8a9d10-22fb-4c1d-9e77-0123456789ab", Shape::Code, 0),
        (Entity::known("TICKET"), "3F8A9D10-22FB-4C1D-9E77-0123456789AB", Shape::Code, 0),
        (Entity::known("TICKET"), "3f8a9d1022fb4c1d", Shape::Code, 1),
        (Entity::known("TICKET"), "3F8A9D1022FB4C1D9E770123456789AB", Shape::Code, 0),
        (Entity::known("PERSON"), "Ada", Shape::Name(Named::Person), 0),
        (Entity::known("LOCATION"), "London", Shape::Name(Named::Place), 0),
        (Entity::known("STREET_ADDRESS"), "12 Elm St", Shape::Name(Named::Street), 0),
        (Entity::known("BADGE"), "E-12", Shape::Opaque, 0),
    ];
    for (entity, value, shape, lost_max) in &cases {
        let lost = check(entity, value, *shape);
        assert!(lost <= *lost_max, "{value}: {lost} of 4000 draws are lost");
    }
}

#[test]
fn tags_name_shapes() {
    let all: Vec<Shape> = (0..=u8::MAX).filter_map(Shape::of_tag).collect();
    assert_eq!(all.len(), 15);
    assert!(all.iter().all(|shape| Shape::of_tag(shape.tag()) == Some(*shape)));
}

#[test]
fn routing_numbers_have_prefixes_of_no_bank() {
    let mut prefixes = HashSet::new();
    for n in 0..4000 {
        let body = routing::body(&draw(n)).unwrap();
        let prefix: u32 = body.get(..2).unwrap().parse().unwrap();
        assert!(matches!(prefix, 13..=20 | 33..=60 | 73..=79 | 81..=99), "{body}");
        prefixes.insert(prefix);
    }
    assert_eq!(prefixes.len(), 62, "every prefix is used");
}
