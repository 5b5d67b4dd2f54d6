//! Capitals of the heads of turns: names and offices written in capitals as they are written elsewhere.

/// A word with a capital: `secretary-general` is `Secretary-General`.
pub(super) fn capital(word: &str) -> String {
    if ["of", "for", "the", "to"].contains(&word) {
        word.to_owned()
    } else {
        title_case(&word.to_uppercase())
    }
}

/// A name in capitals as names are written: `JEAN-PIERRE` is `Jean-Pierre`, `McGURK` stays `McGurk`.
/// A name that has small letters but for a prefix is left as it is.
pub(super) fn title_case(name: &str) -> String {
    let small = name.chars().filter(|c| c.is_lowercase()).count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    if small > capitals {
        return name.to_owned();
    }
    let mut cased = String::with_capacity(name.len());
    let mut inside = false;
    let mut prefix = false;
    for c in name.chars() {
        if !c.is_alphabetic() {
            inside = false;
            prefix = c == '’' || c == '\'';
            cased.push(c);
        } else if inside && !prefix {
            // `McGURK`: the small letter says that the next capital opens a part of the name.
            prefix = c.is_lowercase();
            cased.extend(c.to_lowercase());
        } else {
            cased.push(c);
            inside = true;
            prefix = false;
        }
    }
    cased
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_written_as_names() {
        for (capitals, name) in [
            ("JEAN-PIERRE", "Jean-Pierre"),
            ("O’BRIEN", "O’Brien"),
            ("McGURK", "McGurk"),
            ("Wang Yi", "Wang Yi"),
        ] {
            assert_eq!(title_case(capitals), name);
        }
    }
}
