//! What a cue's chief word does: says, thinks, wants, denies, asks, shows or acts.

use rustc_hash::FxHashMap as HashMap;
use std::sync::LazyLock;

/// What the verb of a cue says that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueKind {
    /// Spoke or wrote: `said`, `warned`, `tweeted`.
    Say,
    /// Thought, felt or knew: `believes`, `fears`.
    Think,
    /// Wished, or would have others do: `wants`, `urged`.
    Want,
    /// Refused or disputed: `denied`, `rejects`.
    Deny,
    /// Put a question: `asked`.
    Ask,
    /// Told as things do: `shows`, `proves`.
    Show,
    /// Did something that is no speech: `signed`, `nodded`.
    Act,
}

/// Every form of every verb of `cues.tsv`. Forms that are listed go before those that the rule makes.
static KINDS: LazyLock<HashMap<String, CueKind>> = LazyLock::new(|| {
    let verbs: Vec<(&str, CueKind, &str)> = include_str!("cues.tsv").lines().filter_map(verb).collect();
    let mut kinds = HashMap::default();
    for (lemma, kind, forms) in &verbs {
        for form in forms.split_whitespace().chain([*lemma]) {
            kinds.entry(form.to_owned()).or_insert(*kind);
        }
    }
    for (lemma, kind, _) in &verbs {
        for form in inflected(lemma) {
            kinds.entry(form).or_insert(*kind);
        }
    }
    kinds
});

/// A line of the list; `None` for comments.
fn verb(line: &str) -> Option<(&str, CueKind, &str)> {
    let mut columns = line.split('\t');
    let (lemma, kind) = (columns.next()?, columns.next()?);
    let kind = match kind {
        "say" => CueKind::Say,
        "think" => CueKind::Think,
        "want" => CueKind::Want,
        "deny" => CueKind::Deny,
        "ask" => CueKind::Ask,
        "show" => CueKind::Show,
        "act" => CueKind::Act,
        _ => return None,
    };
    Some((lemma, kind, columns.next().unwrap_or("")))
}

/// What a verb does, in any of its forms and in small letters or capitals; `None` if it is not listed.
pub(in crate::extract) fn kind(head: &str) -> Option<CueKind> {
    KINDS.get(&head.to_lowercase()).copied()
}

/// Every form of every verb of the list, with its kind.
pub(super) fn forms() -> impl Iterator<Item = (&'static str, CueKind)> {
    KINDS.iter().map(|(form, kind)| (form.as_str(), *kind))
}

/// The regular third person, past and participle: says, noted, denying, planned.
fn inflected(lemma: &str) -> [String; 3] {
    let vowel = |c: char| "aeiou".contains(c);
    let mut back = lemma.chars().rev();
    let (last, before, third) =
        (back.next().unwrap_or(' '), back.next().unwrap_or(' '), back.next().unwrap_or(' '));
    if last == 'e' {
        let stem = &lemma[..lemma.len() - 1];
        let doing = if matches!(before, 'e' | 'o' | 'y') { lemma } else { stem };
        return [format!("{lemma}s"), format!("{lemma}d"), format!("{doing}ing")];
    }
    if last == 'y' && !vowel(before) {
        let stem = &lemma[..lemma.len() - 1];
        return [format!("{stem}ies"), format!("{stem}ied"), format!("{lemma}ing")];
    }
    let hisses = matches!(last, 's' | 'x' | 'z') || (last == 'h' && matches!(before, 'c' | 's'));
    let does = if hisses { format!("{lemma}es") } else { format!("{lemma}s") };
    // One short syllable doubles its last letter; longer verbs that do so are listed with their forms.
    let syllables = lemma.chars().filter(|c| vowel(*c)).count();
    let short = syllables == 1 && vowel(before) && !vowel(third) && !vowel(last);
    if short && !matches!(last, 'w' | 'x' | 'y') {
        return [does, format!("{lemma}{last}ed"), format!("{lemma}{last}ing")];
    }
    [does, format!("{lemma}ed"), format!("{lemma}ing")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_has_a_kind_and_no_lemma_stands_twice() {
        let mut lemmas = std::collections::HashSet::new();
        for line in include_str!("cues.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (lemma, _, _) = verb(line).unwrap_or_else(|| panic!("no kind: {line}"));
            assert!(lemmas.insert(lemma), "twice: {lemma}");
        }
        assert!(lemmas.len() > 400, "{}", lemmas.len());
    }

    #[test]
    fn a_verb_has_its_kind_in_every_form() {
        for (forms, wanted) in [
            ("say says said saying Said SAYS", CueKind::Say),
            ("tell tells told telling", CueKind::Say),
            ("quip quips quipped quipping", CueKind::Say),
            ("admits admitted admitting", CueKind::Say),
            ("imply implies implied implying", CueKind::Say),
            ("echo echoed echoing", CueKind::Say),
            ("thinks thought thinking", CueKind::Think),
            ("believes believed believing", CueKind::Think),
            ("foresees foresaw foreseen foreseeing", CueKind::Think),
            ("agree agrees agreed agreeing", CueKind::Think),
            ("wants sought planning urged", CueKind::Want),
            ("denies denied denying refuses rejected", CueKind::Deny),
            ("asks asked asking", CueKind::Ask),
            ("shows showed shown showing", CueKind::Show),
            ("signs signed nodded", CueKind::Act),
        ] {
            for form in forms.split(' ') {
                assert_eq!(kind(form), Some(wanted), "{form}");
            }
        }
    }

    #[test]
    fn other_words_have_none() {
        for word in ["", "table-top", "ambassador", "the", "говорит"] {
            assert_eq!(kind(word), None, "{word}");
        }
    }
}
