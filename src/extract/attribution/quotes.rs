//! Quotations: which tokens stand between which marks.

use super::tokens::{CLOSES, MARK, OPENS, QUOTED, Token};

/// What a mark can do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `“`, `«`, `„`: opens.
    Opens,
    /// `”`, `»`: closes.
    Closes,
    /// `"` and `''`: by what stands around it.
    Straight,
    /// `‘`: opens a quotation in single marks.
    SingleOpens,
    /// `’` and `'`: closes one, or is an apostrophe.
    Single,
}

fn mark(token: &Token, text: &str) -> Option<Mark> {
    if !token.is(MARK) {
        return None;
    }
    Some(match &text[token.range()] {
        "“" | "«" | "„" | "``" | "‹" => Mark::Opens,
        "”" | "»" | "›" => Mark::Closes,
        "\"" | "''" | "＂" => Mark::Straight,
        "‘" | "‚" | "`" => Mark::SingleOpens,
        "'" | "’" => Mark::Single,
        _ => return None,
    })
}

/// Marks the tokens of every quotation, with a number for each, and returns how many there are.
///
/// Quotations do not cross paragraphs, but one that is not closed at its paragraph's end goes on
/// where the next paragraph opens with a mark again, as the press prints them. A quotation inside
/// another belongs to the outer one. Takes linear time.
pub(super) fn quotes(tokens: &mut [Token], text: &str) -> u32 {
    let mut count = 0;
    let mut start = 0;
    let mut open = false;
    while start < tokens.len() {
        let paragraph = tokens[start].paragraph;
        let length = tokens[start..].iter().position(|t| t.paragraph != paragraph);
        let end = length.map_or(tokens.len(), |length| start + length);
        let goes_on = open && matches!(mark(&tokens[start], text), Some(Mark::Opens | Mark::Straight));
        if !goes_on {
            count += 1;
        }
        open = one_paragraph(&mut tokens[start..end], text, &mut count);
        start = end;
    }
    count
}

/// Returns whether the last quotation is still open at the end.
fn one_paragraph(tokens: &mut [Token], text: &str, count: &mut u32) -> bool {
    // The marks that are open, the outermost first: how many double ones, and whether a single one is.
    let (mut doubles, mut single) = (0_u32, false);
    // Whether the outermost is `„`, which `“` closes: „so“.
    let mut low = false;
    let mut last_open = 0;
    for at in 0..tokens.len() {
        let Some(mark) = mark(&tokens[at], text) else {
            if doubles > 0 || single {
                tokens[at].flags |= QUOTED;
                tokens[at].quote = *count;
            }
            continue;
        };
        let inside = doubles > 0 || single;
        let mark = if low && doubles > 0 && &text[tokens[at].range()] == "“" { Mark::Closes } else { mark };
        let opens = match mark {
            Mark::Opens => true,
            Mark::Closes => false,
            Mark::Straight => doubles == 0,
            Mark::SingleOpens => !single,
            Mark::Single => {
                !single && doubles == 0 && opens_here(tokens, at) && closes_later(tokens, at, text)
            }
        };
        let closes = match mark {
            Mark::Closes | Mark::Straight => doubles > 0,
            Mark::Single => single && !glued_after(tokens, at),
            _ => false,
        };
        if opens {
            if !inside {
                tokens[at].flags |= OPENS;
                low = &text[tokens[at].range()] == "„";
                last_open = at;
            }
            match mark {
                Mark::Single | Mark::SingleOpens => single = true,
                _ => doubles += 1,
            }
            tokens[at].flags |= QUOTED;
            tokens[at].quote = *count;
        } else if closes {
            tokens[at].flags |= QUOTED;
            tokens[at].quote = *count;
            match mark {
                Mark::Single => single = false,
                _ => {
                    doubles -= 1;
                    single = single && doubles > 0;
                }
            }
            if doubles == 0 && !single {
                tokens[at].flags |= CLOSES;
                *count += 1;
            }
        } else if inside {
            tokens[at].flags |= QUOTED;
            tokens[at].quote = *count;
        }
    }
    // A single mark that never closes was an apostrophe.
    if single && doubles == 0 {
        for token in &mut tokens[last_open..] {
            token.flags &= !(QUOTED | OPENS);
            token.quote = 0;
        }
    }
    doubles > 0
}

/// Whether a mark is glued to what follows and not to what stands before.
fn opens_here(tokens: &[Token], at: usize) -> bool {
    let before = at > 0 && tokens[at - 1].end == tokens[at].start && !tokens[at - 1].is(MARK);
    !before && glued_after(tokens, at)
}

fn glued_after(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| next.start == tokens[at].end && !next.is(MARK))
}

/// Whether a straight single mark is closed by another within the next sixty tokens.
fn closes_later(tokens: &[Token], at: usize, text: &str) -> bool {
    let near = &tokens[at + 1..tokens.len().min(at + 60)];
    near.iter()
        .enumerate()
        .any(|(i, token)| mark(token, text) == Some(Mark::Single) && !glued_after(tokens, at + 1 + i))
}
