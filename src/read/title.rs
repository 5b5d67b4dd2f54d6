//! What a title says: who speaks.

use crate::model::Speaker;

/// Offices that open a name in titles, the longer before the shorter.
const OFFICES: [&str; 30] = [
    "National Security Advisor",
    "National Security Adviser",
    "Deputy National Security Advisor",
    "Press Secretary",
    "Principal Deputy Press Secretary",
    "Vice President",
    "First Lady",
    "Second Gentleman",
    "Prime Minister",
    "Deputy Prime Minister",
    "Foreign Minister",
    "Foreign Secretary",
    "Defence Minister",
    "Defense Minister",
    "Deputy Secretary of State",
    "Secretary of State",
    "Secretary of Defense",
    "Secretary-General",
    "Secretary General",
    "High Representative",
    "Special Envoy",
    "President-elect",
    "President",
    "Secretary",
    "Ambassador",
    "Chancellor",
    "Minister",
    "Senator",
    "Administrator",
    "Director",
];

/// Words after which the name has ended.
const AFTER: [&str; 22] = [
    "at",
    "on",
    "in",
    "before",
    "after",
    "to",
    "during",
    "following",
    "and",
    "from",
    "with",
    "for",
    "of",
    "about",
    "announcing",
    "as",
    "honoring",
    "upon",
    "regarding",
    "when",
    "ahead",
    "commemorating",
];

/// Who speaks in a document with that title: `Remarks by President Biden on Ukraine`, `Statement from
/// National Security Advisor Jake Sullivan on …`. `None` for briefings, whose turns say it, and where
/// several speak. No given name is added that the title does not hold.
pub(super) fn speaker(title: &str) -> Option<Speaker> {
    let rest = ["Remarks", "Statement", "Speech", "Address", "Message", "Letter"]
        .iter()
        .find_map(|start| title.strip_prefix(start))?;
    let rest = rest.trim_start().trim_start_matches("as Prepared for Delivery").trim_start();
    let rest = rest.strip_prefix("by ").or_else(|| rest.strip_prefix("from "))?;
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let mut words = Vec::new();
    for word in rest.split_whitespace() {
        let bare = word.trim_end_matches([',', ':', ';']);
        if AFTER.contains(&bare) && !office_goes_on(&words, bare) {
            if bare == "and" {
                return None;
            }
            break;
        }
        words.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    let written = words.join(" ");
    let office = OFFICES.iter().find(|office| written.starts_with(*office))?;
    let name = written[office.len()..].trim();
    let is_name = !name.is_empty() && name.split(' ').count() <= 5 && name.starts_with(char::is_uppercase);
    is_name.then(|| Speaker {
        name: name.to_owned(),
        role: Some((*office).to_owned()),
        affiliation: None,
        as_written: written.clone(),
    })
}

/// `of` in `Secretary of State` does not end a name.
fn office_goes_on(words: &[&str], next: &str) -> bool {
    next == "of" && words.last().is_some_and(|word| word.ends_with("Secretary"))
}

/// A title on one line, without the no-break spaces of web pages.
pub(super) fn clean(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_their_speaker() {
        for (title, name, role) in [
            ("Remarks by President Biden on Ukraine", "Biden", "President"),
            ("Remarks by Vice President Harris at a Campaign Event", "Harris", "Vice President"),
            (
                "Statement from National Security Advisor Jake Sullivan on Talks",
                "Jake Sullivan",
                "National Security Advisor",
            ),
            (
                "Remarks as Prepared for Delivery by First Lady Jill Biden at the UN",
                "Jill Biden",
                "First Lady",
            ),
            ("Statement by Secretary of State Antony Blinken", "Antony Blinken", "Secretary of State"),
        ] {
            let speaker = speaker(title).unwrap_or_else(|| panic!("{title}"));
            assert_eq!((speaker.name.as_str(), speaker.role.as_deref()), (name, Some(role)), "{title}");
        }
    }

    #[test]
    fn titles_that_name_none() {
        for title in [
            "Press Briefing by Press Secretary Karine Jean-Pierre",
            "Remarks by President Biden and President Zelenskyy in Joint Press Conference",
            "Joint statement by President Biden and President Macron",
            "Statement of Support",
            "Letter from the President",
        ] {
            assert_eq!(speaker(title), None, "{title}");
        }
    }
}
