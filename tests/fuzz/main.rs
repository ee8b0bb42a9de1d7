//! Every parser of bytes that somebody else may have made, against inputs that are changed at random and kept when they lead
//! somewhere new. See `README.md` beside this file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod mutate;
mod search;
mod targets;

macro_rules! tested {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                search::search(stringify!($name), targets::$name, targets::seeds(stringify!($name)));
            }
        )*
    };
}

targets::parsers!(tested);
