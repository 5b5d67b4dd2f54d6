//! The two axes: days to a place on the line, and round numbers beside it.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Days to points across, and the round dates on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    first: NaiveDate,
    /// How many days there are, at least one.
    days: f64,
    left: f64,
    width: f64,
}

/// A round date.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub day: NaiveDate,
    /// What stands below it: `9 Oct`, `Oct`, `1850`.
    pub label: String,
    /// What stands below that, where it changes: the year.
    pub year: Option<String>,
}

/// The distance of two ticks.
#[derive(Clone, Copy)]
enum Step {
    Days(u64),
    Months(u32),
    Years(i32),
}

const STEPS: [Step; 21] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(5),
    Step::Days(10),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1_000),
    Step::Years(5_000),
    Step::Years(20_000),
    Step::Years(100_000),
];

impl Step {
    /// About how many days.
    fn days(self) -> f64 {
        match self {
            Step::Days(days) => days as f64,
            Step::Months(months) => f64::from(months) * 30.4,
            Step::Years(years) => f64::from(years) * 365.24,
        }
    }

    /// The last round date at or before a day.
    fn before(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Step::Days(1) => Some(day),
            Step::Days(_) => NaiveDate::from_ymd_opt(day.year(), day.month(), 1),
            Step::Months(months) => {
                NaiveDate::from_ymd_opt(day.year(), day.month0() / months * months + 1, 1)
            }
            Step::Years(years) => NaiveDate::from_ymd_opt(day.year().div_euclid(years) * years, 1, 1),
        }
    }

    /// The round date that follows one.
    fn after(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Step::Days(days) => {
                let next = day.checked_add_days(Days::new(days))?;
                // Steps of days begin anew each month, and leave room before its first.
                let first = NaiveDate::from_ymd_opt(day.year(), day.month(), 1)?
                    .checked_add_months(Months::new(1))?;
                let room = (first - next).num_days() < days.div_ceil(2) as i64 && days > 1;
                // The 1st, then the 5th, not the 6th.
                let round = if day.day() == 1 && days >= 5 { next.pred_opt()? } else { next };
                Some(if room { first } else { round })
            }
            Step::Months(months) => day.checked_add_months(Months::new(months)),
            Step::Years(years) => NaiveDate::from_ymd_opt(day.year().checked_add(years)?, 1, 1),
        }
    }

    fn label(self, day: NaiveDate) -> String {
        match self {
            Step::Days(_) => format!("{} {}", day.day(), month(day)),
            Step::Months(_) => month(day).to_owned(),
            Step::Years(_) => year(day.year()),
        }
    }
}

impl Time {
    /// The days from `first` to `last`, both whole, over a width.
    pub fn new((first, last): (NaiveDate, NaiveDate), left: f64, width: f64) -> Self {
        let days = ((last - first).num_days() + 1).max(1) as f64;
        Self { first, days, left, width }
    }

    /// Where a day begins.
    pub fn start(&self, day: NaiveDate) -> f64 {
        let at = (day - self.first).num_days() as f64 / self.days;
        self.left + self.width * at.clamp(0.0, 1.0)
    }

    /// Where a day ends.
    pub fn end(&self, day: NaiveDate) -> f64 {
        let at = ((day - self.first).num_days() + 1) as f64 / self.days;
        self.left + self.width * at.clamp(0.0, 1.0)
    }

    /// The middle of some days.
    pub fn middle(&self, first: NaiveDate, last: NaiveDate) -> f64 {
        (self.start(first) + self.end(last)) / 2.0
    }

    /// Round dates at least `room` apart.
    pub fn ticks(&self, room: f64) -> Vec<Tick> {
        let fits = |step: &&Step| step.days() / self.days * self.width >= room;
        let step = *STEPS.iter().find(fits).unwrap_or(&STEPS[STEPS.len() - 1]);
        let beyond = self.left + self.width - 1.0;
        let mut ticks: Vec<Tick> = Vec::new();
        let mut shown = None;
        let mut next = step.before(self.first);
        while let Some(day) = next {
            if (day - self.first).num_days() as f64 >= self.days || ticks.len() > 200 {
                break;
            }
            if day >= self.first && self.start(day) < beyond {
                let new = shown != Some(day.year()) && !matches!(step, Step::Years(_));
                shown = Some(day.year());
                ticks.push(Tick { day, label: step.label(day), year: new.then(|| year(day.year())) });
            }
            next = step.after(day);
        }
        if ticks.is_empty() {
            // All within one step: the first day says when.
            let label = format!("{} {}", self.first.day(), month(self.first));
            ticks.push(Tick { day: self.first, label, year: Some(year(self.first.year())) });
        }
        ticks
    }
}

fn month(day: NaiveDate) -> &'static str {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .get(day.month0() as usize)
        .copied()
        .unwrap_or_default()
}

fn year(year: i32) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

/// Up to five round numbers from 0 to at least `most`, the last being the height of the plot. Counts are whole.
pub(super) fn scale(most: f64, whole: bool) -> Vec<f64> {
    if most <= 0.0 {
        return vec![0.0, 1.0];
    }
    let rough = most / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .iter()
        .map(|times| times * power)
        .find(|step| *step >= rough * (1.0 - 1e-9) && (!whole || step.fract() == 0.0))
        .unwrap_or_else(|| rough.ceil());
    let steps = (most / step - 1e-9).ceil().max(1.0);
    (0..=steps as usize).map(|at| at as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(first: &str, last: &str, room: f64) -> Vec<String> {
        let day = |text: &str| text.parse::<crate::model::PartialDate>().unwrap().first_day();
        let time = Time::new((day(first), day(last)), 0.0, 800.0);
        let said = |tick: Tick| tick.label + &tick.year.map(|year| format!(" {year}")).unwrap_or_default();
        time.ticks(room).into_iter().map(said).collect()
    }

    #[test]
    fn ticks_stand_at_round_dates() {
        for (first, last, ticks) in [
            ("2024-10-09", "2024-10-09", "9 Oct 2024"),
            ("2024-12-30", "2025-01-02", "30 Dec 2024, 31 Dec, 1 Jan 2025, 2 Jan"),
            ("2024-09-24", "2024-10-25", "25 Sep 2024, 1 Oct, 5 Oct, 10 Oct, 15 Oct, 20 Oct, 25 Oct"),
            ("2023-10-07", "2025-01-15", "Nov 2023, Jan 2024, Mar, May, Jul, Sep, Nov, Jan 2025"),
            ("2010-03-01", "2019-06-01", "2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019"),
            ("1790-01-08", "2025-03-04", "1800, 1850, 1900, 1950, 2000"),
            (
                "-0480-09-01",
                "0020-01-01",
                "-0450, -0400, -0350, -0300, -0250, -0200, -0150, -0100, -0050, 0000",
            ),
            ("0020-01-01", "2020-01-01", "0200, 0400, 0600, 0800, 1000, 1200, 1400, 1600, 1800, 2000"),
        ] {
            assert_eq!(labels(first, last, 76.0).join(", "), ticks, "{first} to {last}");
        }
    }

    #[test]
    fn counts_have_whole_ticks_and_shares_have_small_ones() {
        assert_eq!(scale(1.0, true), [0.0, 1.0]);
        assert_eq!(scale(3.0, true), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(scale(12.0, true), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(scale(1000.0, true), [0.0, 250.0, 500.0, 750.0, 1000.0]);
        assert_eq!(scale(0.3, false).len(), 4);
        assert_eq!(scale(0.0, true), [0.0, 1.0]);
    }
}
