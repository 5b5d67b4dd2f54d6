//! Names of files of the UN General Debate Corpus: `USA_72_2017.txt`.

use super::SpeakerTable;
use crate::authority::Authority;
use crate::model::{Basis, Document, Layout, PartialDate, Speaker, StatementDate};

/// What the name of a speech's file says.
pub(super) struct Speech {
    code: String,
    session: u32,
    year: i32,
}

impl Speech {
    /// Reads `ISO3_session_year.txt`, where the code is one of a country and session and year agree:
    /// session 1 was in 1946.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.split('.').next()?;
        let mut parts = stem.split('_');
        let (code, session, year) = (parts.next()?, parts.next()?, parts.next()?);
        let session: u32 = session.parse().ok()?;
        let year: i32 = year.parse().ok()?;
        let agree = i64::from(year) - i64::from(session);
        let whole = parts.next().is_none() && (1944..=1946).contains(&agree);
        let known = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase());
        (whole && known).then(|| Self { code: code.to_owned(), session, year })
    }

    /// Fills in who speaks and when. Without a table of speakers the country speaks.
    pub fn fill(&self, document: &mut Document, speakers: Option<&SpeakerTable>) {
        let country = Authority::builtin().country_of_code(&self.code).unwrap_or(&self.code).to_owned();
        document.layout = Layout::Speech;
        document.title =
            Some(format!("{country}, UN General Debate, session {} ({})", self.session, self.year));
        document.source = Some("UN General Debate Corpus".to_owned());
        if let Some(year) = PartialDate::year(self.year) {
            document.date = StatementDate::known(year, Basis::Filename);
        }
        let person = speakers.and_then(|table| table.find(&self.code, self.session, self.year));
        document.speaker = Some(match person {
            Some((name, post)) => {
                Speaker { role: post.map(str::to_owned), affiliation: Some(country), ..Speaker::named(name) }
            }
            None => Speaker { as_written: self.code.clone(), ..Speaker::named(country) },
        });
    }
}
