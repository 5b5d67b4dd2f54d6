//! Numbers as people read them.

/// A number with its noun, in the plural where it takes one: `1 statement`, `1,204 statements`, `2 matches`.
pub fn count(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{} {}", thousands(n), plural(noun)) }
}

/// The plural of a regular noun.
fn plural(noun: &str) -> String {
    let after_vowel = |stem: &str| stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    match noun.strip_suffix('y').filter(|stem| !after_vowel(stem)) {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with("ch") || noun.ends_with("sh") || noun.ends_with(['s', 'x']) => {
            format!("{noun}es")
        }
        None => format!("{noun}s"),
    }
}

/// `1,204`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural_and_plurals_are_spelt_right() {
        let said = [(1, "match"), (2, "match"), (0, "entity"), (3, "day"), (1204, "statement")];
        let said = said.map(|(n, noun)| count(n, noun));
        assert_eq!(said, ["1 match", "2 matches", "0 entities", "3 days", "1,204 statements"]);
    }
}
