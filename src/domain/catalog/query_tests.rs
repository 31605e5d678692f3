use super::*;
use proptest::prelude::*;

#[test]
fn the_same_choice_has_one_address() {
    for (query, canonical) in [
        ("", ""),
        ("color=navy,moss&size=m", "color=moss,navy&size=m"),
        ("size=m&color=navy&color=moss&color=navy", "color=moss,navy&size=m"),
        ("?color=navy%2Cmoss", "color=moss,navy"),
        ("color=&size=&min=&max=&sort=featured&page=1", ""),
        ("min=10&max=49.90&sort=price-asc&page=3", "min=10&max=49.90&sort=price-asc&page=3"),
        ("q=+wool++blanket+&page=2", "q=wool+blanket&page=2"),
        ("q=50%25+%26+more", "q=50%25+%26+more"),
        ("stock=in&rating=4&material=wool&category=bags", "category=bags&material=wool&rating=4&stock=in"),
        (
            "spec-weight-max=2.50&spec-lining=silk&spec-weight-min=1",
            "spec-lining=silk&spec-weight-min=1&spec-weight-max=2.5",
        ),
        ("spec-a=y,x&spec-a=x", "spec-a=x,y"),
        ("after=-6900.3&page=4&before=1.2", "after=-6900.3"),
        ("before=12.7", "before=12.7"),
    ] {
        assert_eq!(ListingQuery::parse(query).query_string(), canonical, "{query}");
    }
}

#[test]
fn nonsense_is_left_out() {
    for query in [
        "color=%27%3B+DROP+TABLE+product%3B--",
        "color=%3Cscript%3E",
        "size=..%2F..%2F",
        "min=-5&max=abc",
        "min=99999999999999999999999",
        "sort=sideways",
        "page=0",
        "page=-1",
        "page=many",
        "rating=5",
        "rating=4.5",
        "stock=out",
        "spec-=x",
        "spec-weight-min=heavy",
        "spec-A%20b=x",
        "after=next",
        "before=1.01",
        "unknown=1",
        "&&&=&",
    ] {
        let read = ListingQuery::parse(query);
        assert_eq!(read, ListingQuery::default(), "{query}");
    }
}

#[test]
fn everything_is_bounded() {
    let many: Vec<String> = (0..100).map(|number| format!("c{number}")).collect();
    let read = ListingQuery::parse(&format!("color={}&page=1000&q={}", many.join(","), "x".repeat(10_000)));
    assert_eq!((read.colors.len(), read.page), (MAX_VALUES, MAX_PAGE));
    assert!(read.words.chars().count() <= MAX_WORDS_CHARS);
    let many: Vec<String> = (0..100).map(|number| format!("spec-s{number}=x&spec-t{number}-min=1")).collect();
    assert_eq!(ListingQuery::parse(&many.join("&")).specifications.len(), MAX_SPECIFICATIONS);
    assert!(ListingQuery::parse(&format!("color={}", "x".repeat(81))).colors.is_empty());
}

#[test]
fn removing_a_value_goes_back_to_the_first_page() {
    let query = ListingQuery::parse("color=moss,navy&page=4&sort=newest");
    assert_eq!(query.without(FacetKind::Color, "navy").href("/c/bags"), "/c/bags?color=moss&sort=newest");
    assert_eq!(query.cleared().href("/c/bags"), "/c/bags?sort=newest");
    assert_eq!(query.chosen(), 2);
}

proptest! {
    #[test]
    fn a_choice_survives_its_address(
        words in "\\PC{0,30}",
        colors in prop::collection::vec("[a-z0-9-]{1,12}", 0..30),
        sizes in prop::collection::vec("[a-z0-9.]{1,4}", 0..5),
        min in prop::option::of(0_u32..100_000),
        page in 0_u32..2_000,
        sort in 0_usize..6,
        rating in 0_u8..7,
        weight in -50_000_000_i64..50_000_000,
        after in prop::option::of((any::<i64>(), any::<i64>())),
    ) {
        let min = min.map(|minor| Money::new(i64::from(minor), Currency::default()).decimal()).unwrap_or_default();
        let raw = format!(
            "q={}&color={}&size={}&min={min}&page={page}&sort={}&rating={rating}&stock=in&spec-w-min={}&spec-x={}{}",
            query_string::encode(&words), colors.join(","), sizes.join("&size="), Sort::ALL[sort].key(),
            Micro(weight), colors.join(","),
            after.map(|(key, tie)| format!("&after={}", Cursor { key, tie })).unwrap_or_default(),
        );
        let read = ListingQuery::parse(&raw);
        let href = read.href("/c/x");
        let query = href.split_once('?').map_or("", |(_, query)| query);
        prop_assert_eq!(ListingQuery::parse(query), read);
    }

    #[test]
    fn any_text_at_all_can_be_read(text in "\\PC{0,300}") {
        let read = ListingQuery::parse(&text);
        prop_assert_eq!(ListingQuery::parse(&read.query_string()), read);
    }
}
