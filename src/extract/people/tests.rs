use super::*;
use crate::authority::Authority;

fn found<'a>(text: &'a str, mentions: &'a [Mention], setting: Setting<'a>) -> People<'a> {
    People::new(text, mentions, setting, Naming::new(text, mentions, setting))
}

/// The persons whom a text of 2016 names, in order.
fn named(text: &str) -> Vec<String> {
    named_on("2016-05-03", text)
}

fn named_on(date: &str, text: &str) -> Vec<String> {
    let authority = Authority::shared();
    let mentions = authority.find(text);
    let setting = Setting { authority: &authority, date: date.parse().ok(), home: None };
    let found = Naming::new(text, &mentions, setting).mentions(true);
    found.into_iter().map(|mention| mention.entity.name).collect()
}

#[test]
fn a_surname_that_stands_alone_is_whoever_leads_a_state_then() {
    assert_eq!(named("The sanctions hit Putin hard."), ["Vladimir Putin"]);
    // The family's name comes first.
    assert_eq!(named("They met President Xi there."), ["Xi Jinping"]);
    // Here it is somebody else's.
    assert_eq!(named("Ana Putin runs a bakery. The bill hit Putin hard."), ["Ana Putin", "Ana Putin"]);
    assert_eq!(named("The bill hit Holmgren hard."), Vec::<String>::new());
}

#[test]
fn a_number_tells_a_monarch_from_whoever_is_called_so_twice() {
    assert_eq!(named("They met King Abdullah II of Jordan in Amman."), ["Abdullah II"]);
    assert_eq!(named("They met Abdullah Abdullah in Kabul."), ["Abdullah Abdullah"]);
}

#[test]
fn the_two_leaders_are_the_only_two_whom_the_text_has() {
    let both = |text: &str, source: &str| -> Vec<String> {
        let authority = Authority::shared();
        let mentions = authority.find(text);
        let mut people = found(text, &mentions, Setting { authority: &authority, date: None, home: None });
        let start = text.rfind(source).unwrap();
        let both = people.both(&(start..start + source.len()));
        both.into_iter().flatten().map(|who| who.speaker.name.clone()).collect()
    };
    let met = "President Ada Example met Prime Minister Ben Sample in Bern.";
    assert_eq!(
        both(&format!("{met} The two leaders agreed."), "The two leaders"),
        ["Ada Example", "Ben Sample"]
    );
    assert_eq!(both(&format!("{met} The leaders agreed."), "The leaders"), ["Ada Example", "Ben Sample"]);
    assert!(both(&format!("{met} They wrote to G7 leaders. The leaders agreed."), "The leaders").is_empty());
    assert!(
        both(&format!("{met} President Carla Holmgren was absent. The leaders agreed."), "The leaders")
            .is_empty()
    );
    assert!(both(&format!("{met} The companies agreed."), "The companies").is_empty());
}

#[test]
fn a_surname_that_a_text_gives_to_somebody_is_no_leader_s() {
    // So far back that it may be either of the two.
    let others = [
        "Carl Weiss",
        "Dora Holm",
        "Emil Brandt",
        "Fred Lund",
        "Gina Moss",
        "Hans Krog",
        "Ida Berg",
        "Karl Dahl",
    ];
    let between: String =
        others.map(|name| format!("Then {name} spoke of the river and of the road. ")).concat();
    let found = named(&format!("Ana Putin and Ben Putin run a bakery. {between}The bill hit Putin hard."));
    assert!(found.len() >= 10 && !found.contains(&"Vladimir Putin".to_owned()), "{found:?}");
}

#[test]
fn a_term_lasts_as_long_as_the_list_knows() {
    assert_eq!(named_on("2024-10-23", "Mr. Putin was there."), ["Vladimir Putin"]);
}

#[test]
fn a_king_s_name_that_two_kings_bear_then_is_neither_s() {
    assert_eq!(named_on("2021-07-19", "They spoke with King Abdullah."), ["Abdullah"]);
}

#[test]
fn capitals_alone_are_no_persons() {
    assert_eq!(named("Mr. Deputy Speaker, the River Deal Forum met Ana Weiss."), ["Ana Weiss"]);
    assert!(is_english("The envoy said that talks on the river would go on in May."));
    assert!(!is_english("Wysoka Izbo! Panie Marszałku! Dziękuję Wysokiej Izbie za uwagę."));
}

#[test]
fn what_may_be_a_state_is_a_given_name_before_a_surname() {
    assert_eq!(named("The party chose Jordan Weiss. Talks with Jordan went on."), ["Jordan Weiss"]);
    assert_eq!(named("He wrote to Georgia Governor Ben Sample."), ["Ben Sample"]);
}

#[test]
fn what_may_be_a_state_is_a_name_where_a_title_or_what_follows_says_so() {
    let states = |text: &str| {
        let authority = Authority::shared();
        let mentions = authority.find(text);
        let setting = Setting { authority: &authority, date: None, home: None };
        let kept = Naming::new(text, &mentions, setting).without_names(mentions.clone());
        kept.into_iter().map(|mention| mention.entity.name).collect::<Vec<_>>()
    };
    for text in [
        "Malta Weber, an aide, left the hall.",
        "Chile Gomes, 45, left the hall.",
        "Ambassador Vienna Tenner said it.",
        "President Holland said it, and so did Lord Holland.",
        "Mr. England was there.",
    ] {
        assert!(states(text).is_empty(), "{text}: {:?}", states(text));
    }
    assert_eq!(
        states("Special Envoy Sudan, Kenya Airways and Malta, an island, were named."),
        ["Sudan", "Kenya", "Malta"]
    );
    assert_eq!(states("The ambassador of Israel Samir Haddad came."), ["Israel"]);
}

#[test]
fn a_title_of_several_is_the_title_of_each() {
    assert_eq!(
        named("He met Senators Solheim and Tasker, and Ministers Brandt and Weiss, today."),
        ["Solheim", "Tasker", "Brandt", "Weiss"]
    );
    assert_eq!(named("The Leaders Statement and the Ministers Meeting were short."), Vec::<String>::new());
}

#[test]
fn an_ordinary_word_after_a_title_is_a_surname_that_somebody_bears() {
    assert_eq!(named("He thanked Director Young for the work."), ["Young"]);
    assert_eq!(named("He thanked the President Elect."), Vec::<String>::new());
    assert_eq!(named("Kyle J. Malady is an adviser."), ["Kyle J. Malady"]);
}

#[test]
fn greetings_places_and_broken_words_are_no_persons() {
    for text in [
        "SENIOR ADMINISTRATION OFFICIAL:  Hi, this is a briefing.",
        "They met in the Rose Garden, at Beverly Hills and at Clark Atlanta University.",
        "The Brady Bill passed; the Mary Weiss Distinguished Professor spoke.",
        "It was the adviser, Anna Holmg- — Holm, who came.",
    ] {
        let wrong = ["Hi", "Rose Garden", "Beverly Hills", "Clark Atlanta", "Brady Bill", "Anna Holmg"];
        let found = named(text);
        assert!(
            !found.iter().any(|name| wrong.contains(&name.as_str()) || name.contains("Professor")),
            "{found:?}"
        );
    }
    assert_eq!(
        named("Q\u{a0} \u{a0}Anna Weiss, you spoke.\n\nQ\u{a0} \u{a0}Anna, thanks."),
        ["Anna Weiss", "Anna Weiss"]
    );
}

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
    let mut people = found(&text, &mentions, Setting { authority, date: None, home: None });
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

/// The names alone.
fn names(marked: &str) -> Vec<String> {
    speakers(marked).into_iter().map(|told| told.split('|').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_name_ends_before_what_goes_with_the_verb() {
    for source in
        ["Brandvold dryly", "Brandvold over lunch", "Brandvold once more", "Brandvold as the lights went out"]
    {
        assert_eq!(names(&format!("“Enough,” said [{source}].")), ["Brandvold"], "{source}");
    }
    assert_eq!(names("“Enough,” said [the mayor dryly]."), ["mayor"]);
}

#[test]
fn an_office_and_its_body_are_no_part_of_a_name() {
    for (source, name) in [
        ("The chairwoman of the river board, Ingrid Solheim,", "Ingrid Solheim"),
        ("President of Latvia Juris Kalnins", "Juris Kalnins"),
        ("Norway’s ambassador to Ghana Ingrid Solheim", "Ingrid Solheim"),
        ("Deputy Assistant Secretary of State for African Affairs Ingrid Solheim", "Ingrid Solheim"),
        ("Prime Minister Kalnins’s press secretary, Ingrid Solheim,", "Ingrid Solheim"),
    ] {
        assert_eq!(names(&format!("[{source}] said no.")), [name], "{source}");
    }
}

#[test]
fn a_namesake_without_the_office_is_somebody_else() {
    let text = "[Governor Solheim] said no. [Astrid Solheim] said that she was glad. [Solheim] went on.";
    assert_eq!(names(text), ["Solheim", "Astrid Solheim", "Solheim"]);
    let text = "[Governor Harald Solheim] said no. His wife, [Astrid Solheim], said yes. [Solheim] went on.";
    assert_eq!(names(text), ["Harald Solheim", "Astrid Solheim", "Harald Solheim"]);
}

#[test]
fn a_deputy_or_a_former_holder_does_not_hold_the_office() {
    for holder in ["Deputy Defence Minister Harald Solheim", "Former Defence Minister Harald Solheim"] {
        let found = names(&format!("[{holder}] said no. [The defence minister] said yes."));
        assert_eq!(found[0], "Harald Solheim", "{holder}");
        assert_ne!(found[1], "Harald Solheim", "{holder}");
    }
    let text = "[The vice-president, Astrid Solheim,] said no. [The vice president] said it again.";
    assert_eq!(names(text), ["Astrid Solheim", "Astrid Solheim"]);
}

#[test]
fn a_pronoun_goes_with_a_surname_alone() {
    assert_eq!(names("Brandvold landed at noon. “It is done,” [he] said."), ["Brandvold"]);
    assert_eq!(names("The envoy landed at noon. “It is done,” [he] said."), ["envoy"]);
}

#[test]
fn a_reporter_s_line_names_nobody_whom_a_pronoun_means() {
    assert_eq!(names("By Harald Solheim\n\nThe talks ended at noon. “It is done,” [he] said."), ["-"]);
}

#[test]
fn a_state_is_no_person_of_that_nationality() {
    assert_eq!(names("[The Norwegian] said no."), ["Norwegian"]);
    assert_eq!(names("Norwegian envoy Harald Solheim came. [The Norwegian] said no."), ["Harald Solheim"]);
    assert_eq!(names("[Norway’s Solheim] said no."), ["Solheim"]);
}

#[test]
fn what_can_say_nothing_is_no_speaker() {
    assert_eq!(
        names("[The funding] shows no end. [I’ve] said so. [Two senior officials] said no."),
        ["-", "-", "Two senior officials"]
    );
}

#[test]
fn who_wrote_a_statement_says_it() {
    assert_eq!(names("[A statement from the harbour board] said no."), ["harbour board"]);
}

#[test]
fn joined_sources_are_several() {
    let authority = Authority::shared();
    let text = "Norway, Latvia and Chad said no. A spokesman for Norway and Latvia said yes.";
    let mentions = authority.find(text);
    let people = found(text, &mentions, Setting { authority: &authority, date: None, home: None });
    assert_eq!(people.joint(&(0..24)).len(), 3);
    let start = text.find("A spokesman").unwrap();
    assert_eq!(people.joint(&(start..text.find(" said yes").unwrap())).len(), 1);
}

#[test]
fn an_office_of_a_state_is_whoever_held_it_on_the_date() {
    let authority = Authority::shared();
    let text = "The Russian foreign minister said no.";
    let mentions = authority.find(text);
    let on = |date: &str| {
        let setting = Setting { authority: &authority, date: date.parse().ok(), home: None };
        found(text, &mentions, setting).speaker(0..28).map(|who| who.speaker.name.clone())
    };
    assert_eq!(on("2014-03-05").as_deref(), Some("Sergey Lavrov"));
    assert_ne!(on("1995-03-05").as_deref(), Some("Sergey Lavrov"));
}

#[test]
fn a_pronoun_passes_over_houses_and_words_that_end_a_sentence() {
    // A firm that bears a name is no person, and neither is a word that a preposition joins to its sentence.
    let text = "[Omar Haddad] was named a fellow. Before that he worked at Sun Systems and Wilson Sonder. [He] said that it helped.";
    assert_eq!(names(text), ["Omar Haddad", "Omar Haddad"]);
    let text = "[President Ada Example] spoke of trade. She called it the heart of Exampleomics. [She] said that it worked.";
    assert_eq!(names(text), ["Ada Example", "Ada Example"]);
}

#[test]
fn the_place_that_a_place_is_in_does_not_speak() {
    assert_eq!(names("[The Holm Centre at the River from Port Town, Norwick] said no."), ["-"]);
}

#[test]
fn a_source_ends_before_its_verb_and_before_who() {
    let text = "[The two envoys agreed] on the need for talks. [Farmers who] wait said no.";
    assert_eq!(names(text), ["two envoys", "Farmers"]);
}

#[test]
fn who_serves_an_office_does_not_hold_it() {
    let text = "Assistant to the President for Security Affairs Jonas Brandt met farmers. [Brandt] said no.";
    assert_eq!(speakers(text), ["Jonas Brandt||"]);
    let text = "[Senior Adviser to the President Jonas Brandt] said no.";
    assert_eq!(speakers(text), ["Jonas Brandt|adviser to the president|"]);
}

/// Whose the quotations of a text are.
fn quoted(text: &str) -> Vec<String> {
    let document = crate::model::Document::new("a.md", text);
    let said = crate::extract::Extractor::default().extract(&document);
    let quoted = said.into_iter().filter(|one| one.kind == crate::model::Kind::Quoted);
    quoted.map(|one| one.speaker.map(|who| who.name).unwrap_or_default()).collect()
}

#[test]
fn a_label_before_a_quotation_is_who_says_it_whatever_names_stand_in_it() {
    let text = "What they are saying\n\n\
**Ana Weiss, Director, Institute for the Study of Rivers and\nLakes of Latvia:** “The plan is good for all of us.” \n\n\
**Save the Harbours Norway:** “We welcome the plan. It is a good one.”\n\n\
**Rep. Jonas Brandt (ND-4):** “It will help our towns, and our towns need it.”\n\n\
**Harbour Mayors**: “We are grateful to work with all who have made it.”\n";
    assert_eq!(quoted(text), ["Ana Weiss", "Save the Harbours Norway", "Jonas Brandt", "Harbour Mayors"]);
}

#[test]
fn a_list_of_quotations_parted_by_lines_of_white_space_or_by_none_keeps_each_with_its_label() {
    let listed = [
        "**Latvia Senator Ana Weiss**: “The plan is good for\nall of us.”\n\\[Statement, 8/29/23\\]",
        "**Institute for Rivers:** “We welcome it.”\n\\[Statement, 8/29/23\\]",
        "**Norway Minister Jonas Brandt:** “It will help our towns,\nand they need it.”\n\\[Letter\\]",
        "**Harbour Mayors**: “We are grateful to all who made it.”",
    ];
    for blank in ["\n\n", "  \n  \n", "\n"] {
        let text = format!("What they are saying{blank}{}\n", listed.join(blank));
        let document = crate::model::Document::new("a.md", text);
        let said = crate::extract::Extractor::default().extract(&document);
        for (name, words) in [
            ("Ana Weiss", "The plan is good"),
            ("Institute for Rivers", "We welcome it"),
            ("Jonas Brandt", "It will help"),
            ("Harbour Mayors", "We are grateful"),
        ] {
            let one = said.iter().find(|one| one.text.contains(words));
            let speaker = one.and_then(|one| one.speaker.as_ref()).map(|who| who.name.as_str());
            assert_eq!(speaker, Some(name), "{blank:?}: {one:?}");
        }
    }
}

#[test]
fn headings_of_a_fact_sheet_are_no_speakers() {
    let text = "Fact sheet on the visit\n\n\
**Upgrading Command and Control:** The two states plan to upgrade their command. They have begun to.\n\n\
**Major Commercial Deals:** The firms of both states see what trade can do. We welcome that.\n\n\
**U.S.-ASEAN Health Futures:** The states will train nurses, and pay for it. We do so gladly.\n";
    let document = crate::model::Document::new("a.md", text);
    let said = crate::extract::Extractor::default().extract(&document);
    let headings = ["Upgrading Command and Control", "Commercial Deals", "Health Futures"];
    for one in &said {
        let name = one.speaker.as_ref().map_or("", |who| who.name.as_str());
        assert!(!headings.iter().any(|heading| name.contains(heading)), "{one:?}");
    }
}

/// Who says each statement of a text, `-` where nobody does.
fn told(format: crate::model::Format, text: &str) -> Vec<(String, String)> {
    let document = crate::model::Document { format, ..crate::model::Document::new("a", text) };
    let said = crate::extract::Extractor::default().extract(&document);
    let name = |one: &crate::model::Statement| {
        let names: Vec<_> = one.all_speakers().iter().map(|who| who.name.as_str()).collect();
        if names.is_empty() { "-".to_owned() } else { names.join(" + ") }
    };
    said.iter().map(|one| (name(one), one.text.clone())).collect()
}

fn who_tells(text: &str, words: &str) -> String {
    let told = told(crate::model::Format::Markdown, text);
    let one = told.into_iter().find(|(_, text)| text.contains(words));
    one.unwrap_or_else(|| panic!("{words}: nowhere in {text}")).0
}

#[test]
fn a_name_that_an_item_of_a_list_breaks_over_indented_lines_is_whole() {
    let text = "As part of the tour:\n\n\
-   House Office of Science and Technology Policy Director Karin\n    Solheim said that research is good.\n\
-   On Monday the whole of the port was open, and Minister\n    Jonas Brandt said that it would stay so.\n";
    assert_eq!(who_tells(text, "research is good"), "Karin Solheim");
    assert_eq!(who_tells(text, "stay so"), "Jonas Brandt");
}

#[test]
fn a_state_is_named_as_a_whole() {
    let text = "Today, the United States is also announcing that it will be joining the Panel for an Ocean Economy.\n";
    assert_eq!(who_tells(text, "joining"), "United States");
}

#[test]
fn whom_somebody_is_in_touch_with_does_not_say_it() {
    let text = "President Ana Weiss has remained in close contact with Mayor Jonas Brandt, affirming that the state \
will go on with its support.\n";
    assert_ne!(who_tells(text, "support"), "Jonas Brandt");
}

#[test]
fn what_somebody_becomes_says_nothing() {
    let text = "He was named Chairman Emeritus of the Financial Services Committee for two years.\n";
    assert_eq!(who_tells(text, "named"), "-");
}

#[test]
fn who_has_a_budget_is_not_who_says_what_it_does() {
    let text = "President Ana Weiss spoke.\n\nPresident Weiss’s budget goes further, proposing tens of millions more to \
build roads for all.\n";
    assert_eq!(who_tells(text, "goes further"), "-");
}

#[test]
fn a_body_in_whose_name_an_office_stands_holds_no_office() {
    let text = "The Council on Harbour Quality and the General Services Administration announced that the road is open.\n";
    let document = crate::model::Document::new("a.txt", text);
    let said = crate::extract::Extractor::default().extract(&document);
    assert!(said.iter().flat_map(|one| &one.speaker).all(|who| who.role.is_none()), "{said:?}");
}

#[test]
fn what_is_said_of_a_body_is_none_of_its_name() {
    let text =
        "Fjord Energy, a Tulsa-based maker of chargers, said that it was expanding into two more states.\n";
    assert_eq!(who_tells(text, "expanding"), "Fjord Energy");
}

#[test]
fn a_rank_of_several_words_is_none_of_a_name() {
    let text = "Sergeant First Class Jonas B. Brandt said that the road was open.\n";
    assert_eq!(who_tells(text, "road"), "Jonas B. Brandt");
}

#[test]
fn he_is_no_place_whose_state_follows() {
    let text = "The tour began on Monday. He will also travel to Lima, Peru, and Rio Grande, Brazil, where he will \
continue to highlight what has been done at home.\n";
    assert_eq!(who_tells(text, "highlight"), "-");
}

#[test]
fn one_article_stands_for_two_offices() {
    let text = "President Ana Weiss of Estonia met Prime Minister Jonas Brandt of Latvia.\n\n\
Recalling the history that they share, the Prime Minister and President confirmed that the talks would go on.\n";
    assert_eq!(who_tells(text, "Recalling"), "Jonas Brandt + Ana Weiss");
}

#[test]
fn a_department_s_secretary_is_a_person_with_and_without_the_department_s_initials() {
    for body in ["Department of Energy", "Department of Homeland Security (DHS)", "Harbour Board (HB)"] {
        let text = format!("{body} Secretary Ana Weiss said that the road would stay open.\n");
        assert_eq!(who_tells(&text, "stay open"), "Ana Weiss");
    }
}

#[test]
fn a_label_of_an_office_and_a_surname_is_a_person() {
    let text = "**California Governor Weiss:** “The road stays open for all of us.”\n";
    assert_eq!(who_tells(text, "stays open"), "Weiss");
    // What has an office in it and no name beside is whole.
    let text = "**Vermont Attorney General Charity Brandt:** “The road stays open for all of us.”\n";
    assert_ne!(who_tells(text, "stays open"), "Brandt");
}

#[test]
fn states_of_a_pact_are_not_among_those_who_speak_of_it() {
    let text = "President Ana Weiss of Estonia met Prime Minister Jonas Brandt of Latvia.\n\n\
Building on the deep partnership between Estonia and the Netherlands, the President and Prime Minister said that \
they would go on with it, and that the road would stay open.\n";
    assert!(!who_tells(text, "Building on").contains("Netherlands"));
}

#[test]
fn a_label_may_have_the_office_and_a_comma_before_the_name() {
    let text = "**Florida Congresswoman, Ana Brandt Weiss:** “The road stays open for all of us.”\n";
    assert_eq!(who_tells(text, "stays open"), "Ana Brandt Weiss");
}

#[test]
fn what_somebody_is_says_nothing() {
    let text =
        "He is also Executive Director of the Harbour Group and Senior Counselor at the Weiss Group.\n";
    assert_eq!(who_tells(text, "Harbour"), "-");
}

#[test]
fn a_plan_that_is_named_after_a_state_is_not_the_state() {
    let text = "The Safer Norway Plan calls on the states to pay for services that help prevent crime.\n";
    assert_ne!(who_tells(text, "calls on"), "Norway");
}

#[test]
fn the_president_of_a_federation_is_no_state_s() {
    let text =
        "**Ana Weiss, President of American Federation of Teachers:** “I am glad that schools are open.”\n";
    let document = crate::model::Document::new("a.txt", text);
    let said = crate::extract::Extractor::default().extract(&document);
    assert!(said.iter().flat_map(|one| &one.speaker).all(|who| who.affiliation.is_none()), "{said:?}");
}

#[test]
fn a_former_rank_is_none_of_a_name() {
    let text = "Then-Captain Weiss said that the road was open.\n";
    assert_eq!(who_tells(text, "road"), "Weiss");
}
