//! Days and months of the calendar, in words and in numbers: `3 October`, `Oct. 9, 2024`, `25.03.2019`.

use super::When;
use super::tokens::Token;
use super::words::{Parsed, Words};
use crate::model::PartialDate;
use crate::read::Numeric;

impl Words<'_> {
    /// A day or month of the calendar that begins here.
    pub fn calendar(&self, at: usize) -> Parsed {
        self.iso(at)
            .or_else(|| self.numeric(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month(at))
            .or_else(|| self.day_of_month(at))
    }

    /// `On the 25th`, with nothing of which it could be the 25th.
    fn day_of_month(&self, at: usize) -> Parsed {
        let token = self.get(at)?;
        let day = token.number().filter(|day| !token.is_digits() && (1..=31).contains(day))?;
        let led = at >= 2 && self.before(at)?.is("the") && self.before(at - 1)?.is("on");
        let noun = self.get(at + 1).filter(|_| self.gap(at).chars().all(|c| c.is_whitespace() || c == '-'));
        let free = noun.is_none_or(|noun| noun.is("that") || noun.is("and") || noun.is("in"));
        (led && free).then_some((Some(When::DayOfMonth(day)), at + 1))
    }

    /// A day with its month, after a weekday: `Wed., Oct. 9`.
    pub fn day(&self, at: usize) -> Parsed {
        self.day_month(at)
            .or_else(|| self.month(at).filter(|(when, _)| !matches!(when, Some(When::Month(_)))))
    }

    /// `25/03/2019`, `05.03.2019`, `9.X.2024`. Where day and month may change places and nothing tells which
    /// comes first, it is in doubt.
    fn numeric(&self, at: usize) -> Parsed {
        let parts = [self.get(at)?, self.get(at + 1)?, self.get(at + 2)?];
        let by = self.gap(at).chars().next().filter(|by| matches!(by, '/' | '.' | '-'))?;
        let alike = self.gap(at).len() == 1 && self.gap(at + 1) == self.gap(at);
        let before = self.text[..parts[0].start].ends_with(['/', '.', '-', '$', '€', '£']);
        let goes_on = self.gap(at + 2).starts_with(['/', '-']);
        if !alike || before || goes_on {
            return None;
        }
        let named = || PartialDate::ymd(parts[2].year()?, parts[1].month()?, parts[0].number()?);
        let date = match Numeric::new(parts.map(|part| part.text), by) {
            Some(numeric) => numeric.date(self.order),
            // `25-Mar-2019`.
            None => Some(named()?),
        };
        Some((Some(date.map_or(When::Doubt, When::Stated)), at + 3))
    }

    /// `2024-10-09`, `2024/10/09`.
    fn iso(&self, at: usize) -> Parsed {
        let year = self.get(at)?.year()?;
        let (month, day) = (self.get(at + 1)?, self.get(at + 2)?);
        // In an address a day is a page's: `/2024/05/02/talks`.
        if self.text[..self.get(at)?.start].ends_with(['/', '-'])
            || self.text[day.end()..].starts_with(['/', '-'])
        {
            return None;
        }
        let alike = matches!(self.gap(at), "-" | "/") && self.gap(at + 1) == self.gap(at);
        let fits = alike && month.text.len() == 2 && day.text.len() == 2;
        let date = PartialDate::ymd(year, month.number()?, day.number()?)?;
        fits.then_some((Some(When::Stated(date)), at + 3))
    }

    /// `3 October`, `3rd of October 2024`, `9-10 October`.
    fn day_month(&self, at: usize) -> Parsed {
        let ordinal =
            |at: usize| self.ordinal(at).filter(|(_, to)| self.next(*to).is_some_and(|of| of.is("of")));
        let number = self.get(at)?.number().map(|day| (day, at));
        let (day, to) = number.or_else(|| ordinal(at)).filter(|(day, _)| (1..=31).contains(day))?;
        if self.text[..self.get(at)?.start].ends_with([',', '.', '-', '/', '$', '€', '£']) {
            return None;
        }
        let mut to = to;
        let mut last = day;
        if to == at && matches!(self.gap(at), "-" | "–") {
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

    /// A day by its ordinal in a word, and the token it ends with: `third`, `twenty-fifth`.
    fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        let of = |at: usize| self.get(at)?.day_in_a_word();
        let tens = self.get(at).filter(|_| self.gap(at) == "-").and_then(|tens| tens.count());
        match tens {
            Some(tens @ (20 | 30)) => of(at + 1).filter(|one| *one < 10).map(|one| (tens + one, at + 1)),
            _ => of(at).map(|day| (day, at)),
        }
    }

    /// `Oct. 9`, `October 9-10, 2024`, `October 2024`, `in October`.
    fn month(&self, at: usize) -> Parsed {
        let token = self.get(at)?;
        let month = token.month()?;
        // `March the 5th`.
        let the = self.next(at).is_some_and(|the| the.is("the"))
            && self.next(at + 1).is_some_and(|day| day.number().is_some() && !day.is_digits());
        let at = at + usize::from(the);
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
        if let Some(found) = self.months(at) {
            return Some(found);
        }
        let led = ["in", "during", "early", "late", "mid", "since", "of", "until", "by", "from"];
        let whole = token.text.len() > 4 || ["May", "June", "July"].contains(&token.text);
        let led = self.before(at).is_some_and(|before| led.iter().any(|word| before.is(word)));
        (self.alone || (led && whole && !self.is_named(at))).then_some((Some(When::Month(month)), at + 1))
    }

    /// `March and April 2023`, `June-July 2021`: the year, which is that of both.
    fn months(&self, at: usize) -> Parsed {
        let joined =
            self.next(at).is_some_and(|word| ["and", "or", "to", "through"].iter().any(|one| word.is(one)));
        let last = if joined {
            at + 2
        } else if matches!(self.gap(at), "-" | "–" | "/") {
            at + 1
        } else {
            return None;
        };
        self.get(last)?.month()?;
        let year = self.next(last)?.year()?;
        Some((PartialDate::year(year).map(When::Stated), last + 2))
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
}

/// Whether the month has that day; without a year, 29 February is taken.
fn holds(month: u32, day: u32, year: Option<i32>) -> bool {
    PartialDate::ymd(year.unwrap_or(2000), month, day).is_some()
}
