//! What a server answered, as a web archive keeps it.

use std::io::{self, Read};

/// The most bytes of one page, unpacked.
pub(super) const MOST_BODY: u64 = 64 << 20;

/// The head of an answer.
pub(super) struct Head {
    pub status: u16,
    /// The kind of what it holds, in lower case, without what follows it: `text/html`.
    pub kind: Option<String>,
    pub charset: Option<String>,
    chunked: bool,
    packed: Option<String>,
    /// Bytes up to the body.
    length: usize,
}

/// Reads the head of an answer; `None` where it is none.
pub(super) fn head(bytes: &[u8]) -> Option<Head> {
    if !bytes.starts_with(b"HTTP/") {
        return None;
    }
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|at| (at, at + 2));
    let (end, length) = crlf.into_iter().chain(lf).min().unwrap_or((bytes.len(), bytes.len()));
    let text = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = text.lines();
    let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
    let mut head = Head { status, kind: None, charset: None, chunked: false, packed: None, length };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => (head.kind, head.charset) = kind(&value),
            "transfer-encoding" => head.chunked = value.contains("chunked"),
            "content-encoding" if value != "identity" => head.packed = Some(value),
            _ => {}
        }
    }
    Some(head)
}

/// `text/html; charset=utf-8` in its parts.
pub(super) fn kind(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().map(|kind| kind.trim().to_ascii_lowercase()).filter(|kind| !kind.is_empty());
    let charset = parts.find_map(|part| part.trim().strip_prefix("charset="));
    (kind, charset.map(|name| name.trim_matches(['"', '\'', ' ']).to_owned()))
}

impl Head {
    /// What the answer holds, unpacked; as far as it goes, with the reason, where it breaks off.
    ///
    /// # Errors
    /// Where it is packed in a way that is not known, or that unpacks to too much.
    pub fn body(&self, bytes: &[u8]) -> io::Result<(Vec<u8>, Option<io::Error>)> {
        let body = &bytes[self.length..];
        // Some archives keep the head of a chunked answer over a body that is whole.
        let whole =
            if self.chunked { unchunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
        let Some(packed) = &self.packed else { return Ok((whole, None)) };
        let input = &whole[..];
        let mut unpacked = Vec::new();
        let mut reader: Box<dyn Read + '_> = match packed.as_str() {
            "gzip" | "x-gzip" if !input.starts_with(&[0x1f, 0x8b]) => Box::new(input),
            "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(input)),
            "deflate" if input.first().is_some_and(|byte| byte & 0x0f == 8) => {
                Box::new(flate2::read::ZlibDecoder::new(input))
            }
            "deflate" => Box::new(flate2::read::DeflateDecoder::new(input)),
            "zstd" => Box::new(zstd::Decoder::new(input)?),
            other => return Err(io::Error::other(format!("it is packed as `{other}`, which is not read"))),
        };
        let broken = reader.by_ref().take(MOST_BODY + 1).read_to_end(&mut unpacked).err();
        if unpacked.len() as u64 > MOST_BODY {
            return Err(io::Error::other(format!("it unpacks to more than {} MiB", MOST_BODY >> 20)));
        }
        Ok((unpacked, broken))
    }
}

/// The chunks of a body put together; `None` where it is not in chunks.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let size = std::str::from_utf8(&body[..end]).ok()?.trim().split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        // What broke off is kept as far as it goes.
        whole.extend_from_slice(&body[..size.min(body.len())]);
        let Some(rest) = body.get(size..).filter(|rest| !rest.is_empty()) else { return Some(whole) };
        body = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if body.is_empty() {
            return Some(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(answer: &[u8]) -> String {
        String::from_utf8(head(answer).unwrap().body(answer).unwrap().0).unwrap()
    }

    #[test]
    fn answers_are_put_together() {
        let chunks =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nPeace \r\n5\r\ntalks\r\n0\r\n\r\n";
        assert_eq!(body(chunks), "Peace talks");
        let whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nPeace talks";
        assert_eq!(body(whole), "Peace talks");
        let answer = b"HTTP/1.0 404 Not Found\nContent-Type: text/html; charset=\"UTF-8\"\n\nNothing";
        let head = head(answer).unwrap();
        assert_eq!(
            (head.status, head.kind.as_deref(), head.charset.as_deref()),
            (404, Some("text/html"), Some("utf-8"))
        );
        assert_eq!(body(answer), "Nothing");
    }
}
