//! In the URLs of which hosts a text holds its surrogates: what a request says of them decides
//! where its reply may reveal them again.
//!
//! It reads with the eyes of the reveal machine, so that both agree about every host.

use super::Scan;

/// The hosts of the URLs in which the given places of `text` stand, in the order of `places`;
/// `None` for places in no URL, or in one whose host is in doubt.
///
/// `places` are byte offsets and ascend.
#[must_use]
pub fn hosts(text: &str, places: &[usize]) -> Vec<Option<Box<str>>> {
    let mut scan = Scan::default();
    let mut found = Vec::with_capacity(places.len());
    for place in places {
        while scan.position < *place && scan.position < text.len() {
            scan.feed(text);
        }
        found.push(scan.context.host().map(Into::into));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_knows_its_host() {
        check("see https://Example.com/a?u=@ and", Some("example.com"));
        check("see https://a.example:8080/@", Some("a.example"));
        check("mail @ now", None);
        check("https://a.example/x then @", None);
        check("mailto:@", None);
        check("https://good.example@evil.example/@", Some("evil.example"));
        check("https://good.example\\@evil.example/@", None);
    }

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        let place = text.rfind('@').unwrap();
        assert_eq!(hosts(text, &[place]), [want.map(Into::into)], "{text}");
        let twice = hosts(text, &[place, place]);
        assert_eq!(twice.first(), twice.last());
    }
}
