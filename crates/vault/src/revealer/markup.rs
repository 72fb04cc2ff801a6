//! Destinations of Markdown, attributes of HTML and control strings of terminals: places whose
//! text is fetched or obeyed, not read.
//!
//! It does not say whether a renderer would accept what it sees; what is opened stays open until
//! every renderer would have closed it.

/// A Markdown destination: `](…)` or `[label]: …`.
#[derive(Debug, Default, Clone)]
pub(super) struct Destination {
    form: Form,
    /// Bytes of it, after leading space.
    length: usize,
    /// Whether it stands in `<…>`.
    angle: bool,
    escaped: bool,
    /// Line ends since the last visible character.
    lines: u8,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Form {
    #[default]
    Out,
    /// In parentheses, so many deep.
    Inline { depth: u32 },
    /// After `]:`.
    Definition,
}

impl Destination {
    pub(super) fn is_out(&self) -> bool {
        self.form == Form::Out
    }

    pub(super) fn holds_value(&self) -> bool {
        !self.is_out()
    }

    pub(super) fn length(&self) -> Option<usize> {
        self.holds_value().then_some(self.length)
    }

    pub(super) fn value(&mut self) {
        self.length += 1;
        self.lines = 0;
        self.escaped = false;
    }

    pub(super) fn step(&mut self, behind: &[u8], c: char) {
        let link = c == '(' && behind.last() == Some(&b']');
        match self.form {
            Form::Inline { depth } => self.inline(c, depth),
            _ if link => *self = Self { form: Form::Inline { depth: 1 }, ..Self::default() },
            Form::Definition => self.definition(c),
            Form::Out if c == ':' && is_label(behind) => {
                *self = Self { form: Form::Definition, ..Self::default() };
            }
            Form::Out => {}
        }
    }

    fn inline(&mut self, c: char, depth: u32) {
        let escaped = std::mem::take(&mut self.escaped);
        match c {
            // A blank line ends the paragraph, and with it everything inside.
            '\n' if self.lines > 0 => return self.form = Form::Out,
            '\n' => {
                self.lines += 1;
                self.angle = false;
            }
            ' ' | '\t' | '\r' => {}
            _ => {
                self.lines = 0;
                let first = self.length == 0 && !self.angle;
                match c {
                    _ if escaped => {}
                    '\\' => self.escaped = true,
                    '<' if first => return self.angle = true,
                    '>' if self.angle => self.angle = false,
                    '(' if !self.angle => self.form = Form::Inline { depth: depth + 1 },
                    ')' if !self.angle && depth == 1 => return self.form = Form::Out,
                    ')' if !self.angle => self.form = Form::Inline { depth: depth - 1 },
                    _ => {}
                }
                self.length += c.len_utf8();
                return;
            }
        }
        if self.length > 0 {
            self.length += 1;
        }
    }

    fn definition(&mut self, c: char) {
        match c {
            '\n' if self.length > 0 || self.angle || self.lines > 0 => self.form = Form::Out,
            '\n' => self.lines += 1,
            _ if c.is_ascii_whitespace() => {
                if self.length > 0 && !self.angle {
                    self.form = Form::Out;
                }
            }
            '<' if self.length == 0 => self.angle = true,
            '>' if self.angle => self.form = Form::Out,
            _ => self.length += c.len_utf8(),
        }
    }
}

/// Whether a text ends in `[label]` with nothing but list and quote signs before it on its line.
fn is_label(behind: &[u8]) -> bool {
    let Some((b']', label)) = behind.split_last() else { return false };
    // No `[` as far as we look back: a label may be longer than that.
    let Some(open) = label.iter().rposition(|&byte| byte == b'[') else { return true };
    let head = label.get(..open).unwrap_or_default();
    head.iter()
        .rev()
        .take_while(|&&byte| byte != b'\n')
        .all(|byte| byte.is_ascii_digit() || b" \t\r>*+-.)".contains(byte))
}

/// An HTML tag.
#[derive(Debug, Default, Clone)]
pub(super) struct Tag {
    part: Part,
    /// Bytes of the attribute's value.
    length: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    Out,
    /// After `<`.
    Open,
    /// In its name. An address in angle brackets is that and no more.
    Name,
    /// Between attributes, or in the name of one.
    Between,
    /// After `=`.
    Equals,
    /// In a value with such quotation marks.
    Quoted(char),
    /// In a value without.
    Bare,
}

impl Tag {
    pub(super) fn is_out(&self) -> bool {
        self.part == Part::Out
    }

    pub(super) fn holds_value(&self) -> bool {
        matches!(self.part, Part::Equals | Part::Quoted(_) | Part::Bare)
    }

    pub(super) fn length(&self) -> Option<usize> {
        self.holds_value().then_some(self.length)
    }

    pub(super) fn value(&mut self) {
        self.length += 1;
        match self.part {
            Part::Open => self.part = Part::Name,
            Part::Equals => self.part = Part::Bare,
            Part::Out | Part::Name | Part::Between | Part::Quoted(_) | Part::Bare => {}
        }
    }

    pub(super) fn step(&mut self, c: char) {
        let space = c.is_ascii_whitespace();
        self.length += c.len_utf8();
        self.part = match self.part {
            Part::Quoted(quote) if c == quote => Part::Between,
            Part::Quoted(quote) => Part::Quoted(quote),
            Part::Bare if space => Part::Between,
            Part::Equals | Part::Bare | Part::Name | Part::Between if c == '>' => Part::Out,
            Part::Bare => Part::Bare,
            Part::Equals => self.equals(c, space),
            Part::Out | Part::Open | Part::Name | Part::Between if c == '<' => Part::Open,
            Part::Open if c.is_ascii_alphabetic() || c == '/' => Part::Name,
            Part::Out | Part::Open => Part::Out,
            Part::Name if space || c == '/' => Part::Between,
            Part::Name => Part::Name,
            Part::Between if c == '=' => {
                self.length = 0;
                Part::Equals
            }
            Part::Between => Part::Between,
        };
    }

    fn equals(&mut self, c: char, space: bool) -> Part {
        match c {
            _ if space => {
                self.length = 0;
                Part::Equals
            }
            '"' | '\'' => {
                self.length = 0;
                Part::Quoted(c)
            }
            _ => Part::Bare,
        }
    }
}

/// A control string of a terminal, which may hold a link (OSC 8) or a picture.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Control {
    /// In none.
    #[default]
    Out,
    /// After an escape character.
    Escape,
    /// In one.
    Inside,
    /// In one, after an escape character.
    Ending,
}

impl Control {
    pub(super) fn is_out(self) -> bool {
        self == Self::Out
    }

    pub(super) fn holds_value(self) -> bool {
        matches!(self, Self::Inside | Self::Ending)
    }

    /// ECMA-48, section 8.3: OSC, DCS, APC, PM and SOS, ended by ST; xterm also takes BEL.
    pub(super) fn step(&mut self, c: char) {
        *self = match (*self, c) {
            (Self::Out | Self::Escape, '\u{1b}') => Self::Escape,
            (Self::Out, '\u{9d}' | '\u{90}' | '\u{9f}') => Self::Inside,
            (Self::Escape, ']' | 'P' | '_' | '^' | 'X') => Self::Inside,
            (Self::Out | Self::Escape, _) => Self::Out,
            (Self::Inside | Self::Ending, '\u{7}' | '\u{9c}') | (Self::Ending, '\\') => Self::Out,
            (Self::Inside | Self::Ending, '\u{1b}') => Self::Ending,
            (Self::Inside | Self::Ending, _) => Self::Inside,
        };
    }
}
