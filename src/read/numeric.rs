//! Dates in numbers, whose day and month may change places: `25/03/2019`, `03/25/2019`, `9.X.2024`.

use crate::model::{DateOrder, PartialDate};

impl DateOrder {
    /// The order of a name that users write: `dmy` or `mdy`.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "dmy" => Some(Self::Dmy),
            "mdy" => Some(Self::Mdy),
            _ => None,
        }
    }
}

/// A day, a month and a year in numbers, in one of two orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeric {
    first: u32,
    second: u32,
    year: i32,
    /// Full stops stand in dates of countries that put the day first, and Roman months after the day.
    day_first: bool,
}

impl Numeric {
    /// Of three parts and the sign between them; `None` where they are no date in any order.
    pub fn new(parts: [&str; 3], by: char) -> Option<Self> {
        let [first, second, year] = parts;
        let number = |part: &str| {
            let digits = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u32>().ok())?
        };
        let roman = roman(second);
        let year =
            (year.len() == 4).then(|| year.parse().ok())?.filter(|year| (1000..2200).contains(year))?;
        let one = Self {
            first: number(first)?,
            second: roman.or_else(|| number(second))?,
            year,
            day_first: by == '.' || roman.is_some(),
        };
        (one.day_first().is_some() || one.month_first().is_some()).then_some(one)
    }

    /// Of a text that is nothing else.
    pub fn read(text: &str) -> Option<Self> {
        let by = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
        let mut parts = text.split(by);
        let three = [parts.next()?, parts.next()?, parts.next()?].map(str::trim);
        parts.next().is_none().then(|| Self::new(three, by))?
    }

    /// The day that it means; `None` where both orders give one and `order` does not settle it.
    pub fn date(self, order: Option<DateOrder>) -> Option<PartialDate> {
        match (self.day_first(), self.month_first()) {
            (Some(one), Some(other)) if one != other => match order? {
                DateOrder::Dmy => Some(one),
                DateOrder::Mdy => Some(other),
            },
            (one, other) => one.or(other),
        }
    }

    /// The order that it shows: one of them gives no date.
    pub fn order(self) -> Option<DateOrder> {
        match (self.day_first(), self.month_first()) {
            _ if self.day_first => None,
            (Some(_), None) => Some(DateOrder::Dmy),
            (None, Some(_)) => Some(DateOrder::Mdy),
            _ => None,
        }
    }

    fn day_first(self) -> Option<PartialDate> {
        PartialDate::ymd(self.year, self.second, self.first)
    }

    fn month_first(self) -> Option<PartialDate> {
        if self.day_first { None } else { PartialDate::ymd(self.year, self.first, self.second) }
    }
}

/// The month of a Roman numeral, as in `9.X.2024`.
fn roman(text: &str) -> Option<u32> {
    let months = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    (1..).zip(months).find(|(_, month)| *month == text).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_order_only_is_taken_and_two_stay_in_doubt() {
        let date = |text: &str, order| {
            Numeric::read(text).and_then(|one| one.date(order)).map(|date| date.to_string())
        };
        for (text, wanted) in [
            ("25/03/2019", Some("2019-03-25")),
            ("03/25/2019", Some("2019-03-25")),
            ("25.03.2019", Some("2019-03-25")),
            ("05.03.2019", Some("2019-03-05")),
            ("9.X.2024", Some("2024-10-09")),
            ("04/04/2014", Some("2014-04-04")),
            ("03/04/2014", None),
            ("03-04-2014", None),
            ("31/31/2019", None),
            ("25.13.2019", None),
            ("1/2/19", None),
        ] {
            assert_eq!(date(text, None).as_deref(), wanted, "{text}");
        }
        assert_eq!(date("03/04/2014", Some(DateOrder::Dmy)).as_deref(), Some("2014-04-03"));
        assert_eq!(date("03/04/2014", Some(DateOrder::Mdy)).as_deref(), Some("2014-03-04"));
        let order = |text: &str| Numeric::read(text).and_then(Numeric::order);
        assert_eq!(order("18/03/2014"), Some(DateOrder::Dmy));
        assert_eq!(order("03/18/2014"), Some(DateOrder::Mdy));
        assert_eq!((order("03/04/2014"), order("18.03.2014")), (None, None));
    }
}
