//! Thai as people write it: digits, dates, fiscal years, money, spelling, order of words, places to break a line.
//! A leaf: knows no other module of the crate, no disk, no clock.
