//! Out of the folders of public files.

use super::raw::{get, open_doors, status};
use crate::support::TestShop;

const CANARY: &str = "not-for-the-public-7f3a";

/// Ways up, as they stand in paths that nobody normalized.
const UP: [&str; 14] = [
    "../",
    "../../",
    "../../../../../../../../",
    "..%2f",
    "..%2F..%2F",
    "%2e%2e/",
    "%2e%2e%2f%2e%2e%2f",
    "..%252f",
    "..\\",
    "..%5c",
    "....//",
    "./../",
    "/",
    "%2f",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_path_leads_out_of_a_public_folder() {
    let shop = TestShop::sqlite().await;
    let data = shop.data.path();
    for folder in ["", "site", "media"] {
        std::fs::create_dir_all(data.join(folder)).expect("a folder");
        std::fs::write(data.join(folder).join("canary.txt"), CANARY).expect("a file");
    }
    let doors = open_doors(&shop).await;
    let absolute = data.join("canary.txt");
    let absolute = absolute.to_str().expect("a path").trim_start_matches('/').to_owned();
    for folder in ["/media/", "/pkg/", "/fonts/", "/sitemaps/", "/api/docs/", "/"] {
        for up in UP {
            for file in ["canary.txt", "tradewind.db", "canary.txt%00.webp", "etc/passwd", &absolute] {
                let answer = get(&doors.address, &format!("{folder}{up}{file}")).await;
                assert!(status(&answer) >= 300, "{folder}{up}{file}: {answer:.200}");
                for secret in [CANARY, "SQLite format 3", "root:x:0"] {
                    assert!(!answer.contains(secret), "{folder}{up}{file} shows {secret}");
                }
            }
        }
    }
    // In the folder itself, too, only what the shop put there is served.
    assert_eq!(status(&get(&doors.address, "/media/canary.txt").await), 404);
    assert_eq!(status(&get(&doors.address, "/pkg/tradewind.css").await), 200);
}
