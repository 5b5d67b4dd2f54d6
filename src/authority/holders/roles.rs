//! The offices that the list knows, and how texts and titles name them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::authority::{Authority, MINISTRY, key, rows, split};
use crate::model::EntityType;

/// One way in which an office is named.
pub(super) struct Form {
    pub role: &'static str,
    /// The states or bodies of which it is used; empty for all.
    only: Vec<&'static str>,
    /// The states or bodies that are meant where none is named.
    pub unsaid: Vec<&'static str>,
}

impl Form {
    /// Whether it is used of that state or body.
    pub fn is_of(&self, body: &str) -> bool {
        let kind = || Authority::builtin().canonical(body).map_or(EntityType::Country, |entity| entity.kind);
        self.only.is_empty()
            || self.only.iter().any(|only| match *only {
                "country" => kind() == EntityType::Country,
                "organisation" => kind() == EntityType::Organisation,
                only => only == body,
            })
    }
}

/// The table of offices.
pub(super) struct Roles {
    forms: HashMap<&'static str, Vec<Form>>,
    /// Those that one person holds at a time.
    one: HashSet<&'static str>,
    /// The words of the longest form.
    pub longest: usize,
}

/// A department of a state, or the residence of its head.
pub(super) struct Department {
    pub state: &'static str,
    spokesperson: &'static str,
    deputy_spokesperson: &'static str,
    head: &'static str,
}

/// The offices of `roles.tsv`, read once.
pub(super) fn roles() -> &'static Roles {
    static ROLES: LazyLock<Roles> = LazyLock::new(|| {
        let mut roles = Roles { forms: HashMap::new(), one: HashSet::new(), longest: 0 };
        for [role, seats, forms, only, unsaid] in rows::<5>(include_str!("roles.tsv")) {
            if seats == "one" {
                roles.one.insert(role);
            }
            for form in split(forms).chain([role]) {
                // The office's own name is no form of those whose state goes without saying: `chancellor`.
                let unsaid = if split(forms).any(|listed| listed == form) { unsaid } else { "" };
                let new = Form { role, only: split(only).collect(), unsaid: split(unsaid).collect() };
                let known = roles.forms.entry(form).or_default();
                if !known.iter().any(|known| known.role == role && known.only == new.only) {
                    known.push(new);
                }
                roles.longest = roles.longest.max(form.split([' ', '-']).count());
            }
        }
        roles
    });
    &ROLES
}

impl Roles {
    /// What the words, as [`plain`] writes them, may name.
    pub fn form(&self, words: &str) -> &[Form] {
        self.forms.get(words).map_or(&[], Vec::as_slice)
    }

    /// All forms that name the office of that state or body.
    pub fn forms_of(&self, role: &str, body: &str) -> Vec<&'static str> {
        let is_it = |form: &&Form| form.role == role && form.is_of(body);
        let named = self
            .forms
            .iter()
            .filter(|(_, forms)| forms.iter().find(|form| form.is_of(body)).is_some_and(|form| is_it(&form)));
        let mut found: Vec<&'static str> = named.map(|(words, _)| *words).collect();
        found.sort_unstable();
        found
    }

    /// Whether one person at a time holds the office.
    pub fn is_one(&self, role: &str) -> bool {
        self.one.contains(role)
    }
}

/// The department or residence of that canonical name.
pub(super) fn department(body: &str) -> Option<Department> {
    if let Some(people) = body.strip_suffix(MINISTRY) {
        let authority = Authority::builtin();
        let state = authority.canonical(people.trim()).filter(|entity| entity.kind == EntityType::Country)?;
        return Some(Department {
            state: &state.name,
            spokesperson: "foreign ministry spokesperson",
            deputy_spokesperson: "deputy foreign ministry spokesperson",
            head: "foreign minister",
        });
    }
    rows::<5>(include_str!("departments.tsv")).find(|[name, ..]| *name == body).map(
        |[_, state, spokesperson, deputy_spokesperson, head]| Department {
            state,
            spokesperson,
            deputy_spokesperson,
            head,
        },
    )
}

/// The departments and residences of a state whose spokesperson, or deputy spokesperson, holds that office.
pub(super) fn departments_speaking<'r>(
    state: &'r str,
    role: &'r str,
) -> impl Iterator<Item = (&'static str, &'static str)> + 'r {
    let all = rows::<4>(include_str!("departments.tsv"));
    all.filter(move |[_, of, ..]| *of == state).filter_map(
        move |[name, _, spokesperson, deputy]| match role {
            _ if role == spokesperson => Some((name, "spokesperson")),
            _ if role == deputy => Some((name, "deputy spokesperson")),
            _ => None,
        },
    )
}

/// The departments and residences of a state, but for the foreign ministry.
pub(super) fn departments_of(state: &str) -> impl Iterator<Item = &'static str> {
    let all = rows::<2>(include_str!("departments.tsv"));
    all.filter(move |[_, of]| *of == state).map(|[name, _]| name)
}

impl Department {
    /// The office of the state that `role` is in this department: a spokesman of the State Department is the
    /// foreign ministry's.
    pub fn role(&self, role: &'static str) -> &'static str {
        let own = match role {
            "spokesperson" => self.spokesperson,
            "deputy spokesperson" => self.deputy_spokesperson,
            "head" => self.head,
            _ => role,
        };
        if own.is_empty() { role } else { own }
    }
}

/// Words in lower case, without dots, apostrophes and hyphens.
pub(super) fn plain(words: &str) -> String {
    let words = key(words).replace(['-', '‐', '–', '_'], " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
