//! The HTTP status of the page that is being rendered.

/// Answers with this status; in the browser, where the page has long arrived, it does nothing.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    crate::server::http::set_status(status);
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}
