//! Which office a person held on a day, by the user's file.

use super::{Authority, Role, key};
use crate::model::{EntityType, PartialDate};

impl Authority {
    /// The office that a person of the user's file held on `date`, all of its days; the one taken up last
    /// where they held several. `None` where the file does not settle it.
    ///
    /// A bound takes in the whole of its day, month or year. Where a person left one office and took up
    /// another in the same month or year, a date that may lie in either is not settled. With no date only an
    /// office without bounds counts, if it is the only one.
    pub fn role_on(&self, name: &str, date: Option<PartialDate>) -> Option<&Role> {
        if self.own == 0 {
            return None;
        }
        let at = self.by_key.get(&key(name)).filter(|&&at| at < self.own)?;
        if self.entities[*at].kind != EntityType::Person {
            return None;
        }
        let roles = &self.others[*at].1;
        let Some(date) = date else {
            return roles.first().filter(|role| roles.len() == 1 && role.from.is_none() && role.to.is_none());
        };
        let fits: Vec<&Role> = roles.iter().filter(|role| may_cover(role, date)).collect();
        match fits[..] {
            [only] => Some(only).filter(|role| spans(role, date)),
            // Of two taken up on one day the file's first.
            _ => {
                let sure = fits.into_iter().filter(|role| covers(role, date)).rev();
                sure.max_by_key(|role| role.from.map(PartialDate::first_day))
            }
        }
    }
}

/// Whether some day of the date may lie in the time of the office.
fn may_cover(role: &Role, date: PartialDate) -> bool {
    role.from.is_none_or(|from| from.first_day() <= date.last_day())
        && role.to.is_none_or(|to| date.first_day() <= to.last_day())
}

/// Whether all days of the date lie between the bounds, each taken whole.
fn spans(role: &Role, date: PartialDate) -> bool {
    role.from.is_none_or(|from| from.first_day() <= date.first_day())
        && role.to.is_none_or(|to| date.last_day() <= to.last_day())
}

/// Whether they do so on whatever days of its bounds the office was taken up and left.
fn covers(role: &Role, date: PartialDate) -> bool {
    role.from.is_none_or(|from| from.last_day() <= date.first_day())
        && role.to.is_none_or(|to| date.last_day() <= to.first_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(date: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("people.csv");
        let rows = "name,role,affiliation,from,to\nAda Example,spokeswoman,Ruritania,2019-03,2021-06-15\n\
Ada Example,envoy,Ruritania,2021-06-16,2023\nAda Example,foreign minister,Ruritania,2023,\n\
Ben Sample,adviser,Ruritania,2020,2022\nBen Sample,negotiator,Ruritania,2021-02,2021-11\nCy Nobody,envoy,Ruritania,,\n";
        std::fs::write(&file, rows).unwrap();
        let authority = Authority::open(&file).unwrap();
        let told = ["Ada Example", "Ben Sample", "Cy Nobody"].map(|name| {
            let role = authority.role_on(name, date.parse().ok());
            role.map_or("-", |role| role.role.as_str()).to_owned()
        });
        told.join(" ")
    }

    #[test]
    fn the_office_of_a_day_is_the_one_held_then() {
        for (date, wanted) in [
            ("2019-02-28", "- - envoy"),
            ("2019-03-01", "spokeswoman - envoy"),
            ("2021-06-15", "spokeswoman negotiator envoy"),
            ("2021-06-16", "envoy negotiator envoy"),
            ("2022-12-31", "envoy adviser envoy"),
            // She left one office for the other on some day of the year.
            ("2023-05-01", "- - envoy"),
            ("2024-01-01", "foreign minister - envoy"),
            ("2021-06-20", "envoy negotiator envoy"),
        ] {
            assert_eq!(held(date), wanted, "{date}");
        }
    }

    #[test]
    fn a_coarse_date_must_lie_within_the_office() {
        for (date, wanted) in [
            ("2020", "spokeswoman adviser envoy"),
            ("2019", "- - envoy"),
            ("2021-06", "- negotiator envoy"),
            ("2021", "- adviser envoy"),
            ("2022", "envoy adviser envoy"),
            ("unknown", "- - envoy"),
        ] {
            assert_eq!(held(date), wanted, "{date}");
        }
    }
}
