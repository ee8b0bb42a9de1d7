//! prongsai
