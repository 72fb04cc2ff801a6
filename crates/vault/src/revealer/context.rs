//! In what kind of place of a reply the reader stands: text that a person reads, or something
//! that a renderer may fetch, where a value would travel to whoever wrote the address.
//!
//! It follows no standard to the letter, because renderers do not: each kind of place is
//! watched by itself, whatever the others think, and where two readings are possible the one
//! that reveals less is taken. It knows nothing of surrogates.

use super::address::Address;
use super::markup::{Control, Destination, Tag};

/// The bytes at which a place can begin; all others leave an idle context as it is. The last
/// one introduces C1 controls.
pub(super) const OPENING: &[u8] = b"/\\:.?#<(;\x1b\xc2";

/// The places that a position is in.
#[derive(Debug, Default, Clone)]
pub(super) struct Context {
    address: Address,
    destination: Destination,
    tag: Tag,
    control: Control,
}

impl Context {
    /// Says whether only an [`OPENING`] byte can change anything.
    pub(super) fn is_idle(&self) -> bool {
        self.address.is_out()
            && self.destination.is_out()
            && self.tag.is_out()
            && self.control.is_out()
    }

    /// Says whether a value that this request had in URLs of `hosts` may come back here.
    pub(super) fn permits(&self, hosts: &[Box<str>]) -> bool {
        if self.control.holds_value() {
            return false;
        }
        match self.address.permits(hosts) {
            Some(permitted) => permitted,
            None => !self.destination.holds_value() && !self.tag.holds_value(),
        }
    }

    /// The host of the URL that the position is in, where it is beyond doubt.
    pub(super) fn host(&self) -> Option<&str> {
        self.address.host()
    }

    /// Passes over a character that stays; `behind` is the text before it.
    pub(super) fn step(&mut self, behind: &[u8], c: char) {
        let values = [self.destination.length(), self.tag.length()];
        self.address.step(behind, c, values);
        self.control.step(c);
        let before = (self.destination.holds_value(), self.tag.holds_value());
        self.destination.step(behind, c);
        self.tag.step(c);
        if self.address.is_autolink() {
            self.tag = Tag::default();
        }
        self.turn(before);
    }

    /// Passes over a value that came back: letters, whatever it holds.
    pub(super) fn value(&mut self) {
        let before = (self.destination.holds_value(), self.tag.holds_value());
        self.address.value();
        self.control.step('x');
        self.destination.value();
        self.tag.value();
        self.turn(before);
    }

    /// An address does not go on over the border of a destination or attribute.
    fn turn(&mut self, before: (bool, bool)) {
        let now = (self.destination.holds_value(), self.tag.holds_value());
        if (now.0 && !before.0) || (now.1 && !before.1) {
            self.address.forget();
        } else if now != before {
            self.address.distrust();
        }
    }
}
