//! Query strings as HTML forms write them (`application/x-www-form-urlencoded`).

/// Longer ones are cut: no page of ours writes them.
const MAX_BYTES: usize = 8 * 1024;
const MAX_PAIRS: usize = 200;

/// The names and values of a query string, without its question mark. Broken escapes stay as they are.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let end = query.floor_char_boundary(MAX_BYTES);
    let query = query.get(..end).unwrap_or_default();
    let parts = query.strip_prefix('?').unwrap_or(query).split('&').filter(|part| !part.is_empty()).take(MAX_PAIRS);
    parts.map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(name), decode(value))
    })
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, after) = match (first, tail) {
            (b'+', _) => (b' ', tail),
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, after),
                _ => (b'%', tail),
            },
            _ => (*first, tail),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A value as it stands in a query string. Commas stay readable: they part the values of a facet.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b',' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_escapes_are_kept_as_text() {
        for (query, value) in
            [("q=%", "%"), ("q=%4", "%4"), ("q=%zz", "%zz"), ("q=%41%", "A%"), ("q=a+b", "a b"), ("q=%ff", "\u{fffd}")]
        {
            assert_eq!(pairs(query).next(), Some(("q".into(), value.into())), "{query}");
        }
    }

    #[test]
    fn a_query_of_megabytes_is_cut() {
        let query = format!("q={}", "ä".repeat(1_000_000));
        assert!(pairs(&query).next().unwrap().1.len() <= MAX_BYTES);
        assert_eq!(pairs(&"a=b&".repeat(1000)).count(), MAX_PAIRS);
    }

    proptest! {
        #[test]
        fn a_value_survives_being_written_and_read(value in "\\PC{0,60}") {
            let query = format!("q={}", encode(&value));
            prop_assert_eq!(pairs(&query).next(), Some(("q".to_owned(), value)));
        }
    }
}
