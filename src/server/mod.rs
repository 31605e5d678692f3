//! What never reaches the browser.

/// Pages are made of thousands of short texts, on several threads at once: what the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod access;
pub mod caches;
pub mod clock;
pub mod commands;
pub mod common_passwords;
pub mod compare_list;
pub mod config;
pub mod demo;
pub mod documents;
pub mod gateways;
pub mod http;
pub mod jobs;
pub mod login;
pub mod made_token;
pub mod markdown;
pub mod page_head;
pub mod password;
pub mod permissions;
pub mod query;
pub mod random;
pub mod recently_viewed;
pub mod rendering;
pub mod search;
pub mod security_log;
pub mod services;
pub mod sessions;
pub mod state;
pub mod store;
pub mod telemetry;
