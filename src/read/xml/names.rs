//! Speakers as markup names them: by an id, by a name with a bracket.

use crate::model::Speaker;
use crate::read::titles;

/// A name out of an id: `#Durmuş.Yılmaz`, `#CorominasLluís`, `#mr-m-j-ellis`. An id of digits, or of letters without
/// sense, stays as it is: it is all that the markup says.
pub(super) fn of_id(id: &str) -> Speaker {
    let id = id.trim_start_matches('#').rsplit(['/', '#']).next().unwrap_or(id);
    let name = if is_opaque(id) { id.to_owned() } else { spelled(id) };
    Speaker { as_written: id.to_owned(), ..Speaker::named(name) }
}

fn is_opaque(id: &str) -> bool {
    id.chars().filter(|c| c.is_ascii_digit()).count() >= 2 || id.chars().count() < 3
}

/// The words of an id, parted where it has marks or a capital within a word.
fn spelled(id: &str) -> String {
    let mut name = String::new();
    let mut before = ' ';
    for letter in id.chars() {
        if matches!(letter, '.' | '_' | '-') {
            name.push(' ');
        } else {
            if letter.is_uppercase() && before.is_lowercase() {
                name.push(' ');
            }
            name.push(letter);
        }
        before = letter;
    }
    crate::read::title::clean(&name)
}

/// A speaker by a name as it is printed: `Mr. Kevin McNamara (Hull, North)`, `The Minister for Trade (Mr. Weiss):`.
pub(super) fn of_text(text: &str) -> Option<Speaker> {
    let written = text.trim().trim_end_matches([':', '.', '-', '–', '—', ' ', ',']).trim();
    if written.is_empty() {
        return None;
    }
    let (name, bracket) = match written.split_once(['(', '[']) {
        Some((name, rest)) => (name.trim(), rest.split([')', ']']).next().map(str::trim)),
        None => (written, None),
    };
    let bracket = bracket.filter(|bracket| !bracket.is_empty());
    let titled = |words: &str| {
        let first = words.split_whitespace().next().unwrap_or_default();
        titles().courtesy(first).is_some() || matches!(first, "Sir" | "Dame" | "Lord" | "Lady" | "Hon.")
    };
    let speaker = match bracket {
        // The office comes first and the name in the bracket.
        Some(bracket) if name.starts_with("The ") && titled(bracket) => Speaker {
            role: Some(name.trim_start_matches("The ").to_owned()),
            as_written: written.to_owned(),
            ..Speaker::named(bracket)
        },
        Some(bracket) if !name.is_empty() => Speaker {
            affiliation: Some(bracket.to_owned()),
            as_written: written.to_owned(),
            ..Speaker::named(name)
        },
        _ => Speaker::named(written),
    };
    Some(speaker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_spelled_out() {
        for (id, name) in [
            ("#Ada.Example", "Ada Example"),
            ("#KovačAda", "Kovač Ada"),
            ("#ms-a-example", "ms a example"),
            ("i-3wVE19WEnkoue", "i-3wVE19WEnkoue"),
        ] {
            assert_eq!(of_id(id).name, name);
        }
    }

    #[test]
    fn an_office_and_a_name_are_told_apart() {
        let office = of_text("The Minister for Trade (Mr. Weiss):").unwrap();
        assert_eq!((office.name.as_str(), office.role.as_deref()), ("Mr. Weiss", Some("Minister for Trade")));
        let seat = of_text("Mrs. Ada Example (Hull, North)").unwrap();
        assert_eq!(
            (seat.name.as_str(), seat.affiliation.as_deref()),
            ("Mrs. Ada Example", Some("Hull, North"))
        );
        assert_eq!(of_text(" : "), None);
    }
}
