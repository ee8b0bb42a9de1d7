//! The parsers of `../targets.rs` under libFuzzer, which keeps an input that reaches a new edge of the code. `GUIDED` names the
//! parser; `GUIDED_SEEDS` is a folder that gets its seeds. Owns no promise: those stand in the targets.
#![no_main]

#[path = "../mutate.rs"]
mod mutate;
#[path = "../targets.rs"]
mod targets;

use std::alloc::System;
use std::sync::LazyLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

/// One input may hold so much more than was held before it; what asks for more is refused, which ends the process.
const MOST: usize = 300 << 20;

#[global_allocator]
static MEMORY: cap::Cap<System> = cap::Cap::new(System, usize::MAX);

macro_rules! named {
    ($($name:ident)*) => { [$((stringify!($name), targets::$name as fn(&[u8]) -> String)),*] };
}

static PARSE: LazyLock<fn(&[u8]) -> String> = LazyLock::new(|| {
    let wanted = std::env::var("GUIDED").expect("GUIDED names a parser");
    let parsers = targets::parsers!(named);
    let known: Vec<&str> = parsers.iter().map(|(name, _)| *name).collect();
    parsers.iter().find(|(name, _)| *name == wanted).unwrap_or_else(|| panic!("one of {}", known.join(" "))).1
});

fuzz_target!(
    init: {
        let _ = *PARSE;
        if let Ok(folder) = std::env::var("GUIDED_SEEDS") {
            for (at, seed) in targets::seeds(&std::env::var("GUIDED").unwrap_or_default()).iter().enumerate() {
                std::fs::write(format!("{folder}/seed-{at}"), seed).expect("the folder of seeds is there");
            }
        }
    },
    |bytes: &[u8]| {
        let _ = MEMORY.set_limit(MEMORY.allocated() + MOST);
        PARSE(bytes);
        let _ = MEMORY.set_limit(usize::MAX);
    }
);

// Every other change is one of ours: words of the formats, and parts of a zip changed inside it.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 2 == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut random = mutate::Random::new(u64::from(seed));
    let changed = mutate::mutated(&data[..size], &data[..size], &mut random);
    let length = changed.len().min(max_size);
    data[..length].copy_from_slice(&changed[..length]);
    length
});
