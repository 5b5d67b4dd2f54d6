//! Languages by their tags.

/// A language as pages and tables write it, as a BCP 47 tag: `en_US` is `en-US`.
pub(super) fn tag(written: &str) -> Option<String> {
    let tag = written.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let is = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is && parts
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())))
    .then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_by_its_name_is_no_tag() {
        assert_eq!((tag("en_US").as_deref(), tag("English"), tag("")), (Some("en-US"), None, None));
    }
}
