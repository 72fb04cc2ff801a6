//! Reads keys by their declarations and keeps all that is wrong with them.
//!
//! It is asked by the sections, each for its own keys; it knows none of them by name.

use toml::de::DeValue;

use super::declare::{About, Key, Kind, Section, Shape, Status};
use super::error::{ConfigError, Source};
use super::show::{Shown, rendered};
use super::sources::{Layers, Sources, Written};

/// What the sections read from, and where they leave their errors.
pub(super) struct Reader<'a> {
    pub(super) sources: Sources<'a>,
    pub(super) layers: Layers<'a>,
    pub(super) errors: Vec<ConfigError>,
    pub(super) warnings: Vec<String>,
    pub(super) shown: Vec<Shown>,
}

/// A value that was read, and where it was written.
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) source: Source,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &Sources<'a>) -> Self {
        let mut errors = Vec::new();
        let layers = Layers::read(sources, &mut errors);
        Self { sources: *sources, layers, errors, warnings: Vec::new(), shown: Vec::new() }
    }

    /// The value of a key, or its default. `None` if it is wrong, which is then on record, or if
    /// it has no default.
    pub(super) fn value<T>(&mut self, section: &str, key: &'static Key<T>) -> Option<T> {
        self.found(section, key).map(|found| found.value)
    }

    /// The same with the place where it was written.
    pub(super) fn found<T>(&mut self, section: &str, key: &'static Key<T>) -> Option<Found<T>> {
        let about = &key.about;
        let written = self.layers.find(section, about.name).or_else(|| default_of(about))?;
        let written = plain_text(about, written);
        self.shown.push(Shown::new(section, about, &written));
        match (key.read)(about, &written.value) {
            Ok(value) => Some(Found { value, source: written.source }),
            Err(message) => {
                self.wrong(written.source, section, about.name, message);
                None
            }
        }
    }

    /// The same for a key that must be written.
    pub(super) fn required<T>(&mut self, section: &str, key: &'static Key<T>) -> Option<T> {
        if self.layers.find(section, key.about.name).is_none() {
            let source = self.layers.section_place(section);
            self.wrong(source, section, key.about.name, "is required".to_owned());
            return None;
        }
        self.value(section, key)
    }

    /// Whether a key is written anywhere.
    pub(super) fn is_written(&self, section: &str, about: &About) -> bool {
        self.layers.find(section, about.name).is_some()
    }

    /// The same for a key by its name.
    pub(super) fn is_named(&self, section: &str, key: &str) -> bool {
        self.layers.find(section, key).is_some()
    }

    /// Whether any key of a section is written, or the section itself.
    pub(super) fn is_there(&self, section: &Section) -> bool {
        self.layers.has(section.name)
            || section.keys.iter().any(|about| self.is_written(section.name, about))
    }

    /// Where a key is written.
    pub(super) fn place_of(&self, section: &str, about: &About) -> Source {
        self.layers.find(section, about.name).map_or(Source::Default, |written| written.source)
    }

    /// Shows a default that depends on other keys.
    pub(super) fn show_default(
        &mut self,
        section: &str,
        about: &'static About,
        value: &DeValue<'_>,
    ) {
        let written = Written { value: value.clone(), source: Source::Default, plain: None };
        self.shown.push(Shown::new(section, about, &written));
    }

    /// Shows a value otherwise than it was written: completed.
    pub(super) fn restate(&mut self, section: &str, about: &About, value: String) {
        let mut shown = self.shown.iter_mut();
        if let Some(one) = shown.find(|one| one.section == section && one.key == about.name) {
            one.value = value;
        }
    }

    /// Puts an error on record.
    pub(super) fn wrong(&mut self, source: Source, section: &str, key: &str, message: String) {
        let key = format!("{section}.{key}");
        self.errors.push(ConfigError { source, key, message });
    }

    /// Refuses what is written for the reserved keys of a section, save their defaults.
    pub(super) fn refuse_reserved(&mut self, section: &'static Section) {
        match section.shape {
            Shape::Single => self.refuse_reserved_in(section, section.name),
            Shape::Named(_) => {
                for name in self.layers.names(section.name) {
                    self.refuse_reserved_in(section, &format!("{}.{name}", section.name));
                }
            }
            // A list is built or reserved as a whole.
            Shape::Listed => {}
        }
    }

    fn refuse_reserved_in(&mut self, section: &'static Section, path: &str) {
        for about in section.keys.iter().filter(|about| about.status == Status::Later) {
            let Some(written) = self.layers.find(path, about.name) else { continue };
            let written = plain_text(about, written);
            let same = default_of(about)
                .is_some_and(|default| rendered(&default.value) == rendered(&written.value));
            if same {
                self.shown.push(Shown::new(path, about, &written));
            } else {
                let message = not_available(path, about.name);
                self.wrong(written.source, path, about.name, message);
            }
        }
    }
}

/// What is said of everything that is reserved.
pub(super) fn not_available(section: &str, key: &str) -> String {
    let dot = if key.is_empty() { "" } else { "." };
    format!("`{section}{dot}{key}` is not available in this version: remove it")
}

/// The default of a key, as if it had been written.
fn default_of(about: &About) -> Option<Written<'static>> {
    let value = DeValue::parse(about.default?).ok()?.into_inner();
    Some(Written { value, source: Source::Default, plain: None })
}

/// For a key that takes a text, what stands in a variable is that text, whatever it looks like.
fn plain_text<'a>(about: &About, mut written: Written<'a>) -> Written<'a> {
    let takes_text = match about.kind {
        Kind::Text(_)
        | Kind::Hidden(_)
        | Kind::Credential
        | Kind::Choice(_)
        | Kind::Duration { .. } => true,
        Kind::Flag
        | Kind::Ratio
        | Kind::Whole
        | Kind::Texts(_)
        | Kind::PerEntity(_)
        | Kind::RatioPerEntity
        | Kind::TextsPerEntity(_)
        | Kind::Variables => false,
    };
    if takes_text
        && written.value.as_str().is_none()
        && let Some(plain) = written.plain
    {
        written.value = DeValue::String(plain.into());
    }
    written
}
