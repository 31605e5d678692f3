//! The accounts of the demo shop, known to everyone.

use crate::domain::access::Role;

/// An account that the demo shop is seeded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    pub email: &'static str,
    pub name: &'static str,
    pub password: &'static str,
    pub role: Role,
}

pub const ACCOUNTS: [DemoAccount; 4] = [
    DemoAccount { email: "owner@halyard.example", name: "Odile Marsh", password: "halyard-owner", role: Role::Owner },
    DemoAccount { email: "staff@halyard.example", name: "Sander Voss", password: "halyard-staff", role: Role::Staff },
    DemoAccount { email: "ada@example.com", name: "Ada Lindqvist", password: "halyard-customer", role: Role::Customer },
    DemoAccount {
        email: "jonas@example.com",
        name: "Jonas Brandt",
        password: "halyard-customer",
        role: Role::Customer,
    },
];
