use super::*;
use crate::authority::Authority;

/// The speakers of the sources that stand in brackets, in order.
fn speakers(marked: &str) -> Vec<String> {
    speakers_by(&Authority::shared(), marked)
}

fn speakers_by(authority: &Authority, marked: &str) -> Vec<String> {
    let text = marked.replace(['[', ']'], "");
    let mut ranges = Vec::new();
    let (mut at, mut start) = (0, 0);
    for c in marked.chars() {
        match c {
            '[' => start = at,
            ']' => ranges.push(start..at),
            _ => at += c.len_utf8(),
        }
    }
    let mentions = authority.find(&text);
    let mut people = People::new(&text, &mentions, Setting { authority, date: None, home: None });
    let told = ranges.into_iter().map(|range| match people.speaker(range) {
        None => "-".to_owned(),
        Some(who) => {
            [Some(who.speaker.name.clone()), who.speaker.role.clone(), who.speaker.affiliation.clone()]
                .map(|part| part.unwrap_or_default())
                .join("|")
        }
    });
    told.collect()
}

#[test]
fn one_person_under_many_names() {
    let text = "[US State Department spokesman Matthew Miller] said on Wednesday that talks go on. [Miller] said so. \
[He] noted it. [The spokesman] added it. [A State Department spokesman] said it again.";
    assert_eq!(speakers(text), ["Matthew Miller|spokesman|US State Department"; 5]);
}

#[test]
fn a_particle_may_be_joined_to_a_surname() {
    let text = "[Karim al-Haddad, the movement’s chief negotiator,] said no. [Al-Haddad] said it twice. [Mr. Haddad] \
agreed, said [Omar el-Amin]. And [al-Haddad] left.";
    let negotiator = "Karim al-Haddad|chief negotiator|";
    assert_eq!(speakers(text), [negotiator, negotiator, negotiator, "Omar el-Amin||", negotiator]);
}

#[test]
fn a_post_after_a_single_name_is_no_part_of_it() {
    let text = "[Hamdan, a spokesman for the movement,] said no. [The spokesman, a tall man,] went on.";
    assert_eq!(speakers(text), ["Hamdan|spokesman|", "Hamdan|spokesman|"]);
}

#[test]
fn two_with_one_surname_stay_two() {
    let text = "[Senator Orsolya Miller] spoke. [Miller] went on. Later [Spokesman Matthew Miller] answered, and [Miller] left.";
    assert_eq!(
        speakers(text),
        [
            "Orsolya Miller|senator|",
            "Orsolya Miller|senator|",
            "Matthew Miller|spokesman|",
            "Matthew Miller|spokesman|"
        ]
    );
}

#[test]
fn a_post_may_follow_the_name() {
    let text = "[Orsolya Vadas, the Hungarian ambassador to France,] said no. [She] said it twice. [Jake Novak, \
a spokesman for the State Department,] agreed.";
    assert_eq!(
        speakers(text),
        [
            "Orsolya Vadas|ambassador|Hungary",
            "Orsolya Vadas|ambassador|Hungary",
            "Jake Novak|spokesman|US State Department"
        ]
    );
}

#[test]
fn bodies_and_governments_speak() {
    let text = "[Hamas] said no. [The Israeli government] said yes. [It] insisted. [Russian Foreign Minister Sergey Lavrov] \
spoke, [who] wondered.";
    let found = speakers(text);
    assert_eq!(found[0], "Hamas||");
    assert_eq!(found[1], "Israel||");
    assert_eq!(found[2], "Israel||");
    assert!(found[3].starts_with("Sergey Lavrov|foreign minister|Russia"), "{found:?}");
}

#[test]
fn who_is_spoken_for_is_not_who_speaks() {
    let text = "President Orsolya Vadas was away. [A spokesman for Vadas] said so. [Vadas’s lawyer] agreed. [Critics] objected. [Which] said so.";
    let found = speakers(text);
    assert!(!found[0].starts_with("Orsolya Vadas"), "{found:?}");
    assert!(!found[1].starts_with("Orsolya Vadas"), "{found:?}");
    assert_eq!(found[2..], ["Critics||", "-"]);
}

#[test]
fn pronouns_go_with_their_person() {
    let text = "[Margaret Holm] met [Peter Sand]. [She] said no and [he] said yes.";
    assert_eq!(speakers(text)[2..], ["Margaret Holm||", "Peter Sand||"]);
}

#[test]
fn names_that_the_lists_do_not_know() {
    let text = "[Franjo Holm of Croatia] insisted. [Russia’s Igor Sand] agreed. [President Bill Moor] left. From the Baltic to the \
Adriatic, [the prime minister] said, all was quiet.";
    assert_eq!(
        speakers(text),
        [
            "Franjo Holm||Croatia",
            "Igor Sand||Russia",
            "Bill Moor|president|",
            "prime minister|prime minister|"
        ]
    );
}

#[test]
fn a_person_of_the_users_list_keeps_post_and_pronoun() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    std::fs::write(&file, "name,type,variants\nAda Example,person,Adah Exampel\n").unwrap();
    let authority = Authority::open(&file).unwrap();
    let text = "[US State Department spokeswoman Adah Exampel] said so. [She] noted it. [Ada Example] went on. [Exampel] left.";
    assert_eq!(speakers_by(&authority, text)[..3], ["Ada Example|spokeswoman|US State Department"; 3]);
}
