//! Answers as a notebook shows them.

use demarche::model::Span;
use demarche::output::plain;

/// Text that stands in HTML as itself.
pub fn escape(text: &str) -> String {
    plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text with marks; spans in code points, in order.
pub fn marked(text: &str, marks: &[Span]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let part = |start: usize, end: usize| -> String {
        let end = end.min(chars.len());
        chars[start.min(end)..end].iter().collect()
    };
    let (mut html, mut at) = (String::new(), 0);
    for mark in marks {
        html.push_str(&escape(&part(at, mark.start)));
        html.push_str(&format!("<mark>{}</mark>", escape(&part(mark.start, mark.end))));
        at = mark.end;
    }
    html + &escape(&part(at, chars.len()))
}

/// A table with a row of headings; cells are HTML.
pub fn table(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head: String = headings.iter().map(|heading| format!("<th>{}</th>", escape(heading))).collect();
    let rows = rows.map(|row| {
        let cells: String =
            row.iter().map(|cell| format!("<td style=\"text-align:left\">{cell}</td>")).collect();
        format!("<tr>{cells}</tr>")
    });
    format!("<table><thead><tr>{head}</tr></thead><tbody>{}</tbody></table>", rows.collect::<String>())
}
