//! The content of a message in a chat completions request: a text, or parts.
//!
//! Pictures, sounds and files are counted, not read; their addresses are text.

use portcullis_model::Thing;

use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::Shape;
use crate::wire::json::{Kind, Value};

/// Locates the text of a message's content.
pub(super) fn content(out: &mut Outbound, content: Value<'_>) -> Member {
    if content.kind() == Kind::Array { out.items(content, part) } else { out.text(content) }
}

fn part(out: &mut Outbound, part: Value<'_>) -> Member {
    let kind = part.get("type").and_then(|kind| kind.string()).unwrap_or_default();
    match kind.as_ref() {
        "image_url" | "input_audio" | "file" | "video_url" | "audio_url" | "input_image"
        | "input_file" => {
            out.media += 1;
            out.members(part, |out, key, value| match key {
                "type" => out.structural(value, Shape::Word),
                "image_url" | "input_audio" | "file" | "video_url" | "audio_url"
                    if value.kind() == Kind::Object =>
                {
                    media(out, value)
                }
                "image_url" | "video_url" | "audio_url" => out.structural(value, Shape::DataUrl),
                "detail" => out.structural(value, Shape::Word),
                _ => Member::Unknown,
            })
        }
        _ => out.members(part, |out, key, value| match key {
            "type" => out.structural(value, Shape::Word),
            "text" | "refusal" => out.text(value),
            _ => Member::Unknown,
        }),
    }
}

fn media(out: &mut Outbound, value: Value<'_>) -> Member {
    out.members(value, |out, key, value| match key {
        "url" => out.structural(value, Shape::DataUrl),
        "data" => out.structural(value, Shape::Base64),
        "file_data" if Shape::DataUrl.fits(value) => Member::Known,
        "file_data" => out.structural(value, Shape::Base64),
        "file_id" => out.reference(value, Thing::File),
        "detail" | "format" => out.structural(value, Shape::Word),
        "filename" => out.text(value),
        _ => Member::Unknown,
    })
}
