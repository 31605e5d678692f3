//! Names of a picture's files.

/// `{hash}-{width}.webp`, a rendition, or `{hash}.original`, the file as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileName(String);

/// Of SHA-256 in hex.
const HASH_LENGTH: usize = 64;

impl FileName {
    pub fn original(hash: &str) -> Self {
        Self(format!("{hash}.original"))
    }

    pub fn rendition(hash: &str, width: i64) -> Self {
        Self(format!("{hash}-{width}.webp"))
    }

    /// A name that some picture's file can have; nothing else ever reaches the store from outside.
    pub fn parse(name: &str) -> Option<Self> {
        let (hash, rest) = name.split_at_checked(HASH_LENGTH)?;
        let is_hash = hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let width = rest.strip_prefix('-').and_then(|rest| rest.strip_suffix(".webp"));
        let is_width = width
            .is_some_and(|width| (1..=5).contains(&width.len()) && width.bytes().all(|byte| byte.is_ascii_digit()));
        (is_hash && (is_width || rest == ".original")).then(|| Self(name.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Of the picture that the file belongs to.
    pub fn hash(&self) -> &str {
        self.0.get(..HASH_LENGTH).unwrap_or_default()
    }

    /// Whether it may be served: originals never are, with whatever they carry besides a picture.
    pub fn is_rendition(&self) -> bool {
        self.0.ends_with(".webp")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_pictures_have_names() {
        let hash = "a".repeat(64);
        for (name, rendition) in [(FileName::rendition(&hash, 400), true), (FileName::original(&hash), false)] {
            assert_eq!(FileName::parse(name.as_str()), Some(name.clone()));
            assert_eq!((name.hash(), name.is_rendition()), (hash.as_str(), rendition));
        }
        for name in [
            "../tradewind.db".into(),
            format!("{hash}.webp"),
            format!("{hash}-400.png"),
            format!("{hash}-400000.webp"),
            format!("{hash}-.webp"),
            format!("../{hash}-4.webp"),
            format!("{}-400.webp", "A".repeat(64)),
            format!("{hash}é"),
            "é".repeat(64),
            "-.webp".into(),
            String::new(),
        ] {
            assert_eq!(FileName::parse(&name), None, "{name}");
        }
    }
}
