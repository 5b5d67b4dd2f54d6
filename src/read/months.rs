//! Names of months.

use rustc_hash::FxHashMap as HashMap;
use std::sync::LazyLock;

/// A month's number by its English name or abbreviation: `October`, `Oct.`, `Sept`.
pub(crate) fn month(name: &str) -> Option<u32> {
    let name = name.trim_end_matches('.');
    let name = if name.eq_ignore_ascii_case("sept") { "Sep" } else { name };
    name.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

/// Names of `months.tsv`.
static NAMES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let lines = include_str!("months.tsv").lines().filter(|line| !line.starts_with('#'));
    let named = lines.filter_map(|line| {
        let (number, names) = line.split_once('\t')?;
        Some((number.parse::<u32>().ok()?, names))
    });
    named.flat_map(|(number, names)| names.split(';').map(move |name| (name, number))).collect()
});

/// A month's number by its name in any language of the list, in small letters or capitals.
pub(super) fn month_in_any_language(name: &str) -> Option<u32> {
    let name = name.trim_end_matches('.').to_lowercase();
    NAMES.get(name.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_the_languages_of_the_united_nations() {
        for (names, number) in [
            ("October Oct. octobre octubre октября أكتوبر OKTOBER", 10),
            ("February févr. Febrero февраля فبراير", 2),
            ("August août agosto августа أغسطس", 8),
        ] {
            for name in names.split(' ') {
                assert_eq!(month_in_any_language(name), Some(number), "{name}");
            }
        }
        assert_eq!(month_in_any_language("Mayor"), None);
    }

    #[test]
    fn each_name_is_one_month_s() {
        let lines = include_str!("months.tsv").lines().filter(|line| !line.starts_with('#'));
        let names: Vec<&str> =
            lines.filter_map(|line| line.split_once('\t')).flat_map(|(_, names)| names.split(';')).collect();
        assert_eq!(names.len(), NAMES.len());
    }
}
