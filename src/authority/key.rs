//! One key for the spellings of one name: Zelensky, Zelenskyy and Зеленський.
//!
//! A word of a name is written in Latin letters, then rewritten by the rules of `name_rules.tsv`, in order.
//! The vowels stay, so that Kerry and Kerr, Kim and Kem have two keys. Arabic script leaves its short
//! vowels out: a word in it meets its Latin spellings only where the rules list it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use deunicode::deunicode;
use regex::Regex;

use super::{rows, split};

const RULES: &str = include_str!("name_rules.tsv");

/// One rewriting of a word.
struct Rule {
    pattern: Regex,
    replacement: &'static str,
    /// What the word must look like before any rule.
    only: Option<Regex>,
}

struct Rules {
    rules: Vec<Rule>,
    /// The one spelling of each listed spelling, both as [`plain`] words.
    same: HashMap<String, String>,
    keep: HashSet<&'static str>,
    articles: HashSet<&'static str>,
}

static NAMES: LazyLock<Rules> = LazyLock::new(|| {
    let mut all =
        Rules { rules: Vec::new(), same: HashMap::new(), keep: HashSet::new(), articles: HashSet::new() };
    for [kind, first, second, third] in rows::<4>(RULES) {
        match kind {
            // The tests read every rule: one that is no regular expression does not get past them.
            "rule" => all.rules.extend(Regex::new(first).ok().map(|pattern| Rule {
                pattern,
                replacement: second,
                only: Some(third).filter(|only| !only.is_empty()).and_then(|only| Regex::new(only).ok()),
            })),
            "same" => {
                let spellings = split(second).map(|other| (plain(other), first.to_owned()));
                all.same.extend(spellings.chain([(first.to_owned(), first.to_owned())]));
            }
            "keep" => all.keep.extend(split(first)),
            _ => all.articles.extend(split(first)),
        }
    }
    all
});

/// The key under which the spellings of a name meet, whatever their script, romanisation, case and
/// accents: `Qaddafi` and `Каддафи` have one, `Bush` and `Busch` two. Empty where the name has no letter.
///
/// The words of the name keep their order and are set apart by a space; Arabic articles are left out
/// (`Bashar al-Assad`: `bashar asad`). Two names of one key may still be two people.
pub fn name_key(name: &str) -> String {
    let parts =
        name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '–' | '_' | ',' | ';' | '/'));
    let words: Vec<String> = parts.map(plain).filter(|word| !word.is_empty()).collect();
    let hyphens = name.contains(['-', '‐']);
    let mut key: Vec<String> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let article =
            |next: &String| NAMES.articles.contains(word.as_str()) || (hyphens && is_assimilated(word, next));
        if !next.is_some_and(article) {
            key.extend(servant(word, next.is_none()).iter().map(|part| word_key(part)));
        }
    }
    key.join(" ")
}

/// The listed spellings, as plain words, whose key is `key`.
pub(crate) fn listed_spellings(key: &str) -> Vec<&'static str> {
    let same = NAMES.same.keys().filter(|word| word_key(word) == key);
    let mut found: Vec<&str> = same.map(String::as_str).collect();
    found.sort_unstable();
    found
}

/// Whether the word is an Arabic article that takes the first sound of the next: `ash-Sharaa`, `as-Sisi`.
fn is_assimilated(word: &str, next: &str) -> bool {
    let sound = word.strip_prefix(['a', 'e']).unwrap_or("");
    ["s", "sh", "r", "n", "d", "z", "t"].contains(&sound) && next.starts_with(sound)
}

/// `Abdel`, `Abdul` before a name, or run into it, is `abd` and the name: `Abdelfattah`, `Abdul Fattah`.
fn servant(word: &str, last: bool) -> Vec<String> {
    let run_in = ["abdel", "abdul", "abdal", "abdol"].iter().find_map(|start| word.strip_prefix(start));
    match run_in {
        Some("") if !last => vec!["abd".to_owned()],
        Some(rest) if rest.len() >= 4 && !NAMES.same.contains_key(word) => {
            vec!["abd".to_owned(), rest.to_owned()]
        }
        _ => vec![word.to_owned()],
    }
}

/// A word in lower-case Latin letters; a word in Arabic script that the lists know stays in it.
fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
    }
    if word.contains(|c: char| ('\u{600}'..'\u{6ff}').contains(&c)) {
        let bare: String =
            word.chars().filter(|c| !('\u{64b}'..='\u{652}').contains(c) && *c != '\u{200c}').collect();
        return bare.strip_prefix("ال").filter(|rest| rest.chars().count() > 2).unwrap_or(&bare).to_owned();
    }
    let latin: String =
        deunicode(word).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if !latin.is_empty() {
        return latin;
    }
    // A letter that has no Latin form stays: a name of letters has a key.
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn word_key(word: &str) -> String {
    if NAMES.keep.contains(word) {
        return word.to_owned();
    }
    let listed = NAMES.same.get(word);
    let word = match listed {
        Some(same) => same.clone(),
        // A word of another script that no list knows.
        None if !word.is_ascii() => {
            Some(plain(&deunicode(word))).filter(|latin| !latin.is_empty()).unwrap_or(word.to_owned())
        }
        None => word.to_owned(),
    };
    if word.len() <= 3 {
        return word;
    }
    let mut key = word.clone();
    for rule in &NAMES.rules {
        if rule.only.as_ref().is_none_or(|only| only.is_match(&word)) && rule.pattern.is_match(&key) {
            key = rule.pattern.replace_all(&key, rule.replacement).into_owned();
        }
    }
    without_doubles(&key)
}

/// Doubled consonants are one: the commonest slip of all.
fn without_doubles(word: &str) -> String {
    let mut single = String::with_capacity(word.len());
    for c in word.chars() {
        if !single.ends_with(c) || "aeiou".contains(c) || c.is_ascii_digit() {
            single.push(c);
        }
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spellings of one name a line, in several scripts and romanisations. Most are in no list.
    const VARIANTS: &[&[&str]] = &[
        &[
            "Zelensky",
            "Zelenskyy",
            "Zelenskiy",
            "Zelenskyi",
            "Zelenskij",
            "Selenskyj",
            "Зеленський",
            "Зеленский",
        ],
        &[
            "Gaddafi",
            "Qaddafi",
            "Kadhafi",
            "Khadafy",
            "Gadhafi",
            "Qadhafi",
            "Kaddafi",
            "al-Gaddafi",
            "Каддафи",
            "القذافي",
        ],
        &["Netanyahu", "Netanyahou", "Nétanyahou", "Netanjahu", "Нетаньяху", "نتنياهو"],
        &["Putin", "Poutine", "Путин", "Путін"],
        &["Lavrov", "Lawrow", "Лавров"],
        &["al-Assad", "el-Assad", "Al Assad", "Assad", "الأسد", "Асад"],
        &["Mohammed", "Muhammad", "Mohamed", "Mohammad", "محمد", "Мухаммед"],
        &["Khrushchev", "Chruschtschow", "Khrouchtchev", "Хрущёв", "Хрущев"],
        &["Shevardnadze", "Schewardnadse", "Chevardnadze", "Шеварднадзе"],
        &["Zarif", "Sarif", "ظریف"],
        &["Guterres", "Gutteres", "Гутерреш"],
        &["Gorbachev", "Gorbatschow", "Gorbatchev", "Горбачёв"],
        &["Yeltsin", "Jelzin", "Eltsine", "Ельцин"],
        &["Lukashenko", "Loukachenko", "Lukaschenko", "Lukashenka", "Лукашенко"],
        &["Poroshenko", "Porochenko", "Poroschenko", "Порошенко"],
        &["Yanukovych", "Yanukovich", "Janukowytsch", "Янукович"],
        &["Peskov", "Peskow", "Песков"],
        &["Ryabkov", "Rjabkow", "Riabkov", "Рябков"],
        &["Churkin", "Tschurkin", "Tchourkine", "Чуркин"],
        &["Primakov", "Primakow", "Примаков"],
        &["Molotov", "Molotow", "Молотов"],
        &["Litvinov", "Litwinow", "Литвинов"],
        &["Vyshinsky", "Vyshinskiy", "Wyschinski", "Вышинский"],
        &["Dobrynin", "Dobrynine", "Добрынин"],
        &["Naryshkin", "Narychkine", "Naryschkin", "Нарышкин"],
        &["Shoigu", "Shoygu", "Schoigu", "Choïgou", "Шойгу"],
        &["Medinsky", "Medinskiy", "Medinskij", "Мединский"],
        &["Nebenzia", "Nebenzya", "Nebensja", "Небензя"],
        &["Kuleba", "Kouleba", "Кулеба"],
        &["Sergei", "Sergey", "Sergej", "Serguei", "Сергей"],
        &["Dmitry", "Dmitri", "Dmitriy", "Дмитрий"],
        &["Yuri", "Yuriy", "Iouri", "Jurij", "Юрий"],
        &["Valery", "Valeriy", "Valerij", "Валерий"],
        &["Gromyko", "Громыко"],
        &["Milošević", "Milosevic", "Milosevich", "Милошевић"],
        &["Vučić", "Vucic", "Vučic"],
        &["Izetbegović", "Izetbegovic", "Izetbegovich"],
        &["Tuđman", "Tudman"],
        &["Erdoğan", "Erdogan", "ERDOGAN"],
        &["Özal", "Ozal"],
        &["Müller", "Mueller", "Muller"],
        &["Schröder", "Schroeder", "Schroder"],
        &["Hussein", "Husayn", "Hussain", "Hossein", "حسين"],
        &["Osama", "Usama", "Oussama"],
        &["Omar", "Umar", "عمر"],
        &["Abdel Fattah el-Sisi", "Abd al-Fattah al-Sisi", "Abdelfattah Al-Sissi", "Abdul Fattah as-Sisi"],
        &["Khalid", "Khaled", "خالد"],
        &["Khomeini", "Khomeyni", "Khumayni", "الخميني"],
        &["Khamenei", "Khamenai", "خامنئي"],
        &["Rouhani", "Rohani", "Ruhani", "روحانی"],
        &["Ghalibaf", "Galibaf"],
        &["Araghchi", "Aragchi"],
        &["Haniyeh", "Haniya", "Haniyah", "هنية"],
        &["Nasrallah", "Nasralla", "نصرالله"],
        &["Mubarak", "Moubarak", "مبارك"],
        &["Qasim", "Kasim", "Qassim", "Kassim"],
        &["Qureshi", "Kureshi"],
        &["Yusuf", "Youssef", "Yousef"],
        &["Ibrahim", "Ebrahim"],
        &["al-Sharaa", "ash-Sharaa", "al-Shara", "Sharaa"],
        &["al-Zawahiri", "az-Zawahiri", "el-Zawahiri"],
        &["al-Rahman", "ar-Rahman", "Rahman"],
        &["ElBaradei", "el-Baradei", "Al Baradei"],
        &["Boutros-Ghali", "Boutros Ghali", "Boutros-Gali"],
        &["Xi Jinping", "Xi Jin-ping", "XI Jinping"],
        &["Kim Jong-un", "Kim Jong Un"],
        &["Ban Ki-moon", "Ban Ki Moon"],
        &["Park Geun-hye", "Park Geun Hye"],
        &["Wałęsa", "Walesa"],
        &["Jaruzelski", "Jaruzelsky"],
        &["Havel", "HAVEL"],
        &["Dubček", "Dubcek"],
        &["Dos Santos", "dos Santos"],
        &["O’Neill", "O'Neill", "ONeill", "O'Neil"],
        &["Powell", "Powel"],
        &["Blinken", "Блинкен"],
        &["Annan", "Anan"],
        &["Dag Hammarskjöld", "Dag Hammarskjold"],
        &["Kofi Annan", "Kofi  Annan"],
        &["Alexei", "Aleksey", "Alexey", "Алексей"],
        &["Alexander", "Aleksandr", "Aleksander", "Александр"],
        &["Bashar al-Assad", "Bachar el-Assad", "Башар Асад", "بشار الأسد"],
        &["Sergey Lavrov", "Sergei Lavrov", "Sergej Lawrow", "Сергей Лавров"],
        &["Romanov", "Romanoff", "Romanow"],
        &["Kosygin", "Kossygin", "Косыгин"],
        &["Pavlov", "Pavloff", "Pawlow", "Павлов"],
        &["Rostovsky", "Rostovskiy", "Rostowski", "Ростовский"],
        &["Benyamin", "Benjamin"],
    ];

    /// Names of others, each its own.
    const ALONE: &[&str] = &[
        "Busch",
        "Bush",
        "Kerry",
        "Kerr",
        "Kim",
        "Kem",
        "Rice",
        "Reise",
        "Azad",
        "Brown",
        "Braun",
        "Miller",
        "Millner",
        "Baker",
        "Becker",
        "Houston",
        "Huston",
        "Young",
        "Jung",
        "Lee",
        "Le",
        "Li",
        "Jan",
        "Ian",
        "Al Gore",
        "Hamad",
        "Hamed",
        "Mehmet",
        "Mahmoud",
        "Hassan",
        "Haidar",
        "Khan",
        "Kahn",
        "Martin",
        "Martine",
        "Stein",
        "Stone",
        "Reid",
        "Red",
        "Blair",
        "Blayney",
        "Cohen",
        "Conn",
        "Wolf",
        "Wolfowitz",
        "Carter",
        "Cartier",
        "Thatcher",
        "Hatcher",
        "Chad",
        "Shad",
        "Albright",
        "Allbrecht",
        "Straw",
        "Strauss",
        "Rusk",
        "Rusch",
        "Vance",
        "Vans",
        "Hague",
        "Haig",
        "Ford",
        "Fort",
        "Mao",
        "May",
        "Merkel",
        "Markel",
        "Maas",
        "Moss",
    ];

    type Pair = (String, String);

    /// How many pairs of one name have one key, how many there are, which of them have two keys, and which
    /// pairs of two names have one.
    fn pairs() -> (usize, usize, Vec<Pair>, Vec<Pair>) {
        let alone = ALONE.iter().map(std::slice::from_ref);
        let all: Vec<_> = VARIANTS
            .iter()
            .copied()
            .chain(alone)
            .enumerate()
            .flat_map(|(group, names)| names.iter().map(move |name| (group, *name, name_key(name))))
            .collect();
        let (mut met, mut meant, mut missed, mut wrong) = (0, 0, Vec::new(), Vec::new());
        for (at, (group, name, key)) in all.iter().enumerate() {
            for (other_group, other, other_key) in &all[..at] {
                match (group == other_group, key == other_key) {
                    (true, true) => (met, meant) = (met + 1, meant + 1),
                    (true, false) => {
                        meant += 1;
                        missed.push((format!("{other} {other_key}"), format!("{name} {key}")));
                    }
                    (false, true) => wrong.push((format!("{other} {other_key}"), (*name).to_owned())),
                    (false, false) => {}
                }
            }
        }
        (met, meant, missed, wrong)
    }

    #[test]
    fn spellings_of_one_name_meet_and_false_friends_stay_apart() {
        let (met, meant, missed, wrong) = pairs();
        let recall = met as f64 / meant as f64;
        let precision = met as f64 / (met + wrong.len()) as f64;
        println!("{} names, recall {recall:.3}, precision {precision:.3}", VARIANTS.len() + ALONE.len());
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(recall > 0.97, "{recall}: {missed:#?}");
    }

    #[test]
    fn every_rule_is_read_and_used() {
        let written = rows::<4>(RULES).filter(|row| row[0] == "rule").count();
        assert_eq!(NAMES.rules.len(), written);
        for [kind, pattern, replacement, only] in rows::<4>(RULES) {
            assert!(["rule", "same", "keep", "article"].contains(&kind), "{kind}");
            assert!(kind != "rule" || only.is_empty() || Regex::new(only).is_ok(), "{pattern} {replacement}");
        }
    }

    #[test]
    fn a_key_is_plain_and_whole_names_keep_their_words() {
        assert_eq!(name_key("Bashar al-Assad"), "bashar asad");
        assert_eq!(name_key("Al Gore"), "gore");
        assert_eq!(name_key(" ’… "), "");
        assert_eq!(name_key("el"), "el");
    }

    proptest::proptest! {
        #[test]
        fn no_name_breaks_it(name in "\\PC{0,40}") {
            let key = name_key(&name);
            proptest::prop_assert!(!key.starts_with(' ') && !key.ends_with(' ') && !key.contains("  "));
            proptest::prop_assert_eq!(name_key(&name.to_uppercase()).is_empty(), key.is_empty());
            proptest::prop_assert!(!key.is_empty() || !name.contains(char::is_alphabetic), "{}", name);
        }
    }
}
