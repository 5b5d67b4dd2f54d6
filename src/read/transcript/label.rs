//! Words of a label: what may stand in the head of a turn, and what shows that somebody speaks.

use super::form::{Case, End, Opening};
use super::titles::{is_asker, is_part, is_unnamed, titles};
use crate::authority::{Authority, is_ordinary, offices};

/// What joins the parts of a name in small letters; each may open a label.
pub(super) const PARTICLES: [&str; 24] = [
    "d'", "d’", "da ", "de ", "del ", "della ", "dell'", "di ", "do ", "dos ", "du ", "el ", "el-", "al ",
    "al-", "bin ", "ibn ", "ben ", "bint ", "van ", "von ", "ter ", "la ", "l'",
];

/// Small words inside a label.
pub(super) const JOINING: [&str; 38] = [
    "of", "the", "for", "and", "on", "in", "to", "at", "pro", "tempore", "hon", "de", "del", "della", "di",
    "da", "do", "dos", "du", "el", "al", "la", "le", "bin", "ibn", "ben", "bint", "van", "von", "der", "den",
    "ter", "y", "e", "zu", "af", "ul", "from",
];

/// Short forms whose full stop ends no label.
pub(super) fn is_short(word: &str) -> bool {
    let lower = word.to_lowercase();
    titles().courtesy(word).is_some()
        || titles().full(&lower) != lower
        || matches!(
            lower.as_str(),
            "jr" | "sr"
                | "st"
                | "lt"
                | "gen"
                | "brig"
                | "maj"
                | "prof"
                | "hon"
                | "msgr"
                | "ltd"
                | "dept"
                | "rt"
                | "vs"
        )
}

/// Whether the shape alone says that somebody speaks.
pub(super) fn is_certain(opening: &Opening<'_>, words: &[&str]) -> bool {
    let titled = is_titled(words);
    let person =
        |inside: &str| inside.split_once(' ').is_some_and(|(first, _)| titles().courtesy(first).is_some());
    // `MR. PRESIDENT, LADIES AND GENTLEMEN:` is spoken to them.
    let spoken_to = titles().courtesy(words[0]).is_some()
        && titles().is_vocative(&words[1..].join(" ").to_lowercase())
        && opening.description.is_some();
    if spoken_to {
        return false;
    }
    let known = opening.bracket.is_some_and(|inside| is_state(inside) || words[0] == "The" && person(inside));
    match opening.form.end {
        End::Colon => {
            titled
                || known
                || opening.note.is_some() && opening.description.is_none() && is_named(words)
                || is_asker(opening.label)
                || opening.form.case == Case::Capitals
                    && words.len() > 1
                    && opening.description.is_some_and(is_post)
        }
        // `Mr. KING of New York.`, `The CHAIRMAN.`, `Senator GRAHAM.`
        End::Stop => opening.form.case == Case::Mixed && (titled || words[0] == "The"),
        End::StopDash => {
            words.len() > 1 && (opening.bracket.is_some() || opening.description.is_some() || titled)
        }
        End::Said => known && titled,
        End::Voice => true,
        End::Dash | End::Time | End::Blank | End::Bold => false,
    }
}

/// Whether a label opens with a courtesy title or an office that a name, or nothing, follows.
pub(super) fn is_titled(words: &[&str]) -> bool {
    let bare = if words[0].eq_ignore_ascii_case("the") { &words[1..] } else { words };
    let Some(first) = bare.first() else { return false };
    if bare.len() == words.len() && (bare.len() > 1 && titles().courtesy(first).is_some() || glued(first)) {
        return is_named(bare);
    }
    let acting =
        ["acting", "temporary", "interim", "deputy", "provisional"].contains(&first.to_lowercase().as_str());
    let bare = if acting && bare.len() > 1 { &bare[1..] } else { bare };
    let taken = titles().office(bare);
    // `Major Commercial Deals` is a heading, `Justice in Aging` a body.
    let heading = || {
        let rest = &bare[taken..];
        let ordinary = |word: &&str| is_ordinary(word) && !is_capitals(word);
        rest.len() > 1 && rest.iter().all(ordinary) || rest.first() == Some(&"in")
    };
    // An office alone heads a turn with its article, in capitals or with a name: `The President`.
    taken > 0
        && (bare.len() < words.len()
            || bare.len() > taken && is_named(bare) && bare.len() - taken <= 5 && !heading())
}

/// `MR.KIRBY`: a title with no space after it.
pub(super) fn glued(word: &str) -> bool {
    let surname = |rest: &str| rest.len() > 2 && rest.chars().take(2).all(char::is_alphabetic);
    word.split_once('.').is_some_and(|(title, rest)| surname(rest) && titles().courtesy(title).is_some())
}

/// Whether the words are such as names and offices have: the last of them is no small word.
pub(super) fn is_named(words: &[&str]) -> bool {
    words.len() <= 12 && words.last().is_some_and(|last| !JOINING.contains(last))
}

/// Whether brackets hold a state, a body or an organ that the lists know.
pub(super) fn is_state(bracket: &str) -> bool {
    let first = bracket.split(['—', ',', ';']).next().unwrap_or(bracket);
    Authority::builtin().canonical(first.trim()).is_some()
}

/// Whether a time goes on with `P.M.`: it is one of day, not of a recording.
pub(super) fn is_half_day(after: &str) -> bool {
    let word = after.split_whitespace().next().unwrap_or("").replace('.', "");
    word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm")
}

/// Whether words after a comma describe a speaker: a post, a group, or words written as names are.
pub(super) fn is_description(words: &str) -> bool {
    let lower = words.to_lowercase();
    let named = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || JOINING.contains(&word)
    };
    lower.contains("on behalf of ")
        || words.split_whitespace().all(named) && !lower.starts_with("i ")
        || offices().starting_at(&lower, 0).is_some()
}

/// Whether brackets hold a note for the reader: `spoke in Russian`, `voice-over`, `Via video link`.
pub(super) fn is_note(inside: &str) -> bool {
    if inside.is_empty()
        || inside.starts_with(char::is_lowercase) && !PARTICLES.iter().any(|part| inside.starts_with(part))
    {
        return true;
    }
    let small = |word: &str| word.starts_with(char::is_lowercase) && !JOINING[..9].contains(&word);
    let mut words = inside.split_whitespace();
    inside.starts_with(|c: char| c.is_ascii_digit())
        || words.clone().any(|word| word.eq_ignore_ascii_case("interpretation"))
        || words.any(small)
            && !is_state(inside)
            && titles().courtesy(inside.split(' ').next().unwrap_or("")).is_none()
}

/// Whether a description names an office or who is on the air: `CNN ANCHOR`, `FOREIGN MINISTER OF AUSTRIA`.
pub(super) fn is_post(description: &str) -> bool {
    let words: Vec<&str> = description.split_whitespace().collect();
    words.iter().any(|word| is_unnamed(word) || is_asker(word))
        || (0..words.len())
            .any(|at| offices().starting_at(&words[at..].join(" ").to_lowercase(), 0).is_some())
}

/// Whether a label is a part's, a place's or a day's, and no speaker's.
pub(super) fn is_no_speaker(label: &str) -> bool {
    let lower = label.to_lowercase();
    let first = lower.split(' ').next().unwrap_or("");
    let day = |word: &str| DAYS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit());
    is_part(label) || matches!(first, "dear" | "statement" | "nominations") || lower.split(' ').all(day)
}

pub(super) const DAYS: [&str; 19] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether what somebody says may begin with it.
pub(super) fn begins_speech(c: char) -> bool {
    c.is_uppercase()
        || matches!(c, '—' | '–' | '“' | '"' | '(' | '[' | '…' | '\'' | '‘' | '«')
        || c.is_ascii_digit()
}

/// Whether a word is written in capitals, but for a prefix: `KING`, `McCANN`.
pub(super) fn is_capitals(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals >= 2 && capitals > word.chars().filter(|c| c.is_lowercase()).count()
}

/// How a label is written.
pub(super) fn case(label: &str) -> Case {
    let letters = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let words = label.split([' ', '\u{a0}']).filter(letters).filter(|word| !JOINING.contains(word));
    let (mut capitals, mut others) = (0, 0);
    for word in words {
        // `U.S.`, `H.E.` are capitals in every case.
        match is_capitals(word) {
            true => capitals += usize::from(!word.contains('.') || word.trim_end_matches('.').len() > 3),
            false => others += 1,
        }
    }
    match (capitals, others) {
        (_, 0) => Case::Capitals,
        (0, _) => Case::Title,
        _ => Case::Mixed,
    }
}

/// The bytes that a time takes at the beginning: `00:12`, `[00:01:05]`, `(0:03)`, `00:00:12.400`.
pub(super) fn time(text: &str) -> Option<usize> {
    let open = text.starts_with(['[', '(']);
    let inside = &text[usize::from(open)..];
    let length =
        inside.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',')).count();
    let written = inside[..length].trim_end_matches(['.', ',', ':']);
    let mut parts = written.split(':');
    let first = parts.next().is_some_and(|part| (1..=2).contains(&part.len()));
    let mut count = 1;
    for part in parts {
        let digits = part.split(['.', ',']).next().unwrap_or("");
        if digits.len() != 2 {
            return None;
        }
        count += 1;
    }
    if !first || !(2..=3).contains(&count) {
        return None;
    }
    let end = usize::from(open) + written.len();
    match (open, text[end..].chars().next()) {
        (true, Some(']' | ')')) => Some(end + 1),
        (false, None) => Some(end),
        (false, Some(next)) if !next.is_alphanumeric() => Some(end),
        _ => None,
    }
}
