//! Unguessable tokens and what is stored of them.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Fresh random bytes.
#[expect(clippy::disallowed_methods, reason = "the one place that asks for randomness")]
pub fn bytes<const N: usize>() -> [u8; N] {
    rand::random()
}

/// A fresh token of 256 random bits, in hex.
pub fn token() -> String {
    hex::encode(bytes::<32>())
}

/// What the database keeps of a token: enough to recognize it, not to use it.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// HMAC-SHA-256 of a message, in hex.
pub fn sign(key: &[u8], message: &[u8]) -> String {
    hex::encode(mac(key, message).finalize().into_bytes())
}

/// Whether a signature in hex fits, compared in constant time.
pub fn verify(key: &[u8], message: &[u8], signature: &str) -> bool {
    hex::decode(signature).is_ok_and(|signature| mac(key, message).verify_slice(&signature).is_ok())
}

/// Whether a signature in hex fits that was made with the key as it is (RFC 2104), as others make them.
pub fn verify_plain(key: &[u8], message: &[u8], signature: &str) -> bool {
    let (Ok(signature), Ok(mut mac)) = (hex::decode(signature), Hmac::<Sha256>::new_from_slice(key)) else {
        return false;
    };
    mac.update(message);
    mac.verify_slice(&signature).is_ok()
}

/// HMAC-SHA-256 of a message with the key as it is (RFC 2104), as others verify it.
pub fn sign_plain(key: &[u8], message: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

fn mac(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    // Hashed first and padded to HMAC's block, so that a key of any length will do.
    let mut block = [0; 64];
    block.iter_mut().zip(Sha256::digest(key)).for_each(|(slot, byte)| *slot = byte);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac
}
