//! Files that are no plain text, told by their first bytes.

/// What a file is that is not read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A PDF.
    Pdf,
    /// A ZIP archive: Word, OpenDocument, EPUB and others.
    Zip,
    /// The compound file of old Word, Excel and PowerPoint.
    Ole,
    /// Rich text.
    Rtf,
    /// A Parquet table.
    Parquet,
}

/// The kind of a file by its first bytes; `None` for text and all else.
pub(super) fn kind(first: &[u8]) -> Option<Kind> {
    let bare = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first).trim_ascii_start();
    if is_pdf(first) {
        Some(Kind::Pdf)
    } else if first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06") {
        Some(Kind::Zip)
    } else if first.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Some(Kind::Ole)
    } else if bare.starts_with(b"{\\rtf") || bare.starts_with(b"{\\urtf") {
        Some(Kind::Rtf)
    } else if first.starts_with(b"PAR1") {
        Some(Kind::Parquet)
    } else {
        None
    }
}

/// Whether a line begins as a PDF does: some programs write lines of their own before it.
fn is_pdf(first: &[u8]) -> bool {
    memchr::memmem::find_iter(first, b"%PDF-").any(|at| {
        let opens = at == 0 || !matches!(first[at - 1], b' '..=b'~');
        opens && first.get(at + 5).is_some_and(u8::is_ascii_digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_first_bytes() {
        assert_eq!(kind(b"%PDF-1.7\n"), Some(Kind::Pdf));
        assert_eq!(kind(b"PK\x03\x04\x14"), Some(Kind::Zip));
        assert_eq!(kind(b"{\\rtf1\\ansi"), Some(Kind::Rtf));
        assert_eq!(kind(b"The PDF of the talks"), None);
        assert_eq!(kind("« %PDF- » est un signe".as_bytes()), None);
    }
}
