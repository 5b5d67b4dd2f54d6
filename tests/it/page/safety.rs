//! What other sites, other machines and broken clients can do: nothing.

use std::time::{Duration, Instant};

use super::{Site, between};

/// What a browser must be told with every answer, whatever it is.
fn bears_the_policy(answer: &super::Answer) {
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn only_its_own_name_is_answered() {
    let site = Site::new(&[]);
    let port = site.host.rsplit(':').next().unwrap();
    for good in [site.host.clone(), format!("localhost:{port}")] {
        assert_eq!(site.ask("GET /", &[("Host", &good)], "").status, 200, "{good}");
    }
    for bad in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("evil.example@127.0.0.1:{port}"),
        format!("127.0.0.1:{port}.evil.example"),
        "127.0.0.1".to_owned(),
        format!("127.1:{port}"),
        format!("0.0.0.0:{port}"),
        format!("LOCALHOST:{port}."),
        String::new(),
    ] {
        let answer = site.ask("GET /search?q=ceasefire", &[("Host", &bad)], "");
        assert!([400, 421].contains(&answer.status), "{bad}: {}", answer.status);
        assert!(!answer.body.contains("Hamas"), "{bad}");
    }
    assert_eq!(site.ask("GET /", &[], "").status, 421, "no host at all");
    let twice = site.ask("GET /", &[("Host", &site.host), ("Host", "evil.example")], "");
    assert!([400, 421].contains(&twice.status));
    let absolute = site.ask("GET http://evil.example/", &[("Host", &site.host)], "");
    assert_eq!(absolute.status, 421);
    bears_the_policy(&absolute);
}

#[test]
fn no_other_site_is_answered() {
    let site = Site::new(&[]);
    let own = format!("http://{}", site.host);
    let asked =
        |origin: &str| site.ask("GET /search.json?q=talks", &[("Host", &site.host), ("Origin", origin)], "");
    assert_eq!(asked(&own).status, 200);
    for origin in [
        "http://evil.example",
        "null",
        "https://127.0.0.1",
        &format!("{own}.evil.example"),
        &format!("{own}/"),
    ] {
        assert_eq!(asked(origin).status, 403, "{origin}");
    }
    let fetched = |mode: &str, dest: &str| {
        let lines = [
            ("Host", site.host.as_str()),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", mode),
            ("Sec-Fetch-Dest", dest),
        ];
        site.ask("GET /search?q=talks", &lines, "").status
    };
    assert_eq!(fetched("navigate", "document"), 200, "a link from elsewhere may be followed");
    assert_eq!((fetched("no-cors", "image"), fetched("navigate", "iframe")), (403, 403));
}

#[test]
fn every_answer_bears_the_policy_and_no_page_has_a_script_of_its_own() {
    let site = Site::new(&[]);
    for path in [
        "/",
        "/search?q=ceasefire",
        "/timeline",
        "/corpus",
        "/nothing",
        "/search?q=speker:x",
        "/assets/x",
        "/search.csv?q=talks",
    ] {
        let answer = site.get(path);
        bears_the_policy(&answer);
        if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            for (at, _) in answer.body.match_indices("<script") {
                assert!(answer.body[at..].starts_with("<script src=\"/assets/"), "{path}");
            }
            assert!(!answer.body.contains(" style=") && !answer.body.contains(" onclick="), "{path}");
            assert!(!answer.body.contains("//fonts.") && !answer.body.contains("src=\"http"), "{path}");
        }
    }
}

#[test]
fn a_change_needs_the_own_page_and_its_token() {
    let site = Site::new(&[]);
    let id = site.id_of("tariffs");
    let own = format!("http://{}", site.host);
    let token = site.token();
    let fields = |token| [("token", token), ("id", id.as_str()), ("codes", "trade")];
    let record = site.folder.path().join("notes.jsonl");
    for (token, origin) in [
        (token.as_str(), Some("http://evil.example")),
        (token.as_str(), Some("null")),
        (token.as_str(), None),
        ("", Some(own.as_str())),
        ("00000000000000000000000000000000", Some(own.as_str())),
        (&token[..31], Some(own.as_str())),
    ] {
        assert_eq!(site.post_from("/record/tag", &fields(token), origin).status, 403, "{token} {origin:?}");
        assert!(!record.exists());
    }
    let as_json =
        [("Host", site.host.as_str()), ("Origin", own.as_str()), ("Content-Type", "application/json")];
    assert_eq!(site.ask("POST /record/tag", &as_json, &format!("token={token}&id={id}&codes=x")).status, 403);
    assert_eq!(site.get(&format!("/record/tag?id={id}")).status, 405, "nothing is changed by a link");
    assert_eq!(site.post_from("/record/tag", &fields(&token), Some(&own)).status, 303);
    assert!(record.exists());
    // Another start has another token.
    assert_ne!(Site::new(&[]).token(), token);
}

#[test]
fn where_nothing_may_be_changed_nothing_is() {
    let site = Site::new(&["--read-only"]);
    let id = site.id_of("tariffs");
    let page = site.page(&format!("/record/{id}"));
    assert!(!page.contains("name=\"token\"") && page.contains("read-only"));
    let own = format!("http://{}", site.host);
    let answer =
        site.post_from("/record/tag", &[("token", "x"), ("id", &id), ("codes", "trade")], Some(&own));
    assert_eq!(answer.status, 403);
    assert!(!site.folder.path().join("notes.jsonl").exists());
}

#[test]
fn no_path_leads_out_of_the_page() {
    let site = Site::new(&[]);
    std::fs::write(site.folder.path().join("secret.txt"), "a secret of the folder").unwrap();
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/document/../../secret.txt",
        "/document/..%2f..%2fsecret.txt",
        "/check?sheet=../secret",
        "/check?sheet=..%2f..%2fsecret.txt",
        "/record?collection=../../secret",
        "//secret.txt",
        "/secret.txt",
        "/.demarche/meta.json",
    ] {
        let answer = site.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("a secret of the folder"), "{path}");
    }
}

/// All files below a folder, without those of the index.
fn files_below(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().path().strip_prefix(folder).unwrap().display().to_string())
        .filter(|name| !name.starts_with(".demarche/"))
        .collect();
    names.sort();
    names
}

#[test]
fn no_dropped_file_leads_out_of_its_folder() {
    let site = Site::new(&[]);
    let token = site.token();
    let before = files_below(site.folder.path());
    for folder in ["..", "../other", "/tmp/other", "a/../../b", ".demarche", "", "nul", "a/.hidden", "~"] {
        let sent = site.upload(&[("token", &token), ("folder", folder)], &[("x.txt", b"words")]);
        if folder == "~" {
            continue;
        }
        assert_eq!(sent.status, 400, "{folder:?}: {}", sent.body);
    }
    site.added();
    for (name, stored) in [
        ("../../../escaped.txt", "escaped.txt"),
        ("..\\..\\windows.txt", "windows.txt"),
        ("/etc/absolute.txt", "absolute.txt"),
        ("demarche.toml", "_demarche.toml"),
        ("CON.txt", "_CON.txt"),
        (".hidden.txt", "hidden.txt"),
    ] {
        let words = format!("Ana Weiss said: words of {stored}.");
        let sent = site.upload(&[("token", &token), ("folder", "in")], &[(name, words.as_bytes())]);
        assert_eq!(sent.status, 303, "{name}: {}", sent.body);
        site.added();
        assert!(site.folder.path().join("in").join(stored).is_file(), "{name}");
    }
    let parent = site.folder.path().parent().unwrap();
    assert!(!parent.join("escaped.txt").exists() && !parent.join("other").exists());
    let after = files_below(site.folder.path());
    let new: Vec<&String> = after.iter().filter(|name| !before.contains(name)).collect();
    assert!(new.iter().all(|name| name.starts_with("in") || name.starts_with('~')), "{new:?}");
}

#[test]
fn files_of_others_are_not_stored() {
    let site = Site::new(&[]);
    let token = site.token();
    let before = files_below(site.folder.path());
    let file: &[(&str, &[u8])] = &[("x.txt", b"words")];
    for fields in [
        &[("folder", "in")][..],
        &[("token", "00000000000000000000000000000000"), ("folder", "in")],
        // The token comes after what it is to allow.
        &[("folder", "in"), ("token", token.as_str())],
    ] {
        assert_eq!(site.upload(fields, file).status, 403, "{fields:?}");
    }
    let closed = Site::new(&["--read-only"]);
    assert!(!closed.page("/corpus").contains("/corpus/upload"));
    assert_eq!(closed.upload(&[("token", "x"), ("folder", "in")], file).status, 403);
    assert_eq!(files_below(site.folder.path()), before);
}

#[test]
fn a_file_that_breaks_off_or_is_too_large_is_not_kept() {
    let site = Site::new(&[]);
    let token = site.token();
    let head = |length: usize| {
        format!(
            "POST /corpus/upload HTTP/1.1\r\nConnection: close\r\nHost: {0}\r\nOrigin: http://{0}\r\nContent-Type: \
             multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n--b\r\nContent-Disposition: form-data; \
             name=\"token\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: form-data; name=\"folder\"\r\n\r\nin\r\n--b\r\n\
             Content-Disposition: form-data; name=\"files\"; filename=\"x.txt\"\r\n\r\nThe first words",
            site.host
        )
    };
    // It promises more than comes, then the connection ends.
    let mut stream = std::net::TcpStream::connect(&site.host).unwrap();
    std::io::Write::write_all(&mut stream, head(100_000).as_bytes()).unwrap();
    drop(stream);
    let folder = site.folder.path().join("in");
    let is_empty = || std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_none());
    assert!((0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        is_empty()
    }));
    // More than may be sent at once is refused by what it promises, or where it goes over.
    let answer = site.raw_within(head(300 << 20).as_bytes(), Duration::from_secs(5));
    assert!([0, 400, 413].contains(&answer.status), "{}", answer.status);
    assert!(!folder.join("x.txt").exists());
}

#[test]
fn what_a_text_says_is_only_shown() {
    let text = "Ada Example said: “<script>alert(1)</script> & <img src=x onerror=alert(2)>” on 9 October 2024. \u{202e}";
    let folder = crate::common::folder(&[("<b>talks</b>.txt", text.as_bytes())]);
    let site = Site::of(folder, &[]);
    for path in [
        "/search?q=alert",
        "/concordance?q=alert",
        "/corpus",
        "/timeline?q=alert",
        "/search?q=%3Cscript%3Ealert%3C%2Fscript%3E",
    ] {
        let page = site.page(path);
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains("<b>talks"),
            "{path}"
        );
        assert!(!page.contains('\u{202e}'), "{path}");
    }
    let id = site.id_of("alert");
    assert!(!site.page(&format!("/document/{id}?q=alert")).contains("<script>alert"));
    // What sends the reader elsewhere is of this site only.
    let answer = site.post("/record/save?q=alert", &[("name", "x"), ("back", "//evil.example/")]);
    assert_eq!(answer.header("location"), Some("/record"));
}

/// Each request is different; all are made from one seed. How long the longest took is printed.
#[test]
fn ten_thousand_malformed_requests_are_answered_in_order() {
    let site = Site::new(&[]);
    let mut random = fastrand::Rng::with_seed(28);
    let wanted = if std::env::var_os("DEMARCHE_SLOW").is_some() { 100_000 } else { 10_000 };
    let longest = std::sync::Mutex::new(Duration::ZERO);
    let requests: Vec<(Vec<u8>, bool)> = (0..wanted).map(|_| malformed(&mut random, &site.host)).collect();
    std::thread::scope(|scope| {
        for part in requests.chunks(wanted / 8) {
            let (site, longest) = (&site, &longest);
            scope.spawn(move || {
                for (request, whole) in part {
                    let began = Instant::now();
                    // What promises more than it sends is waited for by the server, not here.
                    let wait = if *whole { Duration::from_secs(60) } else { Duration::from_millis(20) };
                    let answer = site.raw_within(request, wait);
                    let took = began.elapsed();
                    let shown = String::from_utf8_lossy(&request[..request.len().min(200)]).into_owned();
                    assert!(answer.status < 500, "{}: {shown}", answer.status);
                    let mut longest = longest.lock().unwrap();
                    *longest = took.max(*longest);
                }
            });
        }
    });
    println!("the longest of {wanted} took {:?}", longest.lock().unwrap());
    assert_eq!(site.get("/search?q=ceasefire").status, 200, "it still answers");
}

/// A request that is wrong in some way, and whether it sends all that it promises.
fn malformed(random: &mut fastrand::Rng, host: &str) -> (Vec<u8>, bool) {
    let paths = [
        "/",
        "/search",
        "/search.csv",
        "/search.json",
        "/timeline",
        "/timeline.svg",
        "/concordance",
        "/collocates",
        "/facets/speaker",
        "/facets/nix",
        "/document/1a2b",
        "/cite/1a2b.bib",
        "/record",
        "/record/1a2b",
        "/corpus",
        "/check",
        "/around/x",
        "/assets/x",
    ];
    let names = [
        "q",
        "speaker",
        "not_topic",
        "kind",
        "from",
        "to",
        "date",
        "sort",
        "page",
        "n",
        "per",
        "open",
        "hit",
        "part",
        "c",
        "h",
        "by",
        "split",
        "width",
        "window",
        "min",
        "order",
        "contains",
        "sheet",
        "row",
        "collection",
        "nix",
    ];
    let values = [
        "%",
        "%zz",
        "%ff%fe",
        "%00",
        "-1",
        "0",
        "99999999999999999999",
        "9-3",
        "a-b",
        "18446744073709551615-18446744073709551615",
        "\"",
        "((((((",
        "NEAR/5",
        "NOT",
        "*",
        "~9",
        "/(/",
        "speaker:",
        "date:99999..1",
        "=",
        "%3D%3D",
        "..%2F..%2F",
        "%E2%80%AE",
        "2024-99-99",
        "none",
        "quoted",
        "a%0d%0aX: y",
        "%F0%9F%92%A9",
        "word*",
        "*a*",
        "\u{202e}",
    ];
    let path = paths[random.usize(..paths.len())];
    let mut query = String::new();
    for _ in 0..random.usize(..5) {
        let (name, value) = (names[random.usize(..names.len())], values[random.usize(..values.len())]);
        query.push_str(&format!("{}{name}={value}", if query.is_empty() { "?" } else { "&" }));
    }
    let method = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "get", "G\u{e9}T", ""]
        [random.usize(..10)];
    let version =
        ["HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "HTTP", ""][random.usize(..5).saturating_sub(random.usize(..4))];
    let host = [host, "", "evil.example", "\u{0}"][random.usize(..4).saturating_sub(random.usize(..3))];
    let mut request =
        format!("{method} {path}{query} {version}\r\nHost: {host}\r\nConnection: close\r\n").into_bytes();
    let fault = random.usize(..10);
    match fault {
        0 => request.extend(b"Content-Length: 999999999\r\n"),
        1 => request.extend(b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        2 => request.extend(b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"),
        3 => request.extend(format!("X: {}\r\n", "a".repeat(random.usize(..60_000))).into_bytes()),
        4 => (0..random.usize(..300)).for_each(|at| request.extend(format!("X{at}: y\r\n").into_bytes())),
        5 => request.extend(b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n"),
        6 => request.extend(b": no name\r\nno colon\r\n"),
        _ => {}
    }
    request.extend(b"\r\n");
    let broken = random.u8(..4) == 0;
    if broken {
        // Anywhere.
        let at = random.usize(..request.len());
        request[at] = random.u8(..);
    }
    if random.u8(..3) == 0 {
        request.extend(b"token=x&id=y");
    }
    (request, !broken && ![0, 1, 2, 5].contains(&fault))
}

#[test]
fn the_token_stands_in_no_address() {
    let site = Site::new(&[]);
    let page = site.page("/search?q=ceasefire");
    let token = between(&page, "name=\"token\" value=\"", "\"");
    assert_eq!(token.len(), 32);
    assert!(!page.replace(&format!("value=\"{token}\""), "").contains(token));
}

#[test]
fn an_address_that_stands_for_all_of_the_machine_s_is_refused() {
    let dir = crate::common::corpus();
    crate::common::stdout(dir.path(), &["--quiet", "index", "."]);
    let mut serve = crate::common::demarche(dir.path());
    let refused = serve.args(["serve", "--no-open", "--host", "0.0.0.0"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--host 192.168.1.7"), "{refused:?}");
}
