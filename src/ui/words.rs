use leptos::prelude::*;

/// The words that components say by themselves. English unless a layout provides another language as context.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub close: &'static str,
    pub breadcrumbs: &'static str,
    pub quantity: &'static str,
    pub one_less: &'static str,
    pub one_more: &'static str,
    pub optional: &'static str,
    pub loading: &'static str,
    pub not_yet: &'static str,
    pub switch_theme: &'static str,
    pub of_five_stars: &'static str,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            close: "Close",
            breadcrumbs: "Breadcrumbs",
            quantity: "Quantity",
            one_less: "One less",
            one_more: "One more",
            optional: "(optional)",
            loading: "Loading",
            not_yet: "(not yet)",
            switch_theme: "Switch between light and dark",
            of_five_stars: "of 5 stars",
        }
    }
}

/// The words provided by the layout above, or the English ones.
pub fn words() -> Words {
    use_context().unwrap_or_default()
}
