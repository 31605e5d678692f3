//! Who may reach what: the table of `server::access` against the running router, and every address tried by everyone.

mod declared;
mod matrix;
mod objects;
