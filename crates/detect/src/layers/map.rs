//! Where each byte of a rewritten text came from.
//!
//! Between two marks both texts are the same; a mark is a piece that was rewritten as a whole.

/// A piece of a text that was rewritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// Where it begins in the text before, and how long it is there.
    below: usize,
    below_len: usize,
    /// Where it begins in the rewritten text, and how long it is there.
    above: usize,
    above_len: usize,
}

/// Which bytes of a text became which of a rewritten one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Map {
    marks: Vec<Mark>,
}

impl Map {
    /// Notes that `below_len` bytes at `below` were rewritten as `above_len` bytes at `above`.
    /// Marks come in order.
    pub(super) fn mark(&mut self, (below, below_len): (usize, usize), above: (usize, usize)) {
        let (above, above_len) = above;
        self.marks.push(Mark { below, below_len, above, above_len });
    }

    /// Whether nothing was rewritten.
    pub(super) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// The place below at which what begins at `above` began; inside a mark its start.
    pub(super) fn down_start(&self, above: usize) -> usize {
        match self.last(|mark| mark.above <= above) {
            None => above,
            Some(mark) if above < mark.above + mark.above_len => mark.below,
            Some(mark) => mark.below + mark.below_len + (above - mark.above - mark.above_len),
        }
    }

    /// The place below at which what ends at `above` ended; inside a mark its end.
    pub(super) fn down_end(&self, above: usize) -> usize {
        match self.last(|mark| mark.above < above) {
            None => above,
            Some(mark) => {
                let past = above.saturating_sub(mark.above + mark.above_len);
                mark.below + mark.below_len + past
            }
        }
    }

    /// The place above that `below` became, which is inside of no mark.
    pub(super) fn up(&self, below: usize) -> usize {
        match self.last(|mark| mark.below + mark.below_len <= below) {
            None => below,
            Some(mark) => mark.above + mark.above_len + (below - mark.below - mark.below_len),
        }
    }

    /// `below`, or the start of the mark that it is inside of.
    pub(super) fn floor(&self, below: usize) -> usize {
        match self.last(|mark| mark.below < below) {
            Some(mark) if below < mark.below + mark.below_len => mark.below,
            _ => below,
        }
    }

    /// The last mark of those at the front for which this holds.
    fn last(&self, holds: impl Fn(&Mark) -> bool) -> Option<&Mark> {
        let count = self.marks.partition_point(holds);
        count.checked_sub(1).and_then(|index| self.marks.get(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a%40b` rewritten as `a@b`, `c` left out, `…` as three dots behind it.
    fn map() -> Map {
        let mut map = Map::default();
        map.mark((1, 3), (1, 1));
        map.mark((5, 1), (3, 0));
        map.mark((6, 3), (3, 3));
        map
    }

    #[test]
    fn places_go_down() {
        let map = map();
        let starts: Vec<_> = (0..8).map(|above| map.down_start(above)).collect();
        assert_eq!(starts, [0, 1, 4, 6, 6, 6, 9, 10]);
        let ends: Vec<_> = (0..8).map(|above| map.down_end(above)).collect();
        assert_eq!(ends, [0, 1, 4, 5, 9, 9, 9, 10]);
    }

    #[test]
    fn places_go_up() {
        let map = map();
        for (below, above) in [(0, 0), (1, 1), (4, 2), (5, 3), (6, 3), (9, 6), (10, 7)] {
            assert_eq!(map.up(below), above, "{below}");
        }
    }

    #[test]
    fn places_inside_of_marks_go_to_their_starts() {
        let map = map();
        let floors: Vec<_> = (0..11).map(|below| map.floor(below)).collect();
        assert_eq!(floors, [0, 1, 1, 1, 4, 5, 6, 6, 6, 9, 10]);
    }
}
