//! Persons as a header or a list of TEI has them, by the ids that speeches name.

use std::collections::HashMap;

/// Who goes by which id.
pub(super) type PersonList = HashMap<String, Person>;

/// The parts of a person's name.
#[derive(Default)]
pub(super) struct Person {
    pub forename: String,
    pub surname: String,
    pub name: String,
}

impl Person {
    /// The whole name; `None` where nothing of it is given.
    pub fn name(&self) -> Option<String> {
        let parts = format!("{} {}", self.forename.trim(), self.surname.trim());
        let name = if parts.trim().is_empty() { self.name.trim() } else { parts.trim() };
        (!name.is_empty()).then(|| name.to_owned())
    }
}
