/// What a badge or notice says by its color; its text must say it, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Info,
    Ok,
    Warn,
    Error,
}

impl Tone {
    pub(super) fn notice_class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Ok => "notice notice-ok",
            Self::Warn => "notice notice-warn",
            Self::Error => "notice notice-error",
        }
    }

    pub(super) fn badge_class(self) -> &'static str {
        match self {
            Self::Info => "badge",
            Self::Ok => "badge badge-ok",
            Self::Warn => "badge badge-warn",
            Self::Error => "badge badge-error",
        }
    }

    pub(super) fn glyph(self) -> super::Glyph {
        match self {
            Self::Info => super::Glyph::Info,
            Self::Ok => super::Glyph::Check,
            Self::Warn | Self::Error => super::Glyph::Alert,
        }
    }
}
