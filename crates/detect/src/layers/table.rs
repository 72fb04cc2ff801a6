//! What each character is rewritten as: a table in pages, most of which do not exist.

/// Pages of 256 characters that Unicode has.
const PAGES: usize = 0x1100;
const PAGE: usize = 256;
/// Marks in a page; larger ones are places in the list of forms.
const ITSELF: u16 = 0;
const NOTHING: u16 = 1;
const FORMS_FROM: u16 = 2;

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rewrite<'t> {
    /// It stays.
    Itself,
    /// It is left out.
    Nothing,
    /// This stands in its place.
    As(&'t str),
}

/// What becomes of each character.
#[derive(Debug)]
pub(super) struct Table {
    pages: Vec<Option<Box<[u16; PAGE]>>>,
    forms: Vec<Box<str>>,
}

impl Default for Table {
    fn default() -> Self {
        Self { pages: std::iter::repeat_with(|| None).take(PAGES).collect(), forms: Vec::new() }
    }
}

impl Table {
    /// Says what becomes of `c`.
    pub(super) fn set(&mut self, c: char, rewrite: Rewrite<'_>) {
        let mark = match rewrite {
            Rewrite::Itself => ITSELF,
            Rewrite::Nothing => NOTHING,
            Rewrite::As(form) => self.form(form),
        };
        let (page, place) = split(c);
        let Some(page) = self.pages.get_mut(page) else { return };
        let page = page.get_or_insert_with(|| Box::new([ITSELF; PAGE]));
        if let Some(slot) = page.get_mut(place) {
            *slot = mark;
        }
    }

    /// What becomes of `c`.
    pub(super) fn get(&self, c: char) -> Rewrite<'_> {
        let (page, place) = split(c);
        let Some(Some(page)) = self.pages.get(page) else { return Rewrite::Itself };
        match page.get(place).copied().unwrap_or(ITSELF) {
            ITSELF => Rewrite::Itself,
            NOTHING => Rewrite::Nothing,
            mark => {
                let form = self.forms.get(usize::from(mark - FORMS_FROM));
                form.map_or(Rewrite::Itself, |form| Rewrite::As(form))
            }
        }
    }

    /// The mark of a form, which is kept once.
    fn form(&mut self, form: &str) -> u16 {
        let known = self.forms.iter().position(|known| **known == *form);
        let index = known.unwrap_or_else(|| {
            self.forms.push(form.into());
            self.forms.len() - 1
        });
        u16::try_from(index).ok().and_then(|index| index.checked_add(FORMS_FROM)).unwrap_or(ITSELF)
    }
}

fn split(c: char) -> (usize, usize) {
    let code = usize::try_from(u32::from(c)).unwrap_or_default();
    (code / PAGE, code % PAGE)
}
