//! Every bound of this crate, by name.
//!
//! They are not settings: what they cut off is no tool that anybody calls.

/// Bytes of a schema's text.
pub(crate) const SCHEMA_BYTES_MAX: usize = 1024 * 1024;

/// Values nested in a schema, counted as JSON.
pub(crate) const SCHEMA_DEPTH_MAX: usize = 64;

/// JSON values of a schema, all together.
pub(crate) const SCHEMA_VALUES_MAX: usize = 20_000;

/// Patterns of a schema: each is compiled to an automaton.
pub(crate) const PATTERNS_MAX: usize = 256;

/// Bytes of one pattern.
pub(crate) const PATTERN_BYTES_MAX: usize = 4096;

/// Bytes of one compiled pattern, and of the cache it may use when it runs.
pub(crate) const PATTERN_MEMORY_MAX: usize = 256 * 1024;

/// Schemas that apply to one value through `$ref`, `allOf` and their like, one inside another.
pub(crate) const IN_PLACE_DEPTH_MAX: usize = 32;

/// Bytes of the arguments of a call.
pub(crate) const ARGUMENT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Applications of a schema to a value, one inside another: what bounds the stack.
pub(crate) const CHECK_DEPTH_MAX: usize = 256;

/// Applications of a schema to a value in one check: what bounds the time.
pub(crate) const VISITS_MAX: u64 = 2_000_000;

/// Violations that are reported; the others are counted.
pub(crate) const VIOLATIONS_MAX: usize = 16;

/// Violations that are looked at before the best of them are chosen.
pub(crate) const VIOLATIONS_READ_MAX: usize = 1024;

/// Names or values listed in one hint.
pub(crate) const LISTED_MAX: usize = 12;

/// Characters of a piece of the schema quoted in a hint.
pub(crate) const QUOTED_CHARS_MAX: usize = 100;

/// Bytes of a name that is repeated in a hint.
pub(crate) const NAME_BYTES_MAX: usize = 64;

/// Digits in a row that a repeated name may have; more may be somebody's number.
pub(crate) const NAME_DIGITS_MAX: usize = 3;

/// Schemas kept compiled.
pub(crate) const CACHED_SCHEMAS_MAX: usize = 1024;

/// Bytes of text of the schemas kept compiled.
pub(crate) const CACHED_BYTES_MAX: usize = 16 * 1024 * 1024;
