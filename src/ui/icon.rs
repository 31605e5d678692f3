use leptos::prelude::*;

/// A picture drawn as strokes on a 24 by 24 grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Alert,
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    ArrowUp,
    Bell,
    Box,
    Cart,
    Chart,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    ChevronUp,
    Close,
    Copy,
    Download,
    Edit,
    External,
    Filter,
    Globe,
    Grip,
    Heart,
    History,
    Home,
    Image,
    Info,
    Layers,
    List,
    Lock,
    Logout,
    Mail,
    Menu,
    Minus,
    Moon,
    More,
    Palette,
    Percent,
    Plus,
    Refund,
    Ruler,
    Search,
    Settings,
    Star,
    Sun,
    Tag,
    Trash,
    Truck,
    Upload,
    User,
    Users,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4L2.5 20h19L12 4Z M12 10v5 M12 17.5v.01",
            Self::ArrowDown => "M12 4v16 M6 14l6 6l6-6",
            Self::ArrowLeft => "M20 12H4 M10 6l-6 6l6 6",
            Self::ArrowRight => "M4 12h16 M14 6l6 6l-6 6",
            Self::ArrowUp => "M12 20V4 M6 10l6-6l6 6",
            Self::Bell => "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15L6 16.5Z M10 21h4",
            Self::Box => "M12 3l8.5 4.5v9L12 21l-8.5-4.5v-9L12 3Z M3.5 7.5L12 12l8.5-4.5 M12 12v9",
            Self::Cart => "M6 8h12l1 12H5L6 8Z M9 10V7a3 3 0 0 1 6 0v3",
            Self::Chart => "M4 20.5V4 M4 20.5h16.5 M8.5 16v-4 M13 16V8 M17.5 16v-6",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::ChevronDown => "M6 9.5l6 6l6-6",
            Self::ChevronLeft => "M14.5 6l-6 6l6 6",
            Self::ChevronRight => "M9.5 6l6 6l-6 6",
            Self::ChevronUp => "M6 14.5l6-6l6 6",
            Self::Close => "M6 6l12 12 M18 6L6 18",
            Self::Copy => "M8.5 8.5h11v11h-11Z M15.5 8.5v-4h-11v11h4",
            Self::Download => "M12 4v12 M7 11l5 5l5-5 M4 16v4h16v-4",
            Self::Edit => "M4 20l1-4.5L16.5 4L20 7.5L8.5 19L4 20Z M14 6.5l3.5 3.5",
            Self::External => "M14 4h6v6 M20 4l-9 9 M18 14v6H4V6h6",
            Self::Filter => {
                "M3.5 7h9 M17 7h3.5 M3.5 17h3 M11 17h9.5 M14.75 4.75a2.25 2.25 0 1 0 0 4.5a2.25 2.25 0 0 0 0-4.5Z M8.75 14.75a2.25 2.25 0 1 0 0 4.5a2.25 2.25 0 0 0 0-4.5Z"
            }
            Self::Globe => {
                "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17Z M3.5 12h17 M12 3.5c3 3 3 14 0 17 M12 3.5c-3 3-3 14 0 17"
            }
            Self::Grip => "M9 6v.01 M15 6v.01 M9 12v.01 M15 12v.01 M9 18v.01 M15 18v.01",
            Self::History => "M4 12a8 8 0 1 0 2.5-5.8 M4 4.5v4h4 M12 8v4.5l3 2",
            Self::Layers => "M12 4l8.5 4.5L12 13L3.5 8.5L12 4Z M3.5 12.5L12 17l8.5-4.5 M3.5 16.5L12 21l8.5-4.5",
            Self::List => "M9 6h11.5 M9 12h11.5 M9 18h11.5 M4 6v.01 M4 12v.01 M4 18v.01",
            Self::Palette => {
                "M12 3.5a8.5 8.5 0 1 0 0 17c1.6 0 2-1.2 1.4-2.3c-.7-1.3.1-2.7 1.6-2.7h2a3.5 3.5 0 0 0 3.5-3.5c0-4.7-3.8-8.5-8.5-8.5Z M8 9v.01 M12 7v.01 M16 9v.01 M7.5 13v.01"
            }
            Self::Percent => {
                "M18.5 5.5l-13 13 M7.5 5.5a2 2 0 1 0 0 4a2 2 0 0 0 0-4Z M16.5 14.5a2 2 0 1 0 0 4a2 2 0 0 0 0-4Z"
            }
            Self::Ruler => "M3 15.5L15.5 3l5.5 5.5L8.5 21L3 15.5Z M7 11.5l2 2 M10.5 8l3 3 M14 4.5l2 2",
            Self::Heart => "M12 20S4 15 4 9.5A4.2 4.2 0 0 1 12 7.5A4.2 4.2 0 0 1 20 9.5C20 15 12 20 12 20Z",
            Self::Home => "M4 11l8-7l8 7v9.5h-5.5V14h-5v6.5H4V11Z",
            Self::Image => {
                "M3.5 4.5h17v15h-17Z M3.5 16l5-5l4 4l3-2.5l5 4 M15.5 7.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3Z"
            }
            Self::Info => "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17Z M12 11v5.5 M12 7.8v.01",
            Self::Lock => "M5.5 10.5h13v10h-13Z M8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3",
            Self::Logout => "M14 4.5H5v15h9 M10 12h10.5 M17 8.5l3.5 3.5l-3.5 3.5",
            Self::Mail => "M3.5 5.5h17v13h-17Z M3.5 6.5L12 13l8.5-6.5",
            Self::Menu => "M3.5 7h17 M3.5 12h17 M3.5 17h17",
            Self::Minus => "M5 12h14",
            Self::Moon => "M20 14.5A8.5 8.5 0 1 1 9.5 4A7 7 0 0 0 20 14.5Z",
            Self::More => "M5.5 12v.01 M12 12v.01 M18.5 12v.01",
            Self::Plus => "M12 5v14 M5 12h14",
            Self::Refund => "M4 9h11a5 5 0 0 1 0 10H8 M8 5L4 9l4 4",
            Self::Search => "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14Z M16 16l4.5 4.5",
            Self::Settings => {
                "M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6Z M12 3v3 M12 18v3 M3 12h3 M18 12h3 M5.6 5.6l2.1 2.1 M16.3 16.3l2.1 2.1 M5.6 18.4l2.1-2.1 M16.3 7.7l2.1-2.1"
            }
            Self::Star => "M12 3.5l2.6 5.4l5.9.8l-4.3 4.1l1 5.9L12 16.9l-5.2 2.8l1-5.9L3.5 9.7l5.9-.8L12 3.5Z",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8Z M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4"
            }
            Self::Tag => "M3.5 3.5h8.5l8.5 8.5l-8.5 8.5L3.5 12V3.5Z M8 8v.01",
            Self::Trash => "M4.5 7h15 M9 7V4h6v3 M6.5 7l1 13.5h9l1-13.5 M10 11v6 M14 11v6",
            Self::Truck => {
                "M2.5 6.5h11v10h-11Z M13.5 10h4l3.5 3.5v3h-7.5 M7 16.5a2 2 0 1 0 0 4a2 2 0 0 0 0-4Z M17 16.5a2 2 0 1 0 0 4a2 2 0 0 0 0-4Z"
            }
            Self::Upload => "M12 16V4 M7 9l5-5l5 5 M4 16v4h16v-4",
            Self::User => "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8Z M4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
            Self::Users => {
                "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7Z M2.5 19.5c.7-3.5 3-5 6.5-5s5.8 1.5 6.5 5 M15.5 5.3a3.5 3.5 0 0 1 0 6.4 M17.5 14.8c2.2.6 3.5 2.1 4 4.7"
            }
        }
    }
}

/// An icon for the eye only: the button or link around it carries the name.
#[component]
pub fn Icon(glyph: Glyph, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <svg
            class=if class.is_empty() { "icon" } else { class }
            viewBox="0 0 24 24"
            width="24"
            height="24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.6"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=glyph.path() />
        </svg>
    }
}
