//! Text made safe for HTML, SVG and XML.

pub(super) use super::super::numbers::{count, thousands};

/// Text as it may stand in an element or between double quotes. Every character stays in its place but those
/// that drive a program, reorder what is shown, or may not stand in a page at all: U+FFFD stands for each.
pub(in crate::output) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 16);
    text.chars().for_each(|c| push(&mut safe, c));
    safe
}

fn push(safe: &mut String, c: char) {
    match c {
        '&' => safe.push_str("&amp;"),
        '<' => safe.push_str("&lt;"),
        '>' => safe.push_str("&gt;"),
        '"' => safe.push_str("&quot;"),
        '\'' => safe.push_str("&#39;"),
        '\n' | '\t' => safe.push(c),
        '\r' => safe.push('\n'),
        c if c.is_control() || unsafe_mark(c) || noncharacter(c) => safe.push('\u{fffd}'),
        c => safe.push(c),
    }
}

/// The marks that reorder text, as in [`super::super::plain`].
fn unsafe_mark(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Code points that no page may hold (HTML: “noncharacter”).
fn noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// An address that a reader may follow: only one of the web.
pub(in crate::output) fn web(url: &str) -> Option<&str> {
    let url = url.trim();
    let scheme = url.split_once("://")?.0;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (known && !url.chars().any(|c| c.is_control() || c.is_whitespace())).then_some(url)
}

/// A text cut to so many characters, with an ellipsis where it is cut.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A share in per cent, with as many digits as tell it from nothing: `12%`, `3.4%`, `0.07%`.
pub(super) fn percent(share: f64) -> String {
    let hundredths = share * 100.0;
    match hundredths {
        0.0 => "0%".to_owned(),
        x if x < 0.01 => "under 0.01%".to_owned(),
        x if x < 1.0 => format!("{x:.2}%"),
        x if x < 10.0 => format!("{x:.1}%"),
        x => format!("{x:.0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_place() {
        assert_eq!(escape("<b a=\"1\" b='2'>&]]>"), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;]]&gt;");
        assert_eq!(escape("a\u{0}\u{202e}\u{fffe}b\nc"), "a\u{fffd}\u{fffd}\u{fffd}b\nc");
    }

    #[test]
    fn only_addresses_of_the_web_are_followed() {
        assert_eq!(web(" https://un.org/a "), Some("https://un.org/a"));
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//un.org",
            "un.org",
            "https://a b",
            "java\nscript://x",
        ] {
            assert_eq!(web(url), None, "{url}");
        }
    }

    #[test]
    fn numbers_are_for_reading() {
        assert_eq!(count(1, "statement"), "1 statement");
        assert_eq!(count(1_234_567, "statement"), "1,234,567 statements");
        let shares = [0.0, 0.00001, 0.0007, 0.034, 0.125, 1.0].map(percent);
        assert_eq!(shares, ["0%", "under 0.01%", "0.07%", "3.4%", "12%", "100%"]);
    }
}
