//! Names that stand in addresses.

use super::forms::Problem;

/// The longest a slug may be.
pub const SLUG_LENGTH: u32 = 120;

/// A slug: lower-case letters, digits, and single hyphens between them.
pub fn slug(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    match text.len() {
        0 => return Err(Problem::Required),
        length if length > SLUG_LENGTH as usize => return Err(Problem::TooLong(SLUG_LENGTH)),
        _ => {}
    }
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if text.split('-').all(part) { Ok(text.to_owned()) } else { Err(Problem::NotASlug) }
}

/// A slug for a title: "Crème & Co. №2" becomes "creme-co-2". Empty when nothing is left of it.
pub fn slugify(title: &str) -> String {
    let mut slug = String::new();
    for char in title.chars() {
        let start = slug.len();
        match char {
            'a'..='z' | '0'..='9' => slug.push(char),
            'A'..='Z' => slug.push(char.to_ascii_lowercase()),
            '\'' | '’' => {}
            _ => match plain(char) {
                "" if slug.is_empty() || slug.ends_with('-') => {}
                "" => slug.push('-'),
                letters => slug.push_str(letters),
            },
        }
        if slug.len() > SLUG_LENGTH as usize {
            slug.truncate(start);
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The plain letters of an accented one.
const fn plain(char: char) -> &'static str {
    match char {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' | 'À' | 'Á' | 'Â' | 'Ã' | 'Å' => "a",
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'ç' | 'ć' | 'č' | 'Ç' | 'Č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Í' => "i",
        'ł' | 'Ł' => "l",
        'ñ' | 'ń' | 'ň' | 'Ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'Ó' => "o",
        'ö' | 'ø' | 'œ' | 'Ö' | 'Ø' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'Š' => "s",
        'ß' => "ss",
        'ť' => "t",
        'ù' | 'ú' | 'û' | 'ů' | 'Ú' => "u",
        'ü' | 'Ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' | 'Ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_become_readable_slugs() {
        for (title, expected) in [
            ("Crème & Co. №2", "creme-co-2"),
            ("  Träger’s   Hut ", "traegers-hut"),
            ("---", ""),
            ("日本", ""),
            ("A", "a"),
        ] {
            assert_eq!(slugify(title), expected, "{title}");
        }
    }

    #[test]
    fn text_that_is_no_slug_is_refused() {
        for text in ["", "A", "a b", "a--b", "-a", "a-", "../x", "a/b", "ä", "' OR 1=1"] {
            assert!(slug(text).is_err(), "{text}");
        }
        assert_eq!(slug(" field-tee-2 "), Ok("field-tee-2".into()));
    }

    proptest! {
        #[test]
        fn what_is_made_of_a_title_is_a_slug(title in "\\PC{0,200}") {
            let made = slugify(&title);
            prop_assert!(made.is_empty() || slug(&made) == Ok(made.clone()), "{made}");
        }
    }
}
