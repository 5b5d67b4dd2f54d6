//! The grammar of expressions of date: words to [`When`].

use super::tokens::{LISTS, Token, tokens};
use super::{Unit, When};
use crate::model::PartialDate;

/// An expression of date in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expression {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    pub when: When,
    /// Whether it only bounds, or belongs to a noun: `since Monday`, `Monday’s attack`.
    pub aside: bool,
}

/// The expressions of date in a text, in order. `alone`: the text is one expression, so that a month or
/// a year needs no `in` before it.
pub(super) fn expressions(text: &str, alone: bool) -> Vec<Expression> {
    let words = Words { text, tokens: tokens(text), alone };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        let opens = LISTS.may_open(words.tokens[at].text);
        match if opens { words.expression(at) } else { None } {
            Some((when, next)) => {
                if let Some(when) = when {
                    let (start, end) = (words.tokens[at].start, words.end(next - 1));
                    found.push(Expression { start, end, when, aside: words.is_aside(at, next) });
                }
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

struct Words<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    alone: bool,
}

/// The meaning (`None`: no date at all) and the token after the last.
type Parsed = Option<(Option<When>, usize)>;

impl Words<'_> {
    fn get(&self, at: usize) -> Option<Token<'_>> {
        self.tokens.get(at).copied()
    }

    /// What stands between a token and the next.
    fn gap(&self, at: usize) -> &str {
        match (self.get(at), self.get(at + 1)) {
            (Some(this), Some(next)) => &self.text[this.end()..next.start],
            _ => "",
        }
    }

    /// The next token, where nothing but space, an abbreviation's full stop or a comma is between.
    fn next(&self, at: usize) -> Option<Token<'_>> {
        let this = self.get(at)?;
        let short = this.text.len() <= 4 && this.text.starts_with(char::is_alphabetic);
        let gap = self.gap(at);
        let gap = if short { gap.strip_prefix('.').unwrap_or(gap) } else { gap };
        let gap = gap.strip_prefix(',').unwrap_or(gap);
        (gap.len() <= 4 && !gap.is_empty() && gap.chars().all(char::is_whitespace))
            .then(|| self.get(at + 1))?
    }

    fn before(&self, at: usize) -> Option<Token<'_>> {
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
            .or_else(|| self.iso(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.modified(at))
            .or_else(|| {
                let year = token.year().filter(|_| self.is_year(at))?;
                Some((PartialDate::year(year).map(When::Stated), at + 1))
            })
            .or_else(|| {
                let decade = token.text.len() == 5 && token.text.ends_with("0s");
                (decade && token.text.starts_with(|c: char| c.is_ascii_digit()))
                    .then_some((Some(When::Vague), at + 1))
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
        } else if first.text.bytes().all(|b| b.is_ascii_digit()) {
            (first.number()?, at + 1)
        } else {
            (*LISTS.numbers.get(first.text.to_ascii_lowercase().as_str())?, at + 1)
        };
        let unit = self.next(unit_at - 1)?.unit()?;
        let end = self.next(unit_at)?;
        if end.is("ago") {
            Some((Some(When::Ago(count, unit)), unit_at + 2))
        } else if end.is("earlier") || (end.is("before") && count == 1) {
            Some((Some(When::Earlier(count, unit)), unit_at + 2))
        } else {
            None
        }
    }

    /// `2024-10-09`.
    fn iso(&self, at: usize) -> Parsed {
        let year = self.get(at)?.year()?;
        let (month, day) = (self.get(at + 1)?, self.get(at + 2)?);
        let fits =
            self.gap(at) == "-" && self.gap(at + 1) == "-" && month.text.len() == 2 && day.text.len() == 2;
        let date = PartialDate::ymd(year, month.number()?, day.number()?)?;
        fits.then_some((Some(When::Stated(date)), at + 3))
    }

    /// `3 October`, `3rd of October 2024`, `9-10 October`.
    fn day_month(&self, at: usize) -> Parsed {
        let day = self.get(at)?.number().filter(|day| (1..=31).contains(day))?;
        if self.text[..self.get(at)?.start].ends_with([',', '.', '-', '/', '$', '€', '£']) {
            return None;
        }
        let mut to = at;
        let mut last = day;
        if matches!(self.gap(at), "-" | "–") {
            last = self.get(at + 1)?.number().filter(|last| (day..=31).contains(last))?;
            to = at + 1;
        }
        if self.next(to)?.is("of") {
            to += 1;
        }
        if self.gap(to).contains([',', '.']) {
            return None;
        }
        let month = self.next(to)?.month()?;
        Some(self.dated(month, (day, last), to + 1))
    }

    /// `Oct. 9`, `October 9-10, 2024`, `October 2024`, `in October`.
    fn month(&self, at: usize) -> Parsed {
        let token = self.get(at)?;
        let month = token.month()?;
        let day = self.next(at).filter(|_| !self.gap(at).contains(','));
        let day = day
            .filter(|day| day.text.len() <= 4)
            .and_then(Token::number)
            .filter(|day| (1..=31).contains(day));
        if let Some(day) = day {
            let range = matches!(self.gap(at + 1), "-" | "–").then(|| self.get(at + 2)?.number());
            return Some(match range.flatten().filter(|last| (day..=31).contains(last)) {
                Some(last) => self.dated(month, (day, last), at + 2),
                None => self.dated(month, (day, day), at + 1),
            });
        }
        let of = self.next(at).is_some_and(|next| next.is("of"));
        if let Some(year) = self.next(at + usize::from(of)).and_then(Token::year) {
            return Some((PartialDate::month(year, month).map(When::Stated), at + 2 + usize::from(of)));
        }
        let led = ["in", "during", "early", "late", "mid", "since", "of", "until", "by", "from"];
        let whole = token.text.len() > 4 || ["May", "June", "July"].contains(&token.text);
        let led = self.before(at).is_some_and(|before| led.iter().any(|word| before.is(word)));
        (self.alone || (led && whole && !self.is_named(at))).then_some((Some(When::Month(month)), at + 1))
    }

    /// A day of a month with the year that may follow; `at` is the last token so far.
    fn dated(&self, month: u32, days: (u32, u32), at: usize) -> (Option<When>, usize) {
        let year = self.next(at).and_then(Token::year).filter(|_| !self.is_count(at + 1));
        let next = at + 1 + usize::from(year.is_some());
        let exact = holds(month, days.0, year) && holds(month, days.1, year);
        let when = match (year, days) {
            _ if !exact => None,
            (_, (first, last)) if first != last => Some(When::Between { year, month, days }),
            (Some(year), (day, _)) => PartialDate::ymd(year, month, day).map(When::Stated),
            (None, (day, _)) => Some(When::DayOfYear { month, day }),
        };
        (when, next)
    }

    /// `Wednesday`, `Wednesday night`, `Wed., Oct. 9`.
    fn weekday(&self, at: usize) -> Parsed {
        let token = self.get(at)?;
        let short = token.text.len() <= 4 && self.text[token.end()..].starts_with('.');
        let weekday = token.weekday(short)?;
        if let Some(date) =
            self.next(at).and_then(|_| self.day_month(at + 1).or_else(|| self.month_day(at + 1)))
        {
            return Some(date);
        }
        if short && !self.before(at).is_some_and(|before| before.is("on")) {
            return None;
        }
        Some((Some(When::Weekday(weekday)), self.part_of_day(at + 1)))
    }

    fn month_day(&self, at: usize) -> Parsed {
        self.month(at).filter(|(when, _)| !matches!(when, Some(When::Month(_))))
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
        let led = self.before(at).is_some_and(|before| led.iter().any(|word| before.is(word)));
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
    fn is_count(&self, at: usize) -> bool {
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
    fn is_named(&self, at: usize) -> bool {
        self.text[self.tokens[at].end()..].starts_with(['\'', '’'])
    }

    /// Whether the expression only bounds, or belongs to a noun that was not said.
    fn is_aside(&self, at: usize, next: usize) -> bool {
        let before = self.before(at);
        let bound = |word: Token<'_>| LISTS.bounds.iter().any(|bound| word.is(bound));
        // `The Oct. 7 attack`, but `the day before`, whose article is its own.
        let article =
            |word: Token<'_>| ["the", "a", "an", "its", "his", "her", "their"].iter().any(|one| word.is(one));
        if before.is_some_and(|word| bound(word) || article(word)) {
            return true;
        }
        // The article or the `since` may stand before `early`, `late` or `mid`.
        let part = |word: Token<'_>| ["early", "late", "mid"].iter().any(|one| word.is(one));
        if before.is_some_and(part) && at.checked_sub(1).and_then(|at| self.before(at)).is_some_and(bound) {
            return true;
        }
        let after = &self.text[self.tokens[next - 1].end()..];
        let possessive = after.strip_prefix(['\'', '’']).is_some_and(|rest| rest.starts_with(['s', ' ']));
        // The `s` of the possessive is a token of its own.
        let noun = self.get(next + 1).is_some_and(|noun| LISTS.speech.iter().any(|word| noun.is(word)));
        possessive && !noun
    }
}

/// Whether the month has that day; without a year, 29 February is taken.
fn holds(month: u32, day: u32, year: Option<i32>) -> bool {
    PartialDate::ymd(year.unwrap_or(2000), month, day).is_some()
}
