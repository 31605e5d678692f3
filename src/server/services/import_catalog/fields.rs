//! Reading the cells of a row, noting each that is wrong.

use super::{
    draft::{PictureSource, reason, refused, with_value},
    sheet::{Header, Row},
};
use crate::{
    domain::{forms::Problem, staff::ImportLine},
    server::services::catalog_csv::cells,
};

/// The cells of one row, and what is wrong with them.
#[derive(Debug)]
pub struct Fields<'a> {
    pub header: &'a Header,
    pub row: &'a Row,
    /// Whose row it is, for the report.
    pub subject: &'a str,
    pub notes: Vec<ImportLine>,
}

impl<'a> Fields<'a> {
    pub fn new(header: &'a Header, row: &'a Row, subject: &'a str) -> Self {
        Self { header, row, subject, notes: Vec::new() }
    }

    /// A cell; `None` when the file has no such column.
    pub fn cell(&self, name: &str) -> Option<&'a str> {
        self.row.get(self.header, name)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.cell(name).map(str::to_owned)
    }

    /// The text of a cell that is not empty.
    pub fn filled(&self, name: &str) -> Option<&'a str> {
        self.cell(name).filter(|cell| !cell.is_empty())
    }

    /// Notes that a cell is refused.
    pub fn refuse(&mut self, name: &str, why: impl Into<String>) {
        let line = refused(self.row.line, self.subject, name, why);
        self.notes.push(with_value(line, self.cell(name).unwrap_or_default()));
    }

    /// A cell that is not empty, as something else; one that cannot be that is refused.
    pub fn parse<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, Problem>) -> Option<T> {
        match read(self.filled(name)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.refuse(name, reason(problem));
                None
            }
        }
    }

    /// As [`Self::parse`], where an empty cell says that there is none.
    pub fn parse_or_none<T>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, Problem>) -> Option<Option<T>> {
        match self.cell(name) {
            Some("") => Some(None),
            _ => self.parse(name, read).map(Some),
        }
    }

    pub fn yes_no(&mut self, name: &str) -> Option<bool> {
        self.parse(name, |cell| cells::parse_yes_no(cell).ok_or(Problem::Required)).or_else(|| {
            if let Some(last) = self.notes.last_mut()
                && last.field == name
            {
                last.reason = "Either yes or no.".into();
            }
            None
        })
    }

    /// One of a few words.
    pub fn word<T>(&mut self, name: &str, words: &[(&str, T)]) -> Option<T>
    where
        T: Copy,
    {
        let cell = self.filled(name)?;
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(cell)).map(|(_, value)| *value);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.refuse(name, format!("One of: {}.", all.join(", ")));
        }
        found
    }

    /// A picture of this shop by its address, or any other by http or https.
    pub fn picture(&mut self, name: &str) -> Option<PictureSource> {
        let source = picture_source(self.filled(name)?);
        if source.is_none() {
            self.refuse(name, "An address that begins with https://, http:// or /media/.");
        }
        source
    }
}

/// Where the picture of an address is.
pub fn picture_source(address: &str) -> Option<PictureSource> {
    const ADDRESS: usize = 2_000;
    let hash = |file: &str| {
        let hash = file.split(['-', '.']).next().unwrap_or_default();
        let is_hash =
            hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase());
        is_hash.then(|| PictureSource::Hash(hash.to_owned()))
    };
    if let Some(file) = address.strip_prefix("/media/") {
        return hash(file);
    }
    let url = reqwest::Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    (address.len() <= ADDRESS && url.has_host()).then(|| PictureSource::Address(url.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_named_by_media_addresses_or_come_from_the_web() {
        let hash = "ab".repeat(32);
        assert_eq!(picture_source(&format!("/media/{hash}-800.webp")), Some(PictureSource::Hash(hash)));
        let web = PictureSource::Address("https://cdn.example/a%20b.jpg".into());
        assert_eq!(picture_source("https://cdn.example/a b.jpg"), Some(web));
        for address in ["", "/media/x.webp", "/etc/passwd", "file:///etc/passwd", "data:image/png;base64,", "a.jpg"] {
            assert_eq!(picture_source(address), None, "{address}");
        }
    }
}
