//! The grammar of expressions of date: words to [`When`].

use super::tokens::{LISTS, Token, tokens};
use super::{Unit, When};
use crate::model::{DateOrder, PartialDate};

/// An expression of date in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expression {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Its first token, and the token after its last.
    pub at: usize,
    pub next: usize,
    pub when: When,
    /// Whether it only bounds, or belongs to a noun: `since Monday`, `Monday’s attack`.
    pub aside: bool,
}

/// A text's words, and what can be asked of them.
pub(super) struct Words<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
    /// Whether the text is one expression, so that a month or a year needs no `in` before it.
    pub alone: bool,
    /// Whether the day or the month comes first in a date in numbers, where it is known.
    pub order: Option<DateOrder>,
}

/// The meaning (`None`: no date at all) and the token after the last.
pub(super) type Parsed = Option<(Option<When>, usize)>;

impl<'a> Words<'a> {
    /// The words of a sentence.
    pub fn of(text: &'a str) -> Self {
        Self { text, tokens: tokens(text), alone: false, order: None }
    }
}

impl Words<'_> {
    /// The expressions of date, in order.
    pub fn expressions(&self) -> Vec<Expression> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let opens = LISTS.may_open(self.tokens[at].text);
            match if opens { self.expression(at) } else { None } {
                Some((when, next)) => {
                    if let Some(when) = when {
                        let (start, end) = (self.tokens[at].start, self.end(next - 1));
                        found.push(Expression { start, end, at, next, when, aside: self.is_aside(at, next) });
                    }
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }

    pub fn get(&self, at: usize) -> Option<Token<'_>> {
        self.tokens.get(at).copied()
    }

    /// What stands between a token and the next.
    pub fn gap(&self, at: usize) -> &str {
        match (self.get(at), self.get(at + 1)) {
            (Some(this), Some(next)) => &self.text[this.end()..next.start],
            _ => "",
        }
    }

    /// The next token, where nothing but space, an abbreviation's full stop or a comma is between.
    pub fn next(&self, at: usize) -> Option<Token<'_>> {
        let this = self.get(at)?;
        let short = this.text.len() <= 4 && this.text.starts_with(char::is_alphabetic);
        let gap = self.gap(at);
        let gap = if short { gap.strip_prefix('.').unwrap_or(gap) } else { gap };
        let gap = gap.strip_prefix(',').unwrap_or(gap);
        (gap.len() <= 4 && !gap.is_empty() && gap.chars().all(char::is_whitespace))
            .then(|| self.get(at + 1))?
    }

    pub fn before(&self, at: usize) -> Option<Token<'_>> {
        let before = at.checked_sub(1)?;
        let gap = self.gap(before);
        (gap.len() <= 4 && gap.chars().all(|c| c.is_whitespace() || c == '-')).then(|| self.get(before))?
    }

    /// The end of an expression whose last token is at `at`: `Sept. 30`, but `Sept.` with its stop.
    fn end(&self, at: usize) -> usize {
        let token = self.tokens[at];
        let short = token.month().is_some()
            && token.text.len() <= 4
            && !["May", "June", "July"].contains(&token.text);
        token.end() + usize::from(short && self.text[token.end()..].starts_with('.'))
    }

    fn expression(&self, at: usize) -> Parsed {
        let token = self.get(at)?;
        self.phrase(at)
            .or_else(|| self.counted(at))
            .or_else(|| self.calendar(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.modified(at))
            .or_else(|| {
                let year = token.year().filter(|_| self.is_year(at))?;
                Some((PartialDate::year(year).map(When::Stated), at + 1))
            })
            .or_else(|| {
                let decade = token.text.strip_suffix("0s").filter(|_| token.text.len() == 5)?;
                let year = decade.parse::<i32>().ok().filter(|decade| (100..300).contains(decade))? * 10;
                Some((Some(PartialDate::decade(year).map_or(When::Vague, When::Stated)), at + 1))
            })
    }

    /// A phrase of the lists. Those that are no dates are matched by case.
    fn phrase(&self, at: usize) -> Parsed {
        let first = self.get(at)?;
        if !first.text.is_ascii() {
            return None;
        }
        let phrases = LISTS.phrases.get(first.text.to_ascii_lowercase().as_str())?;
        let (rest, when) = phrases.iter().find(|(rest, when)| {
            (when.is_some() || first.is_capital())
                && rest.iter().enumerate().all(|(i, word)| {
                    self.next(at + i)
                        .is_some_and(|next| if when.is_some() { next.is(word) } else { next.text == word })
                })
        })?;
        Some((*when, at + 1 + rest.len()))
    }

    /// `two days ago`, `10 years earlier`.
    fn counted(&self, at: usize) -> Parsed {
        let first = self.get(at)?;
        let couple = first.is("a") && self.next(at)?.is("couple") && self.next(at + 1)?.is("of");
        let (count, unit_at) = if couple {
            (2, at + 3)
        } else if first.is("the") && self.next(at + 1).is_some_and(|before| before.is("before")) {
            // `The week before`.
            (1, at + 1)
        } else if first.is_digits() {
            (first.number()?, at + 1)
        } else {
            // `Twenty-five`; the five alone is no number of its own.
            let tens = |at: usize| self.get(at)?.count().filter(|tens| *tens >= 20 && tens % 10 == 0);
            let ones = |at: usize| self.get(at)?.count().filter(|ones| *ones < 10);
            let joined = |at: usize| matches!(self.gap(at), "-" | " " | "‑");
            match (tens(at), ones(at + 1)) {
                (Some(tens), Some(ones)) if joined(at) => (tens + ones, at + 2),
                _ if at > 0 && self.gap(at - 1) == "-" => return None,
                _ => (first.count()?, at + 1),
            }
        };
        self.before_now(at, count, unit_at)
    }

    /// `Ago`, `earlier` or `before` after a unit, and what stands before its number.
    fn before_now(&self, at: usize, count: u32, unit_at: usize) -> Parsed {
        let unit = self.next(unit_at - 1)?.unit()?;
        let end = self.next(unit_at)?;
        if end.is("ago") {
            let about = self.before(at).is_some_and(|before| LISTS.has("about", before));
            Some((Some(if about { When::Vague } else { When::Ago(count, unit) }), unit_at + 2))
        } else if end.is("earlier") || (end.is("before") && count == 1) {
            Some((Some(When::Earlier(count, unit)), unit_at + 2))
        } else {
            None
        }
    }

    /// `Wednesday`, `Wednesday night`, `Wed., Oct. 9`.
    fn weekday(&self, at: usize) -> Parsed {
        let token = self.get(at)?;
        let short = token.text.len() <= 4 && self.text[token.end()..].starts_with('.');
        let weekday = token.weekday(short)?;
        if let Some(date) = self.next(at).and_then(|_| self.day(at + 1)) {
            return Some(date);
        }
        if short && !self.before(at).is_some_and(|before| before.is("on")) {
            return None;
        }
        Some((Some(When::Weekday(weekday)), self.part_of_day(at + 1)))
    }

    fn part_of_day(&self, at: usize) -> usize {
        let parts = ["morning", "afternoon", "evening", "night"];
        let plain = self.gap(at - 1) == " ";
        let part = self.get(at).is_some_and(|next| parts.iter().any(|part| next.is(part)));
        at + usize::from(plain && part)
    }

    /// `last week`, `earlier this month`, `last Wednesday`, `next year`, `late last year`.
    fn modified(&self, at: usize) -> Parsed {
        let first = self.get(at)?;
        if ["earlier", "later", "late", "early"].iter().any(|word| first.is(word)) {
            let (when, next) = self.modified_by(at + 1)?;
            return self.next(at).map(|_| (when, next));
        }
        self.modified_by(at)
    }

    fn modified_by(&self, at: usize) -> Parsed {
        let first = self.get(at)?;
        let (last, this, ahead) = (
            first.is("last") || first.is("past") || first.is("previous"),
            first.is("this"),
            first.is("next"),
        );
        if !(last || this || ahead) {
            return None;
        }
        let second = self.next(at).filter(|_| !self.gap(at).contains([',', '.']))?;
        if let Some(unit) = second.unit().filter(|_| !second.is("days") && !second.text.ends_with('s')) {
            let when = match unit {
                _ if ahead => When::Ahead,
                // `Last day` is no expression of date, nor `the past year` a year of the calendar.
                Unit::Hour | Unit::Day => return None,
                _ if first.is("past") => When::Vague,
                _ => When::Ago(u32::from(last), unit),
            };
            return Some((Some(when), at + 2));
        }
        if first.is("past") || first.is("previous") {
            return None;
        }
        let when = match (second.weekday(false), second.month()) {
            (Some(_), _) | (None, Some(_)) if ahead => When::Ahead,
            (Some(weekday), _) if last => When::LastWeekday(weekday),
            // `This Wednesday` may be ahead.
            (Some(_), _) => When::Vague,
            (None, Some(month)) if last => When::LastMonth(month),
            (None, Some(month)) => When::Month(month),
            (None, None) => return None,
        };
        Some((Some(when), self.part_of_day(at + 2)))
    }

    /// Whether the number at `at`, which looks like a year, is one here: `in 1994`, not `in 1994 villages`.
    fn is_year(&self, at: usize) -> bool {
        let led = ["in", "during", "early", "late", "mid", "of", "since", "until", "by", "from"];
        let led = self
            .before(at)
            .is_some_and(|before| LISTS.has("period", before) || led.iter().any(|word| before.is(word)));
        let token = self.tokens[at];
        let after = &self.text[token.end()..];
        // `1994-95`, `2.1994`, `1994,50`, `1500%`.
        let split = |text: &str| {
            let mut chars = text.chars();
            matches!(chars.next(), Some(',' | '.' | '-' | '–' | '/'))
                && chars.next().is_some_and(|c| c.is_ascii_digit())
        };
        let apart = !split(after) && !after.starts_with(['%', '°']);
        apart && (self.alone || (led && !self.is_count(at)))
    }

    /// Whether the number counts what follows it: a word in lower case that looks like a plural.
    pub fn is_count(&self, at: usize) -> bool {
        let plural = |word: &str| {
            word.len() > 3
                && word.ends_with('s')
                && !word.ends_with("ss")
                && !["this", "says", "does"].contains(&word)
        };
        let next = self.next(at).filter(|_| !self.gap(at).contains([',', '.']));
        next.is_some_and(|next| next.text.starts_with(char::is_lowercase) && plural(next.text))
    }

    /// Whether the month's name is a person's here: `Theresa May`, `in May’s view`.
    pub fn is_named(&self, at: usize) -> bool {
        self.text[self.tokens[at].end()..].starts_with(['\'', '’'])
    }

    /// Whether the expression only bounds, or belongs to a noun that was not said.
    fn is_aside(&self, at: usize, next: usize) -> bool {
        let before = |at: usize| at.checked_sub(1).and_then(|_| self.before(at));
        let bound = |word: Token<'_>| LISTS.has("bound", word);
        let article = |word: Token<'_>| LISTS.has("article", word);
        // `On the 3rd of October`, `in the 1980s`: the article is the date's own.
        let own = self.tokens[at];
        let own = own.text.ends_with("0s") || own.number().is_some_and(|_| !own.is_digits()) || own.ordinal();
        // `At the end of March`, `in the spring of 2019`.
        if at >= 2
            && before(at).is_some_and(|of| of.is("of"))
            && before(at - 1).is_some_and(|word| LISTS.has("period", word))
        {
            return false;
        }
        match before(at) {
            Some(word) if own && word.is("the") => return self.is_bound(at - 1),
            // `The Oct. 7 attack`, but `the day before`, whose article is its own.
            Some(word) if bound(word) || article(word) => return true,
            _ => {}
        }
        // The article or the `since` may stand before `early`, `late` or `mid`.
        if before(at).is_some_and(|word| LISTS.has("part", word)) && before(at - 1).is_some_and(bound) {
            return true;
        }
        let after = &self.text[self.tokens[next - 1].end()..];
        let possessive = after.strip_prefix(['\'', '’']).is_some_and(|rest| rest.starts_with(['s', ' ']));
        // The `s` of the possessive is a token of its own.
        possessive && !self.get(next + 1).is_some_and(|noun| LISTS.has("speech", noun))
    }

    fn is_bound(&self, at: usize) -> bool {
        at > 0 && self.before(at).is_some_and(|word| LISTS.has("bound", word))
    }
}
