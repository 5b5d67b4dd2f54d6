//! Prose beside heads: whether text is spoken, quoted, a caption, and whether it ends a sentence.

/// Words of grammar that open headings and sentences, and no name.
pub(super) const FUNCTION: [&str; 58] = [
    "a", "an", "the", "and", "or", "but", "if", "in", "on", "at", "for", "to", "from", "with", "by", "as",
    "of", "about", "what", "why", "how", "when", "where", "who", "which", "this", "that", "these", "those",
    "our", "your", "my", "his", "her", "their", "its", "we", "i", "you", "he", "she", "it", "they", "there",
    "here", "not", "no", "yes", "so", "then", "please", "thank", "thanks", "let", "some", "one", "two",
    "three",
];

/// Whether a title names whom a label means: all the label's words of names stand in it.
pub(super) fn names(title: &str, label: &str) -> bool {
    let title = title.to_lowercase();
    let lower = label.to_lowercase();
    let words = lower.split_whitespace().filter(|word| word.chars().count() > 2 && !word.ends_with('.'));
    let mut count = 0;
    words.inspect(|_| count += 1).all(|word| has_word(&title, word))
        && count > 0
        && !title.starts_with(&format!("{lower}:"))
}

/// Whether a line is the number or the times of a caption.
pub(super) fn is_caption(line: &str) -> bool {
    line.contains("-->") || !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text without the numbers and times of captions at its end.
pub(super) fn without_captions(text: &str) -> &str {
    let mut text = text;
    while let Some((before, last)) = text.rsplit_once('\n')
        && is_caption(last.trim())
    {
        text = before.trim_end();
    }
    text
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['”', '"', '’', '\'', ')', ']', '*', '_', '»', '\\']);
    text.ends_with(['.', '?', '!', '…', '—', '–'])
}

/// English words of grammar that stand in titles and names as well as in clauses.
const JOINING: [&str; 34] = [
    "a", "an", "the", "of", "for", "in", "on", "at", "to", "by", "with", "from", "and", "or", "as", "into",
    "over", "upon", "under", "between", "within", "without", "toward", "towards", "through", "about",
    "against", "among", "across", "after", "before", "during", "since", "until",
];

/// Whether words may be a clause: one in small letters is no word of grammar. `Commissioner for Trade` is a title.
pub(crate) fn is_clause(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|word| !word.is_empty());
    words.any(|word| !word.starts_with(char::is_uppercase) && word.contains(char::is_alphabetic) && !JOINING.contains(&word))
        // Scripts without capitals, and what is shouted.
        || !text.contains(char::is_lowercase)
}

/// Whether words are a title rather than speech, as beside a name that heads a part: `Nominee for the Court of Appeals`.
pub(super) fn is_title(text: &str) -> bool {
    let text = without_markup(text);
    text.split_whitespace().nth(2).is_some()
        && !ends_sentence(text)
        && !text.ends_with([',', ';', ':'])
        && !is_clause(text)
        && text.contains(char::is_lowercase)
}

/// A text without marks of Markdown and elements of HTML around it.
fn without_markup(text: &str) -> &str {
    let mut text = text.trim().trim_matches(['*', '_', ' ']);
    while let Some((before, element)) = text.rsplit_once('<')
        && element.ends_with('>')
    {
        text = before.trim_end_matches(['*', '_', ' ']);
    }
    text
}

/// Whether a text is a quotation as a whole.
pub(super) fn is_quoted(text: &str) -> bool {
    text.trim_start_matches(['*', '_', ' ']).starts_with(['“', '"', '«', '„'])
}

/// Whether words are such as are spoken: a question, or somebody who says `I`, `we`, `you`.
pub(super) fn is_spoken(text: &str) -> bool {
    text.contains('?')
        || text.split(|c: char| !c.is_alphanumeric()).any(|word| {
            matches!(
                word,
                "I" | "we"
                    | "We"
                    | "you"
                    | "You"
                    | "us"
                    | "our"
                    | "Our"
                    | "my"
                    | "My"
                    | "me"
                    | "your"
                    | "Your"
                    | "Thank"
                    | "thank"
                    | "Thanks"
            )
        })
}

/// Whether a word stands in a text with no letter on either side.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    memchr::memmem::find_iter(text.as_bytes(), word.as_bytes())
        .any(|at| edge(text[..at].chars().next_back()) && edge(text[at + word.len()..].chars().next()))
}
