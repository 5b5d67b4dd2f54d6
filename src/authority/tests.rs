//! What the lists know, and what is found in texts.

use super::*;

fn names(text: &str) -> Vec<String> {
    Authority::builtin().find(text).into_iter().map(|mention| mention.entity.name).collect()
}

fn canonical(name: &str) -> Option<&'static str> {
    Authority::builtin().canonical(name).map(|entity| entity.name.as_str())
}

#[test]
fn a_country_goes_by_many_names() {
    for (name, country) in [
        ("USA", "United States"),
        ("us", "United States"),
        ("Russian Federation", "Russia"),
        ("turkey", "Türkiye"),
        ("Ivory Coast", "Côte d’Ivoire"),
        ("cote d'ivoire", "Côte d’Ivoire"),
        ("UNSC", "UN Security Council"),
        ("the Netherlands", "Netherlands"),
        ("Hizbullah", "Hezbollah"),
        ("russian foreign ministry", "Russian Foreign Ministry"),
        ("DRC", "Democratic Republic of the Congo"),
        ("JCPOA", "Joint Comprehensive Plan of Action"),
    ] {
        assert_eq!(canonical(name), Some(country), "{name}");
    }
    assert_eq!(canonical("Atlantis"), None);
}

#[test]
fn the_states_of_the_united_nations_are_all_there() {
    // Observers, states recognised by some, states of the past, and the European Union.
    let others = ["VAT", "PSE", "TWN", "XKX", "COK", "NIU", "EU", "CSK", "DDR", "SUN", "VDR", "YMD", "YUG"];
    let rows: Vec<_> = rows::<6>(COUNTRIES).collect();
    let members = rows.iter().filter(|row| !others.contains(&row[0])).count();
    assert_eq!(members, 193);
    for code in others {
        assert!(rows.iter().any(|row| row[0] == code), "{code}");
    }
    let mut codes: Vec<_> = rows.iter().map(|row| row[0]).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), rows.len(), "no code twice");
    // The capitals of these are contested, have the state's own name, or are those of another state.
    let without = [
        "BEL", "DJI", "ISR", "NRU", "MCO", "LUX", "SGP", "SMR", "VAT", "SYC", "COK", "NIU", "EU", "CSK",
        "SUN", "YUG",
    ];
    let bare: Vec<_> =
        rows.iter().filter(|row| row[4].is_empty() && !without.contains(&row[0])).map(|row| row[1]).collect();
    assert!(bare.is_empty(), "no seat of government: {bare:?}");
    let nameless: Vec<_> =
        rows.iter().filter(|row| row[3].is_empty() && row[0] != "EU").map(|row| row[1]).collect();
    // No people of their own name in English, or one that they share with another state.
    for name in &nameless {
        assert!(
            ["Dominica", "Niue", "South Yemen", "Holy See", "Republic of the Congo"].contains(name),
            "{name}"
        );
    }
}

#[test]
fn every_line_of_the_lists_is_understood() {
    for [kind, name, _] in rows::<3>(BODIES) {
        assert!(["organisation", "place", "none"].contains(&kind), "{kind} {name}");
    }
    for [name, states] in rows::<2>(SEVERAL) {
        let known = split(states).filter(|state| canonical(state) == Some(*state)).count();
        assert_eq!(known, 2, "{name}");
    }
    for [place, government, _] in rows::<3>(METONYMS) {
        assert!(canonical(government).is_some(), "{place}: {government}");
    }
    for unsure in homonyms::UNSURE.values() {
        for (state, _) in &unsure.states {
            assert_eq!(canonical(state), Some(*state));
        }
    }
    let kinds = ["act", "owned", "between", "party", "place"];
    assert!(
        rows::<2>(include_str!("acts.txt")).all(|[kind, words]| kinds.contains(&kind) && !words.is_empty())
    );
}

#[test]
fn mentions_are_found_by_case_and_whole_words() {
    assert_eq!(
        names("Hamas’ refusal, U.S.-backed talks and Israel's war with Hezbollah in the Gaza Strip"),
        ["Hamas", "United States", "Israel", "Hezbollah", "Gaza Strip"]
    );
    assert_eq!(names("They told us about turkey on fine china. Indiana, Malian."), ["Mali"]);
    assert_eq!(names("The British and the Russians"), ["United Kingdom", "Russia"]);
    assert_eq!(names("RUSSIA AND UKRAINE SIGN"), ["Russia", "Ukraine"]);
}

#[test]
fn a_government_speaks_or_acts_and_a_place_does_not() {
    for (text, found) in [
        ("Washington said it would wait", &["United States"][..]),
        ("talks in Washington on Monday", &["Washington"]),
        ("The Kremlin has repeatedly denied it", &["Russia"]),
        ("He walked in the Kremlin", &["Kremlin"]),
        ("Downing Street declined to comment", &["United Kingdom"]),
        ("a car outside Downing Street", &["Downing Street"]),
        ("relations between Washington and Moscow", &["United States", "Russia"]),
        ("flew to Moscow and on to Beijing", &["Moscow", "Beijing"]),
        ("Moscow’s ambassador", &["Russia"]),
        ("Moscow’s streets", &["Moscow"]),
        ("She accused Tehran of delay", &["Iran"]),
        ("Brussels warned on Friday", &["European Union"]),
        ("the museum at Brussels has", &["Brussels"]),
        ("Paris, which is old", &["Paris"]),
        ("Kyiv will not agree", &["Ukraine"]),
        ("born in Geneva", &["Geneva"]),
        ("a Kremlin spokesman", &["Russia"]),
        ("the Quai d'Orsay said", &["French Foreign Ministry"]),
        ("the Russian Foreign Ministry", &["Russia", "Russian Foreign Ministry"]),
        ("China’s foreign ministry said", &["China", "Chinese Foreign Ministry"]),
        ("Germany’s Foreign Ministry", &["Germany", "German Foreign Office"]),
        ("the Foreign Ministry said", &[]),
        ("State Department spokesman", &["US State Department"]),
    ] {
        assert_eq!(names(text), found, "{text}");
    }
}

#[test]
fn false_friends_are_left_alone() {
    for text in [
        "Michael Jordan played.",
        "Atlanta, Georgia",
        "Georgia Republicans voted",
        "the Indian Ocean",
        "Chad Smith said",
        "Latin America",
        "Latin American leaders",
        "the Washington Post reported",
        "George Washington crossed",
        "a guinea pig, New Guinea",
        "the Niger Delta",
        "the Jordan River and Jordan Valley",
        "Native Americans",
        "Jordan Peterson said",
        "Thanksgiving: Turkey Day",
        "Papua New Guinea",
        "American Samoa",
    ] {
        let wrong = [
            "Jordan",
            "Georgia",
            "India",
            "Chad",
            "United States",
            "Washington",
            "Guinea",
            "Niger",
            "Samoa",
            "Türkiye",
        ];
        let found = names(text);
        assert!(!found.iter().any(|name| wrong.contains(&name.as_str())), "{text}: {found:?}");
    }
    assert_eq!(names("talks in Jordan, in Chad and in Georgia"), ["Jordan", "Chad", "Georgia"]);
    assert_eq!(
        names("Niger and Nigeria; Guinea and Equatorial Guinea"),
        ["Niger", "Nigeria", "Guinea", "Equatorial Guinea"]
    );
    assert_eq!(names("Dominica and the Dominican Republic"), ["Dominica", "Dominican Republic"]);
    assert_eq!(names("Ireland and Northern Ireland"), ["Ireland", "Northern Ireland"]);
}

#[test]
fn things_and_games_are_no_states() {
    for text in [
        "a Canada goose and a Swiss roll",
        "Norway maples lined the road",
        "The Turkey sandwiches were cold",
        "two China teapots",
        "They played Russian roulette",
        "German measles, Panama hats",
    ] {
        assert!(names(text).is_empty(), "{text}: {:?}", names(text));
    }
    // What is made of the words goes on to be another thing.
    assert_eq!(names("Canada gooseberry farmers, Swiss rolling stock"), ["Canada", "Switzerland"]);
    assert_eq!(names("Egyptian cotton, China policy, Turkey talks"), ["Egypt", "China", "Türkiye"]);
}

#[test]
fn a_town_of_a_province_is_no_capital() {
    for text in
        ["born in Paris, Texas, in 1950", "Vienna, Va.", "in Lima, OH", "Athens, Georgia", "London, Ontario"]
    {
        assert!(names(text).is_empty(), "{text}: {:?}", names(text));
    }
    assert_eq!(names("Tbilisi, Georgia"), ["Tbilisi", "Georgia"]);
    assert_eq!(names("Armenia, Georgia and Moldova"), ["Armenia", "Georgia", "Moldova"]);
    assert_eq!(names("offices in Geneva, New York, Vienna and Nairobi")[..2], ["Geneva", "New York"]);
    assert_eq!(names("flew from Moscow, Washington said"), ["Moscow", "United States"]);
}

#[test]
fn what_else_a_text_names_decides_where_nothing_beside_the_name_does() {
    assert!(names("The race in Georgia is close. So it is in Alabama and in Arizona.").is_empty());
    assert_eq!(names("The war in Georgia ended; Abkhazia stayed apart.")[0], "Georgia");
    assert_eq!(names("The war in Georgia ended.")[0], "Georgia");
    assert!(names("The Indian Tribes signed, and Indians spoke of Tribal lands.").is_empty());
    assert_eq!(names("Indian officials came from Delhi; tribes were named."), ["India"]);
    assert!(names("At Thanksgiving he pardoned Turkey the second.").is_empty());
}

#[test]
fn a_language_is_no_people() {
    for text in [
        "He answered in German.",
        "She speaks French and Russian, and reads a lot",
        "translated from Spanish by an aide",
        "a Russian-language channel",
        "in German and in French that day",
        "(spoke in Chinese)",
    ] {
        assert!(names(text).is_empty(), "{text}: {:?}", names(text));
    }
    assert_eq!(names("in German hands"), ["Germany"]);
    assert_eq!(names("in German and Austrian towns"), ["Germany", "Austria"]);
    assert_eq!(names("from Russian forces in Ukrainian Donbas")[..2], ["Russia", "Ukraine"]);
}

#[test]
fn newspapers_are_no_places() {
    for text in ["the New York Times reported", "The Kyiv Independent said", "in the Jordan Times"] {
        assert!(names(text).is_empty(), "{text}: {:?}", names(text));
    }
}

#[test]
fn tables_write_states_the_other_way_round() {
    for (text, found) in [
        ("Korea, DPR: no", &["North Korea"][..]),
        ("Korea, Rep.: yes", &["South Korea"]),
        (
            "Congo, Dem. Rep. and Congo, Rep. abstained",
            &["Democratic Republic of the Congo", "Republic of the Congo"],
        ),
        ("Micronesia, Fed. Sts.", &["Micronesia"]),
        ("on Korea, Rep. Jane Doe said", &[]),
        ("both Koreas and the two Sudans", &["North Korea", "South Korea", "Sudan", "South Sudan"]),
        ("the P5+1, the E3 and NATO", &["P5+1", "E3", "NATO"]),
    ] {
        assert_eq!(names(text), found, "{text}");
    }
}

#[test]
fn states_have_both_codes() {
    for [code, name, .., alpha_2] in rows::<6>(COUNTRIES) {
        let plain = |code: &str| code.bytes().all(|byte| byte.is_ascii_uppercase());
        assert!(alpha_2.len() == 2 && plain(alpha_2) && plain(code), "{name}: {code} {alpha_2}");
        assert_eq!(Authority::builtin().canonical(name).and_then(|entity| entity.id.as_deref()), Some(code));
    }
    assert_eq!(Authority::alpha_2("FRA"), Some("FR"));
    assert_eq!(Authority::alpha_2("FR"), None);
    for code in ["FRA", "FR"] {
        let found = Authority::builtin().matching(code);
        assert!(
            found.iter().any(|(how, known)| *how == NameMatch::Alias && known.entity.name == "France"),
            "{code}"
        );
    }
}

#[test]
fn one_name_of_two_states_is_decided_by_its_text() {
    let congo = "Democratic Republic of the Congo";
    assert_eq!(names("Congo asked for help; Kinshasa waited"), [congo, "Kinshasa"]);
    assert_eq!(names("Congo asked for help; so did Brazzaville")[0], "Republic of the Congo");
    assert!(names("Congo asked for help").is_empty());
    assert!(names("Korea is divided").is_empty());
    assert_eq!(names("Congolese troops, said the DRC"), [congo, congo]);
}

#[test]
fn documents_are_entities() {
    for (text, found) in [
        ("resolution 242 (1967) and S/RES/2735 (2024)", &["resolution 242 (1967)", "S/RES/2735 (2024)"][..]),
        ("see A/79/PV.4.", &["A/79/PV.4"]),
        ("(see S/PV.9000)", &["S/PV.9000"]),
        ("press release SC/12345 of", &["SC/12345"]),
        ("S/RES/1701(2006)", &["S/RES/1701 (2006)"]),
        ("Security Council resolution 1701 (2006)", &["UN Security Council", "S/RES/1701 (2006)"]),
        ("General Assembly resolution 60/251", &["UN General Assembly", "A/RES/60/251"]),
        (
            "S/RES/242 (1967). Security Council resolution 242 is",
            &["S/RES/242 (1967)", "UN Security Council", "S/RES/242 (1967)"],
        ),
        (
            "the JCPOA, New START and the Oslo Accords",
            &["Joint Comprehensive Plan of Action", "New START", "Oslo Accords"],
        ),
        ("under the Paris Agreement", &["Paris Agreement"]),
        ("quoted UNSCR 1701 and Res. 2118 (2013)", &["S/RES/1701", "resolution 2118 (2013)"]),
        ("UNSCRs 1559 (2004), 1680 and 1701", &["S/RES/1559 (2004)", "S/RES/1680", "S/RES/1701"]),
        ("resolutions 242 (1967) and 338 (1973) of", &["resolution 242 (1967)", "resolution 338 (1973)"]),
    ] {
        assert_eq!(names(text), found, "{text}");
    }
    for text in
        ["his resolution was firm", "a resolution on 3 May", "S/he", "A/C power", "conflict resolution 5ever"]
    {
        assert!(names(text).is_empty(), "{text}: {:?}", names(text));
    }
}

#[test]
fn mentions_stand_where_they_say() {
    let text = "À Genève, l’Israël … U.S. officials met Iran’s envoys; Security Council resolution 242.";
    let found = Authority::builtin().find(text);
    assert!(found.is_sorted_by(|a, b| a.end <= b.start));
    assert!(found.iter().any(|mention| &text[mention.start..mention.end] == "Iran"));
    assert!(found.iter().any(|mention| &text[mention.start..mention.end] == "resolution 242"));
}

#[test]
fn the_users_file_goes_before_the_shipped_lists() {
    let dir = tempfile::tempdir().unwrap();
    let toml = dir.path().join("own.toml");
    std::fs::write(
        &toml,
        "[[entity]]\nname = \"Ada Example\"\nvariants = [\"Example\", \"A. Example\"]\n\
         roles = [{ role = \"spokeswoman\", affiliation = \"Ruritanian Foreign Ministry\", from = \"2021-03\" }]\n\
         [[entity]]\nname = \"Ruritania\"\ntype = \"country\"\nvariants = [\"Congo\"]\n\
         [[entity]]\nname = \"Hamas\"\ntype = \"organisation\"\nvariants = [\"the Movement\"]\n",
    )
    .unwrap();
    let csv = dir.path().join("own.csv");
    std::fs::write(
        &csv,
        "name,type,variants,role,affiliation,from,to\nAda Example,person,Example; A. Example,spokeswoman,Ruritanian Foreign Ministry,2021-03,\n\
         Ruritania,country,Congo,,,,\nHamas,organisation,the Movement,,,,\n",
    )
    .unwrap();
    let (toml, csv) = (Authority::open(&toml).unwrap(), Authority::open(&csv).unwrap());
    assert_ne!(toml.fingerprint(), csv.fingerprint());
    for own in [&toml, &csv] {
        let found: Vec<_> = own
            .find("A. Example of Congo met the Movement and Hamas")
            .into_iter()
            .map(|m| m.entity.name)
            .collect();
        assert_eq!(found, ["Ada Example", "Ruritania", "Hamas", "Hamas"]);
        assert_eq!(own.canonical("example").map(|entity| entity.kind), Some(EntityType::Person));
        let (how, known) = own.matching("Example").remove(0);
        assert_eq!((how, known.roles[0].role.as_str()), (NameMatch::Part, "spokeswoman"));
        assert_eq!(known.roles[0].from.map(|date| date.to_string()).as_deref(), Some("2021-03"));
    }
}

#[test]
fn a_bad_file_is_told_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    for (name, text, told) in [
        ("a.toml", "[[entity]]\nname = \"A\"\ntipe = \"person\"\n", "a.toml:3"),
        ("b.toml", "", "lists no name"),
        ("c.csv", "name,kind\nA,person\n", "`kind` is no column"),
        ("d.csv", "name,type\nA,person\nB,robot\n", "d.csv:3: `robot` is no type"),
        ("e.csv", "name,from\nA,soon\n", "e.csv:2: `soon` is not a date"),
        ("f.csv", "type\nperson\n", "no column `name`"),
    ] {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        let error = Authority::open(&path).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(told), "{name}: {error}");
    }
    assert!(Authority::open(&dir.path().join("missing.toml")).is_err());
}

#[test]
fn a_long_line_takes_linear_time() {
    let text = "Congo Washington said resolution 1 S/RES/ between Moscow and the Kremlin ".repeat(50_000);
    assert!(Authority::builtin().find(&text).len() >= 100_000);
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "(Washington|Moscow’s|resolution |S/RES/2\\(|Security Council | |é|and|the |Jordan|between |said|\\PC){0,12}") {
        for mention in Authority::builtin().find(&text) {
            proptest::prop_assert!(text.get(mention.start..mention.end).is_some());
        }
    }
}
