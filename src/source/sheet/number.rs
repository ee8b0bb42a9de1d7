//! A number of a spreadsheet as people write it: no exponent, no trace of binary fractions. A leaf.

/// `80.95` for 80.95000000000000284 and for 80.950000001 alike: office figures have at most six places,
/// and what a formula adds beyond the eighth is an error of its arithmetic.
pub fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let size = number.abs();
    let places = if (1e-4..1e15).contains(&size) {
        let six = (number * 1e6).round() / 1e6;
        // Beyond 1e8 the difference is itself noise; 15 digits are all that a spreadsheet keeps.
        if (number - six).abs() < 1e-8 { 6 } else { 15_usize.saturating_sub(whole_digits(size)).min(14) }
    } else if size >= 1e15 {
        0
    } else {
        20
    };
    let text = format!("{number:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" || text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

fn whole_digits(size: f64) -> usize {
    let mut digits = 1;
    let mut bound = 10.0;
    while size >= bound && digits < 16 {
        digits += 1;
        bound *= 10.0;
    }
    digits
}
