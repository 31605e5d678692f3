//! The colors or sizes of a variant: mostly none or one, which takes no list.

/// Some numbers, few of them.
#[derive(Debug)]
pub struct Few(u32);

/// Numbers below this one stand for themselves, others for a list.
const FIRST_LIST: u32 = 1 << 31;
const NONE: u32 = u32::MAX;

/// The lists of what has several.
#[derive(Debug, Default)]
pub struct Lists(Vec<Box<[u32]>>);

impl Lists {
    /// Keeps numbers; each has to be less than 2^31.
    pub fn few(&mut self, numbers: &[u32]) -> Few {
        match numbers {
            [] => Few(NONE),
            [one] if *one < FIRST_LIST => Few(*one),
            several => {
                let place = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
                self.0.push(several.into());
                Few(FIRST_LIST.saturating_add(place))
            }
        }
    }

    pub fn of<'a>(&'a self, few: &'a Few) -> &'a [u32] {
        match few.0 {
            NONE => &[],
            ..FIRST_LIST => std::slice::from_ref(&few.0),
            place => self.0.get((place - FIRST_LIST) as usize).map(|list| &**list).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_kept() {
        let mut lists = Lists::default();
        let all: [&[u32]; 5] = [&[], &[0], &[7], &[7, 8], &[3, 0, 1]];
        let kept: Vec<Few> = all.iter().map(|numbers| lists.few(numbers)).collect();
        assert_eq!(kept.iter().map(|few| lists.of(few)).collect::<Vec<_>>(), all);
    }
}
