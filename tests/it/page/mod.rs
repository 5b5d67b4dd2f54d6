//! The local page, as a browser and as an attacker would ask it.

mod pages;
mod record;
mod safety;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::common;

/// A page that is served until it is dropped.
pub struct Site {
    pub folder: TempDir,
    child: Child,
    /// `127.0.0.1:40123`
    pub host: String,
}

/// An answer as it came.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The value of a line of the head.
    pub fn header(&self, name: &str) -> Option<&str> {
        let line =
            |line: &'_ str| line.split_once(": ").is_some_and(|(known, _)| known.eq_ignore_ascii_case(name));
        self.head.lines().find(|one| line(one)).and_then(|line| line.split_once(": ")).map(|(_, value)| value)
    }
}

impl Site {
    /// The page of the small corpus.
    pub fn new(options: &[&str]) -> Self {
        Self::of(common::corpus(), options)
    }

    /// The page of a folder of texts.
    pub fn of(folder: TempDir, options: &[&str]) -> Self {
        common::stdout(folder.path(), &["--quiet", "index", "."]);
        let (child, host) = Self::start(folder.path(), options);
        Self { folder, child, host }
    }

    fn start(folder: &Path, options: &[&str]) -> (Child, String) {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("demarche"))
            .args(["serve", "--no-open"])
            .args(options)
            .current_dir(folder)
            .env_remove("DEMARCHE_INDEX")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(host.starts_with("127.0.0.1:"), "{line:?}");
        (child, host)
    }

    /// What comes back for bytes.
    pub fn raw(&self, request: &[u8]) -> Answer {
        self.raw_within(request, Duration::from_secs(60))
    }

    /// What comes back for bytes, waited for so long at most.
    pub fn raw_within(&self, request: &[u8], wait: Duration) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(wait)).unwrap();
        // Who is refused early may find the connection closed.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// A request with lines of its own.
    pub fn ask(&self, line: &str, lines: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in lines {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.raw(format!("{request}\r\n{body}").as_bytes())
    }

    /// A page as a browser asks for it.
    pub fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &[("Host", &self.host)], "")
    }

    /// A page that must be there.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// A form as a browser sends it from a page of this site.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let fields: Vec<(&str, &str)> =
            [("token", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post_from(path, &fields, Some(&format!("http://{}", self.host)))
    }

    /// A form as a page of some site sends it.
    pub fn post_from(&self, path: &str, fields: &[(&str, &str)], origin: Option<&str>) -> Answer {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        let mut lines = vec![("Host", self.host.as_str()), kind];
        lines.extend(origin.map(|origin| ("Origin", origin)));
        self.ask(&format!("POST {path}"), &lines, &body)
    }

    /// Files as a browser sends them from a page of this site: fields first, then files by name and content.
    pub fn upload(&self, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        const BORDER: &str = "----border-of-the-test";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head =
                format!("--{BORDER}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(head.as_bytes());
        }
        for (name, content) in files {
            let head = format!(
                "--{BORDER}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.as_bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BORDER}--\r\n").as_bytes());
        let head = format!(
            "POST /corpus/upload HTTP/1.1\r\nConnection: close\r\nHost: {0}\r\nOrigin: http://{0}\r\n\
             Content-Type: multipart/form-data; boundary={BORDER}\r\nContent-Length: {1}\r\n\r\n",
            self.host,
            body.len()
        );
        self.raw(&[head.into_bytes(), body].concat())
    }

    /// The page of a run that adds files, when it is done.
    pub fn added(&self) -> String {
        let done = (0..600).find_map(|_| {
            std::thread::sleep(Duration::from_millis(100));
            Some(read(&self.page("/corpus/adding"))).filter(|page| page.contains("Done in"))
        });
        done.expect("the run ends within a minute")
    }

    /// The token of this start, as a page bears it.
    pub fn token(&self) -> String {
        let page = self.page("/check");
        between(&page, "name=\"token\" value=\"", "\"").to_owned()
    }

    /// The id of the first statement that words find.
    pub fn id_of(&self, words: &str) -> String {
        let found: serde_json::Value =
            serde_json::from_str(&self.page(&format!("/search.json?q={}", encoded(words)))).unwrap();
        found["hits"][0]["id"].as_str().unwrap().to_owned()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The text between two others.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} behind {before}")).0
}

/// A value as it stands in an address.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// What a reader of a page reads: without tags, white space folded.
pub fn read(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
