//! What the mails say.

/// A mail before it is laid out.
#[derive(Clone, Debug)]
pub struct Letter {
    pub recipient: String,
    pub subject: String,
    /// Paragraphs before the link.
    pub lead: Vec<String>,
    pub link: Option<Link>,
    /// Paragraphs behind it.
    pub rest: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Link {
    pub label: &'static str,
    pub url: String,
}

fn letter(
    recipient: &str,
    subject: &str,
    lead: &[&str],
    link: Option<(&'static str, String)>,
    rest: &[&str],
) -> Letter {
    let owned = |paragraphs: &[&str]| paragraphs.iter().map(|paragraph| (*paragraph).to_owned()).collect();
    Letter {
        recipient: recipient.to_owned(),
        subject: subject.to_owned(),
        lead: owned(lead),
        link: link.map(|(label, url)| Link { label, url }),
        rest: owned(rest),
    }
}

pub fn verify_email(email: &str, name: &str, link: String) -> Letter {
    let hello = format!("An account for {name} was made with this address. Please confirm that the address is yours.");
    letter(
        email,
        "Please confirm your e-mail",
        &[&hello],
        Some(("Confirm my e-mail", link)),
        &[
            "The link works for a day, once.",
            "If you did not register, do not use the link: without it the account never opens.",
        ],
    )
}

pub fn already_registered(email: &str, shop: &str) -> Letter {
    let reset = format!("If you forgot your password, set another one at {shop}/password-reset.");
    letter(
        email,
        "You have an account already",
        &["Somebody, probably you, just tried to register with this address. It has an account already."],
        Some(("Log in", format!("{shop}/login"))),
        &[&reset, "If it was not you, there is nothing to do: nobody got in, and nothing changed."],
    )
}

pub fn registered_again(email: &str, link: String) -> Letter {
    letter(
        email,
        "Finish your registration",
        &["Somebody, probably you, registered with this address more than once. Choose a password to finish."],
        Some(("Choose a password", link)),
        &["The link works for an hour, once.", "If it was not you, do not use the link: the account stays closed."],
    )
}

pub fn reset_password(email: &str, link: String) -> Letter {
    letter(
        email,
        "Set a new password",
        &["Somebody, probably you, asked to set a new password for your account."],
        Some(("Set a new password", link)),
        &[
            "The link works for an hour, once. Afterwards you are logged out everywhere.",
            "If it was not you, there is nothing to do: your password stays as it is.",
        ],
    )
}

pub fn staff_invitation(email: &str, name: &str, shop: &str, link: String) -> Letter {
    let hello = format!("Hello {name}, you are invited to work in the shop at {shop}. Choose a password to begin.");
    letter(
        email,
        "You are invited to the staff",
        &[&hello],
        Some(("Choose a password", link)),
        &["The link works for three days, once.", "If you do not know what this is about, do not use the link."],
    )
}

pub fn confirm_new_email(email: &str, link: String) -> Letter {
    letter(
        email,
        "Please confirm your new e-mail",
        &["You asked to use this address for your account. Please confirm that it is yours."],
        Some(("Confirm my new e-mail", link)),
        &["The link works for a day, once.", "If you did not ask for it, do not use the link: then nothing changes."],
    )
}

pub fn email_in_use(email: &str, shop: &str) -> Letter {
    letter(
        email,
        "This address has an account",
        &[
            "Somebody, probably you, asked to use this address for another account. It has an account already, and keeps it.",
        ],
        Some(("Log in", format!("{shop}/login"))),
        &["If it was not you, there is nothing to do: nothing changed."],
    )
}

pub fn email_change_asked(email: &str, shop: &str) -> Letter {
    letter(
        email,
        "Your e-mail is about to change",
        &[
            "Somebody, probably you, asked to use another address for your account. It changes once the link is used that went there.",
        ],
        None,
        &[&not_you(shop)],
    )
}

pub fn email_changed(former: &str, name: &str) -> Letter {
    let lead = format!("The account of {name} has another e-mail now. This address opens it no more.");
    letter(
        former,
        "Your e-mail was changed",
        &[&lead],
        None,
        &["If it was not you, please answer this mail at once: we lock the account and give it back to you."],
    )
}

pub fn password_changed(email: &str, shop: &str) -> Letter {
    letter(
        email,
        "Your password was changed",
        &["The password of your account was changed, and all devices were logged out."],
        None,
        &[&not_you(shop)],
    )
}

pub fn second_factor_changed(email: &str, enabled: bool, shop: &str) -> Letter {
    let (subject, lead) = if enabled {
        ("Two-factor login is on", "From now on, logging in to your account takes a code from your phone as well.")
    } else {
        ("Two-factor login is off", "From now on, logging in to your account takes your password only.")
    };
    letter(email, subject, &[lead], None, &[&not_you(shop)])
}

fn not_you(shop: &str) -> String {
    format!("If it was not you, set a new password now, at {shop}/password-reset: that logs everybody out.")
}
