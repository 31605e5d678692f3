//! What the documentation promises to list.

use clap::{Args, Command};
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
