//! The staff, as the owner sees them.

use super::PageLinks;
use crate::domain::{
    access::Role,
    forms::{FieldErrors, Problem, email, required_line},
    ids::{AccountId, StaffRoleId},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Longest name of a person.
pub const NAME_LENGTH: u32 = 100;

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct StaffMember {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub staff_role_id: Option<StaffRoleId>,
    /// Empty for the owner and for customers.
    pub staff_role: String,
    /// Since when they cannot log in.
    pub disabled_at: Option<Timestamp>,
    /// Whether they proved that they read what is sent to them: an invitation that was accepted, for one.
    pub email_verified: bool,
    pub has_second_factor: bool,
    /// Places where they are logged in.
    pub sessions: i64,
}

impl StaffMember {
    /// What they are: "Owner", "Customer", or the name of their role.
    pub fn title(&self) -> &str {
        match self.role {
            Role::Staff if self.staff_role.is_empty() => "No role",
            Role::Staff => &self.staff_role,
            role => role.label(),
        }
    }
}

/// One page of the staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffList {
    pub members: Vec<StaffMember>,
    pub pages: PageLinks,
}

/// A member of staff as their page shows them; none for an invitation to come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEditor {
    pub member: Option<StaffMember>,
    /// Every role there is, by name.
    pub roles: Vec<(StaffRoleId, String)>,
    /// Whether it is who asks: one does not change one's own rights.
    pub is_self: bool,
}

/// What an account can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    Customer,
    Staff(StaffRoleId),
    Owner,
}

impl Position {
    /// As forms send it: "customer", "owner", or the id of a role.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text.trim() {
            "customer" => Ok(Self::Customer),
            "owner" => Ok(Self::Owner),
            id => id.parse().map(Self::Staff).map_err(|_| Problem::UnknownChoice),
        }
    }

    /// What [`Position::parse`] reads.
    pub fn value(self) -> String {
        match self {
            Self::Customer => "customer".into(),
            Self::Owner => "owner".into(),
            Self::Staff(role) => role.to_string(),
        }
    }

    pub const fn role(self) -> Role {
        match self {
            Self::Customer => Role::Customer,
            Self::Staff(_) => Role::Staff,
            Self::Owner => Role::Owner,
        }
    }

    /// Only staff have a role among the staff.
    pub const fn staff_role(self) -> Option<StaffRoleId> {
        match self {
            Self::Staff(role) => Some(role),
            Self::Customer | Self::Owner => None,
        }
    }
}

/// An invitation as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationInput {
    pub name: String,
    pub email: String,
    /// See [`Position::parse`].
    pub role: String,
}

/// Who is invited, with checked fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub name: String,
    pub email: String,
    pub position: Position,
}

impl InvitationInput {
    /// The invitation it asks for, or every field that is wrong. Nobody is invited as a customer.
    pub fn check(&self) -> Result<Invitation, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", required_line(&self.name, NAME_LENGTH)).unwrap_or_default();
        let email = errors.take("email", email(&self.email)).unwrap_or_default();
        let position = match Position::parse(&self.role) {
            Ok(Position::Customer) | Err(_) => Err(Problem::UnknownChoice),
            Ok(position) => Ok(position),
        };
        match (errors.take("role", position), errors.into_result()) {
            (Some(position), Ok(())) => Ok(Invitation { name, email, position }),
            (_, Err(errors)) => Err(errors),
            (None, Ok(())) => Err(FieldErrors::one("role", Problem::UnknownChoice)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_survive_being_written_and_read() {
        for position in [Position::Customer, Position::Owner, Position::Staff(StaffRoleId(7))] {
            assert_eq!(Position::parse(&position.value()), Ok(position));
        }
        for text in ["", "staff", "7x", "1; DROP"] {
            assert_eq!(Position::parse(text), Err(Problem::UnknownChoice), "{text}");
        }
    }

    #[test]
    fn an_invitation_names_every_wrong_field() {
        let input = |name: &str, email: &str, role: &str| InvitationInput {
            name: name.into(),
            email: email.into(),
            role: role.into(),
        };
        let good = input(" Ines ", "Ines@Example.com", "3").check().unwrap();
        assert_eq!((good.name.as_str(), good.email.as_str()), ("Ines", "ines@example.com"));
        let errors = input("", "ines", "customer").check().unwrap_err();
        for field in ["name", "email", "role"] {
            assert!(errors.message(field).is_some(), "{field}");
        }
    }
}
