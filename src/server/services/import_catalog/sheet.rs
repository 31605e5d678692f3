//! Reading rows of a CSV file, however long, one at a time.

use crate::server::{services::catalog_csv::cells, store::imports::Place};
use csv::{ByteRecord, Position, ReaderBuilder};
use std::{
    cell::Cell,
    collections::HashMap,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    rc::Rc,
};

/// Largest row: a quote that is never closed would make one of the rest of the file.
const ROW_BYTES: u64 = 4 * 1024 * 1024;
/// Most columns, and most characters of a name of one, that a header is searched for.
const COLUMNS: usize = 1_000;

/// Why a file cannot be read, or not any further.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("The file has no header: its first line must name the columns.")]
    Empty,
    #[error("The file is not in UTF-8. Save it as \"CSV UTF-8\".")]
    WrongEncoding,
    #[error("The column \"{0}\" is missing: this is not a file of this format.")]
    MissingColumn(&'static str),
    #[error("The column \"{0}\" is there twice.")]
    TwiceColumn(String),
    #[error("The row that begins on line {0} is larger than 4 MiB: is a quote not closed?")]
    HugeRow(i64),
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Where the columns stand. Names are compared without regard to case.
#[derive(Debug, Default)]
pub struct Header {
    columns: HashMap<String, usize>,
    width: usize,
}

impl Header {
    fn read(record: &ByteRecord, own: bool) -> Result<Self, ReadError> {
        let mut columns = HashMap::new();
        for (index, name) in record.iter().enumerate().take(COLUMNS) {
            let name = std::str::from_utf8(name).map_err(|_| ReadError::WrongEncoding)?;
            let name = name.trim().to_lowercase();
            if columns.contains_key(&name) && own {
                return Err(ReadError::TwiceColumn(name));
            }
            if !name.is_empty() {
                columns.entry(name).or_insert(index);
            }
        }
        if columns.is_empty() { Err(ReadError::Empty) } else { Ok(Self { columns, width: record.len() }) }
    }

    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    fn index(&self, name: &str) -> Option<usize> {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return self.columns.get(&name.to_lowercase()).copied();
        }
        self.columns.get(name).copied()
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line of the file that it begins on.
    pub line: i64,
    /// Where the next row begins.
    pub end: Place,
    pub cells: Result<Vec<String>, RowProblem>,
}

/// Why a row says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowProblem {
    NotUtf8,
    /// More cells than the header has columns.
    TooWide,
}

impl RowProblem {
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotUtf8 => "This row is not in UTF-8.",
            Self::TooWide => {
                "This row has more cells than the header has columns: is a value with a comma not in quotes?"
            }
        }
    }
}

impl Row {
    /// A cell, trimmed; `None` when the file has no such column, or the row cannot be read.
    pub fn get(&self, header: &Header, name: &str) -> Option<&str> {
        let index = header.index(name)?;
        let cells = self.cells.as_ref().ok()?;
        // A row may be shorter than the header: what is left out is empty.
        Some(cells.get(index).map(|cell| cell.trim()).unwrap_or_default())
    }

    pub fn is_blank(&self) -> bool {
        self.cells.as_ref().is_ok_and(|cells| cells.iter().all(|cell| cell.trim().is_empty()))
    }

    pub fn bytes(&self) -> usize {
        self.cells.as_ref().map_or(0, |cells| cells.iter().map(String::len).sum())
    }
}

/// Stops a read that goes past what one row may have.
struct Bounded {
    file: File,
    left: Rc<Cell<u64>>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        let left = self.left.get();
        let taken = u64::try_from(read).unwrap_or(u64::MAX);
        if read > 0 && left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.left.set(left.saturating_sub(taken));
        Ok(read)
    }
}

impl Seek for Bounded {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// The rows of a file.
pub struct Rows {
    reader: csv::Reader<Bounded>,
    left: Rc<Cell<u64>>,
    pub header: Header,
    record: ByteRecord,
    /// Where lines end in two characters, the reader counts the second one with the row after it.
    late_lines: i64,
    /// Whether cells are those of the shop's own CSV, with apostrophes before formulas.
    own: bool,
}

impl Rows {
    /// Opens a file at a place that was reached before; the first one is byte 0.
    pub fn open(path: &Path, own: bool, from: Place) -> Result<Self, ReadError> {
        let mut file = File::open(path)?;
        let (separator, late_lines) = separator(&mut file)?;
        let left = Rc::new(Cell::new(ROW_BYTES));
        let bounded = Bounded { file, left: left.clone() };
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(bounded);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).map_err(|error| failure(error, 1))? {
            return Err(ReadError::Empty);
        }
        let header = Header::read(&record, own)?;
        let mut rows = Self { reader, left, header, record, late_lines, own };
        if from.byte > 0 {
            rows.go_to(from)?;
        }
        Ok(rows)
    }

    fn go_to(&mut self, place: Place) -> Result<(), ReadError> {
        let mut position = Position::new();
        position.set_byte(u64::try_from(place.byte).unwrap_or(0)).set_line(u64::try_from(place.line).unwrap_or(1));
        self.reader.seek(position).map_err(|error| failure(error, place.line))
    }

    /// Where the next row begins.
    pub fn place(&self) -> Place {
        place(self.reader.position())
    }

    /// The next row; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Row>, ReadError> {
        let start = self.place();
        self.left.set(ROW_BYTES);
        if !self.reader.read_byte_record(&mut self.record).map_err(|error| failure(error, start.line))? {
            return Ok(None);
        }
        let begins = self.record.position().map_or(start, place);
        Ok(Some(Row { line: begins.line + self.late_lines, end: self.place(), cells: self.cells() }))
    }

    fn cells(&self) -> Result<Vec<String>, RowProblem> {
        if self.record.iter().skip(self.header.width).any(|cell| !cell.is_empty()) {
            return Err(RowProblem::TooWide);
        }
        let own = self.own;
        let cell = |bytes| {
            let cell = std::str::from_utf8(bytes).map_err(|_| RowProblem::NotUtf8)?;
            // No database keeps a NUL in a text.
            Ok(if own { cells::unescape(cell) } else { cell }.replace('\0', " "))
        };
        self.record.iter().take(self.header.width).map(cell).collect()
    }
}

fn place(position: &Position) -> Place {
    let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
    Place { byte: number(position.byte()), line: number(position.line()) }
}

fn failure(error: csv::Error, line: i64) -> ReadError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => ReadError::HugeRow(line),
        csv::ErrorKind::Io(error) => ReadError::Io(error),
        other => ReadError::Io(io::Error::other(format!("{other:?}"))),
    }
}

/// What separates cells, as spreadsheets of some countries write semicolons, and by how many lines the reader counts late.
/// Leaves the file at its beginning.
fn separator(file: &mut File) -> Result<(u8, i64), ReadError> {
    let mut start = [0; 4096];
    let read = file.read(&mut start)?;
    file.rewind()?;
    let start = start.get(..read).unwrap_or_default();
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Err(ReadError::WrongEncoding);
    }
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| header.iter().filter(|byte| **byte == separator).count();
    // The first of the most frequent ones.
    let separator = [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',');
    Ok((separator, i64::from(header.ends_with(b"\r"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn file(text: &[u8]) -> (std::path::PathBuf, impl Drop) {
        struct Gone(std::path::PathBuf);
        impl Drop for Gone {
            fn drop(&mut self) {
                let _ = std::fs::remove_file(&self.0);
            }
        }
        let path = std::env::temp_dir().join(format!("tradewind-sheet-{}.csv", crate::server::random::token()));
        File::create(&path).unwrap().write_all(text).unwrap();
        (path.clone(), Gone(path))
    }

    const START: Place = Place { byte: 0, line: 1 };

    fn lines(rows: &mut Rows) -> Vec<(i64, Vec<String>)> {
        let mut all = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            all.push((row.line, row.cells.unwrap()));
        }
        all
    }

    #[test]
    fn reading_goes_on_from_any_row_with_the_same_lines() {
        let text = "\u{feff}type,name\r\na,\"x\r\ny\"\r\nb,\"q\"\"\"\r\nc,z\r\n".as_bytes();
        let (path, _gone) = file(text);
        let mut rows = Rows::open(&path, false, START).unwrap();
        assert!(rows.header.has("type") && rows.header.has("name"));
        let (mut places, mut whole) = (vec![rows.place()], Vec::new());
        while let Some(row) = rows.next().unwrap() {
            whole.push((row.line, row.cells.unwrap()));
            places.push(rows.place());
        }
        let told: Vec<_> = whole.iter().map(|(line, cells)| (*line, cells[1].as_str())).collect();
        assert_eq!(told, [(2, "x\r\ny"), (4, "q\""), (5, "z")]);
        for (index, place) in places.into_iter().enumerate() {
            let mut rows = Rows::open(&path, false, place).unwrap();
            assert_eq!(lines(&mut rows), whole[index..], "from {place:?}");
        }
    }

    #[test]
    fn semicolons_and_tabs_separate_as_well() {
        for text in ["a;b\n1,5;2\n", "a\tb\n1,5\t2\n"] {
            let (path, _gone) = file(text.as_bytes());
            let mut rows = Rows::open(&path, false, START).unwrap();
            assert_eq!(lines(&mut rows), [(2, vec!["1,5".to_owned(), "2".to_owned()])]);
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_does_not_swallow_the_memory() {
        let mut text = b"a,b\n1,2\n3,\"".to_vec();
        text.resize(6 * 1024 * 1024, b'x');
        let (path, _gone) = file(&text);
        let mut rows = Rows::open(&path, false, START).unwrap();
        assert!(rows.next().unwrap().is_some());
        assert!(matches!(rows.next(), Err(ReadError::HugeRow(3))));
    }

    #[test]
    fn rows_that_cannot_be_read_are_told_apart_from_those_that_can() {
        let (path, _gone) = file(b"a,b\n\xff,1\n1,2,3\n1\n1,2,,\n");
        let mut rows = Rows::open(&path, false, START).unwrap();
        let mut next = || rows.next().unwrap().unwrap().cells;
        assert_eq!((next(), next()), (Err(RowProblem::NotUtf8), Err(RowProblem::TooWide)));
        assert_eq!((next().unwrap().len(), next().unwrap().len()), (1, 2));
    }

    #[test]
    fn files_that_are_no_table_say_what_is_wrong() {
        for (text, told) in [
            (&b""[..], "no header"),
            (b"\n\n", "no header"),
            (b"\xff\xfea\0", "UTF-8"),
            (b"a,\xff\n", "UTF-8"),
            (b"a,A\n", "twice"),
        ] {
            let (path, _gone) = file(text);
            let Err(error) = Rows::open(&path, true, START) else { panic!("{text:?} was read") };
            assert!(error.to_string().contains(told), "{error}");
        }
    }
}
