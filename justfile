# Aliases of `cargo xtask`, for those who like to type less. No logic here.

default:
    @just --list

# Everything that a change must pass.
ci:
    cargo xtask ci

# Sets up what the tests need, then runs all of them.
test:
    cargo xtask test

# The rules of the house that no compiler checks.
tidy:
    cargo xtask tidy

# The benches, all or those whose name contains NAME.
bench *NAME:
    cargo xtask bench {{NAME}}

# Precision and recall of detection, on corpus/detect or FILE.
eval *FILE:
    cargo xtask eval detect {{FILE}}

# Regenerates docs/config.md and docs/codes.md.
docs:
    cargo xtask docs

# The gate at work, in one command.
demo:
    cargo run --release -- demo
