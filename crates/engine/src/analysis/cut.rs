//! Where a long text may be cut so that little sense is lost: between paragraphs, else between
//! lines or sentences, else between words.

/// Where to cut `text` so that at most `room` bytes stand before: at least one character, if any
/// fits.
pub(super) fn cut(text: &str, room: usize) -> usize {
    if text.len() <= room {
        return text.len();
    }
    let mut end = room;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default();
    // In the second half only: a cut near the start would make many small requests of one text.
    let late = |at: Option<usize>| at.filter(|at| end / 2 < *at);
    let behind = |pattern: &str| head.rfind(pattern).map(|at| at + pattern.len());
    let sentence = [". ", "! ", "? ", "\n"].into_iter().filter_map(behind).max();
    let word = head.rfind(char::is_whitespace);
    late(behind("\n\n")).or(late(sentence)).or(late(word)).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, room: usize, head: &str) {
        assert_eq!(text.get(..cut(text, room)), Some(head), "{text:?} at {room}");
    }

    #[test]
    fn the_best_place_that_fits() {
        check("short", 5, "short");
        check("short", 100, "short");
        check("one two.\n\nthree. four five", 18, "one two.\n\n");
        check("one two. three four five", 20, "one two. three four");
        check("one two. three four five", 10, "one two. ");
        check("Is it? It is. And on", 16, "Is it? It is. ");
        check("first line\nsecond line", 14, "first line\n");
        check("one two three", 9, "one two");
        check("abcdefghij", 4, "abcd");
        // Near the start it is no use.
        check("a. bcdefghijklmnop", 12, "a. bcdefghij");
        check("ééééé", 5, "éé");
        check("日本語", 2, "");
    }
}
