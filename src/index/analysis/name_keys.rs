//! The keys that names are found by.

use std::rc::Rc;

use crate::authority::name_key;
use crate::memo::Memo;

/// The keys under which a name is indexed and looked up: one for each of its words that is no article, the
/// same for all spellings ([`name_key`]). The words are taken as written, since a key needs what the
/// analysis of words takes out (the hyphen of `ash-Sharaa`, the letters of other scripts), but for a possessive.
pub(crate) fn name_keys(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().map(super::without_possessive).collect();
    name_key(&words.join(" ")).split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

/// The same, remembered.
pub(crate) fn memoized_name_keys(name: &str) -> Rc<[Rc<str>]> {
    thread_local! {
        static KEYS: Memo<Rc<[Rc<str>]>> = Memo::default();
    }
    KEYS.with(|known| known.get_or_make(name, |name| name_keys(name).into_iter().map(Rc::from).collect()))
}
