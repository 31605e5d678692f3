//! What the documentation promises to list.

use clap::{Args, Command};
use std::collections::BTreeSet;
use tradewind::server::config::Config;

#[test]
fn every_setting_is_documented_with_its_default() {
    let documented = include_str!("../../../docs/settings.md");
    let settings = Config::augment_args(Command::new("tradewind"));
    let mut found = 0;
    for setting in settings.get_arguments() {
        let Some(name) = setting.get_env().and_then(|name| name.to_str()) else { continue };
        found += 1;
        let row = documented.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("docs/settings.md does not list {name}"));
        for default in setting.get_default_values() {
            let default = default.to_str().expect("readable");
            assert!(
                row.contains(&format!("`{default}`")),
                "docs/settings.md gives {name} another default than {default}"
            );
        }
    }
    let listed =
        documented.lines().filter(|line| line.starts_with("| `TRADEWIND_") || line.starts_with("| `DATABASE_URL`"));
    // TRADEWIND_CONFIG is read before the settings are.
    assert_eq!(listed.count(), found + 1, "docs/settings.md lists a setting that does not exist");
}

/// Folders that the document's paths start from.
const ROOTS: [&str; 5] = ["", "src", "src/server", "src/server/http", "src/server/services"];

#[test]
fn every_file_that_the_security_document_names_exists() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let named: BTreeSet<&str> = include_str!("../../../docs/security.md")
        .lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|text| text.ends_with(".rs") || text.ends_with(".toml") || text.starts_with("tests/"))
        .collect();
    assert!(named.len() > 40, "only {named:?}");
    for path in named {
        assert!(ROOTS.iter().any(|folder| root.join(folder).join(path).exists()), "there is no {path}");
    }
}

#[test]
fn every_line_of_the_verification_standard_has_a_state() {
    let rows = include_str!("../../../docs/security.md").lines().filter(|line| {
        line.strip_prefix("| ").is_some_and(|line| line.starts_with(|char: char| char.is_ascii_digit()))
    });
    let states: Vec<&str> = rows.filter_map(|row| row.split('|').nth(3)).map(str::trim).collect();
    assert_eq!(states.len(), 259, "lines of levels 1 and 2");
    assert!(states.iter().all(|state| ["met", "operator", "open", "n/a"].contains(state)), "{states:?}");
}

#[test]
fn every_job_is_documented() {
    let source = include_str!("../../server/jobs/mod.rs");
    let kinds =
        source.split_once("fn kind(").and_then(|(_, rest)| rest.split_once("\n    }\n")).expect("their names").0;
    let kinds: BTreeSet<&str> = kinds.split('"').skip(1).step_by(2).collect();
    assert!(kinds.len() > 20, "only {kinds:?}");
    let table = include_str!("../../../docs/architecture.md");
    let table =
        table.split_once("\n## Jobs\n").and_then(|(_, rest)| rest.split_once("\n## ")).expect("a part about jobs").0;
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    for kind in &kinds {
        assert!(rows.iter().any(|row| row.contains(&format!("`{kind}`"))), "docs/architecture.md does not list {kind}");
    }
    for row in rows {
        let named = row.split('`').nth(1).expect("a name");
        assert!(kinds.contains(named), "docs/architecture.md lists {named}, which is no job");
    }
}
