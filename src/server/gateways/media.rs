//! Pictures behind an object-store interface: a local folder by default, S3-compatible storage by setting.
//!
//! The shop serves pictures itself, wherever they are kept: one address, one policy of caching, and a bucket that nobody
//! else needs to read.

mod file_name;

pub use file_name::FileName;

use crate::{domain::timestamp::Timestamp, server::config::Config};
use bytes::Bytes;
use futures::{Stream, TryStreamExt};
use object_store::{
    ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    local::LocalFileSystem,
    path::Path,
    prefix::PrefixStore,
};
use std::{sync::Arc, time::Duration};

/// A picture is at most some megabytes: who cannot send one in this time does not answer.
const S3_TIMEOUT: Duration = Duration::from_secs(20);

/// Where pictures are kept. Names are content hashes, so what is stored never changes.
#[derive(Clone, Debug)]
pub struct MediaStore(Arc<dyn ObjectStore>);

impl MediaStore {
    /// The store that the settings name.
    pub fn open(config: &Config) -> Result<Self, object_store::Error> {
        match &config.media_url {
            Some(url) => Self::s3(config, url),
            None => Self::local(&config.data_dir.join("media")),
        }
    }

    /// A folder, made if it is missing.
    pub fn local(folder: &std::path::Path) -> Result<Self, object_store::Error> {
        std::fs::create_dir_all(folder)
            .map_err(|error| object_store::Error::Generic { store: "media folder", source: Box::new(error) })?;
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?)))
    }

    /// `s3://bucket/prefix`. Nothing is asked of the server yet.
    fn s3(config: &Config, url: &MediaUrl) -> Result<Self, object_store::Error> {
        let store = bucket(config, &url.bucket)?;
        Ok(Self(match url.prefix.as_str() {
            "" => Arc::new(store),
            prefix => Arc::new(PrefixStore::new(store, prefix)),
        }))
    }

    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<(), object_store::Error> {
        self.0.put(&Path::from(name), PutPayload::from_bytes(bytes)).await.map(drop)
    }

    /// The file's bytes, if it exists.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>, object_store::Error> {
        match self.0.get(&Path::from(name)).await {
            Ok(found) => found.bytes().await.map(Some),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub async fn exists(&self, name: &str) -> Result<bool, object_store::Error> {
        match self.0.head(&Path::from(name)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub async fn delete(&self, name: &str) -> Result<(), object_store::Error> {
        match self.0.delete(&Path::from(name)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            other => other,
        }
    }

    /// Every file with the time it was last written, in no certain order.
    pub fn list(&self) -> impl Stream<Item = Result<(String, Timestamp), object_store::Error>> + Send + use<> {
        self.0.list(None).map_ok(|file| (file.location.to_string(), Timestamp(file.last_modified.timestamp_millis())))
    }
}

/// A bucket as the settings describe it.
fn bucket(config: &Config, name: &str) -> Result<AmazonS3, object_store::Error> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(name)
        .with_region(&config.s3_region)
        .with_virtual_hosted_style_request(!config.s3_path_style)
        .with_client_options(ClientOptions::new().with_timeout(S3_TIMEOUT))
        // Somebody waits for the page: better an error than minutes of silence.
        .with_retry(RetryConfig { max_retries: 3, retry_timeout: S3_TIMEOUT, ..RetryConfig::default() });
    if let Some(endpoint) = &config.s3_endpoint {
        // Whoever names an endpoint without TLS wants it: a server on the same machine, or a test's.
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if let (Some(key), Some(secret)) = (&config.s3_key, &config.s3_secret) {
        builder = builder.with_access_key_id(key).with_secret_access_key(secret);
    }
    builder.build()
}

/// A bucket, and the folder in it that the pictures are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaUrl {
    pub bucket: String,
    /// Without slashes around it; empty for the whole bucket.
    pub prefix: String,
}

impl std::str::FromStr for MediaUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const FORM: &str = "must be an address like s3://bucket or s3://bucket/folder";
        let (bucket, prefix) =
            text.strip_prefix("s3://").map(|rest| rest.split_once('/').unwrap_or((rest, ""))).ok_or(FORM)?;
        let is_name = |part: &str, more: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.as_bytes().contains(&byte))
        };
        let prefix = prefix.trim_end_matches('/');
        let fits = is_name(bucket, ".-") && (prefix.is_empty() || prefix.split('/').all(|part| is_name(part, "-_")));
        if fits { Ok(Self { bucket: bucket.to_owned(), prefix: prefix.to_owned() }) } else { Err(FORM.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_named_with_or_without_a_folder() {
        for (text, bucket, prefix) in [
            ("s3://shop", "shop", ""),
            ("s3://shop.pictures/", "shop.pictures", ""),
            ("s3://shop/media/live/", "shop", "media/live"),
        ] {
            let expected = MediaUrl { bucket: bucket.into(), prefix: prefix.into() };
            assert_eq!(text.parse::<MediaUrl>(), Ok(expected), "{text}");
        }
        for text in
            ["", "shop", "https://shop.example/x", "s3://", "s3:///x", "s3://a b", "s3://shop/../other", "s3://shop//x"]
        {
            assert!(text.parse::<MediaUrl>().is_err(), "{text}");
        }
    }
}
