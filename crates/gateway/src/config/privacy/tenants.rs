//! `[tenants.NAME.privacy]`: what holds for one tenant in the place of `[privacy]`.
//!
//! A tenant is made by giving it a client; here it only gets settings.

use std::collections::BTreeMap;

use super::{Privacy, keys, section};
use crate::config::declare::{Letters, Section, Shape, Status};
use crate::config::reader::Reader;

pub(in crate::config) static TENANTS: Section = Section {
    name: "tenants",
    shape: Shape::Named(Letters::Label),
    status: Status::Built,
    doc: "Settings of one tenant: that of a client, `default` where none is named. They stand in \
          the file only.",
    keys: &[],
};

pub(in crate::config) static OF_TENANT: Section = Section {
    name: "tenants.*.privacy",
    shape: Shape::Single,
    status: Status::Built,
    doc: "What holds for this tenant. What is not written is as in `[privacy]`.",
    keys: keys::ALL,
};

/// Settles what is written for tenants, by their names.
pub(super) fn settle(reader: &mut Reader<'_>, usual: &Privacy) -> BTreeMap<String, Privacy> {
    let names = reader.layers.names(TENANTS.name);
    let settled = names.into_iter().filter_map(|name| {
        let path = OF_TENANT.name.replace('*', &name);
        section::settle(reader, &path, (Some(usual), &usual.others)).map(|privacy| (name, privacy))
    });
    settled.collect()
}
