//! Wrong orders of the stages do not compile, each for the reason that is written beside it.
//!
//! The cases are in `tests/fail`; after a change of a signature, `TRYBUILD=overwrite` writes the
//! reasons anew, and each must be read again.

#[test]
fn nothing_unpermitted_unrecorded_or_uncleared_compiles() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
