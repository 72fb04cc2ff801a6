//! The form for everything that has no shape of its own: `[[ENTITY:<16 base32>]]`.

use portcullis_model::Entity;

use super::{Draw, seeded};

/// LIMIT: longer names of entities are cut in the surrogate; the row keeps them whole.
const LABEL_CHARS_MAX: usize = 48;

/// Label and seed, as the body keeps them: `ENTITY:<13 base32>`, later with the check.
pub(super) fn body(entity: &Entity, draw: &Draw) -> String {
    format!("{}:{}", label(entity), seeded::seed(draw))
}

/// The name of an entity in the alphabet of labels.
fn label(entity: &Entity) -> String {
    let name = entity.name().chars().take(LABEL_CHARS_MAX);
    let plain = name.map(|letter| match letter.to_ascii_uppercase() {
        upper @ ('A'..='Z' | '0'..='9') => upper,
        _ => '_',
    });
    let label: String = plain.collect();
    if label.is_empty() { "VALUE".to_owned() } else { label }
}

pub(super) fn spell(body: &str) -> String {
    format!("[[{body}]]")
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    let inner = text.strip_prefix("[[")?;
    let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let label_len = inner.bytes().take(LABEL_CHARS_MAX + 1).take_while(is_label).count();
    if label_len == 0 || label_len > LABEL_CHARS_MAX {
        return None;
    }
    let label = inner.get(..label_len)?.to_ascii_uppercase();
    let code = inner.get(label_len..)?.strip_prefix(':')?;
    let code_text = seeded::read(code)?;
    code.get(seeded::CHARS..)?.strip_prefix("]]")?;
    let len = 2 + label_len + 1 + seeded::CHARS + 2;
    Some((len, format!("{label}:{code_text}"), 0))
}

/// The entity that a body names.
pub(super) fn entity(body: &str) -> Entity {
    let label = body.split_once(':').map_or(body, |(label, _)| label);
    Entity::named(label.to_owned())
}
