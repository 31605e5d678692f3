//! What the buttons of the product form do to it, short of saving: the same with scripts and without.

use super::{ProductInput, StockInput, VariantInput};

/// What a button of the form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormStep {
    Save,
    /// Save what was typed, whatever somebody else saved meanwhile.
    Overwrite,
    /// Only show the form again: options become variants, the text its preview, categories their specifications.
    Show(Section),
    /// Copy a column of the first row to all rows.
    Fill(Column),
    /// Add a related product, take it away, or move it.
    Relate(i64),
    Unrelate(i64),
    MoveUp(i64),
    MoveDown(i64),
    AllOn,
    AllOff,
}

/// A part of the form, by the id that its heading has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Texts,
    Options,
    Variants,
    Specifications,
    Related,
    Search,
}

impl Section {
    pub const ALL: [Self; 6] =
        [Self::Texts, Self::Options, Self::Variants, Self::Specifications, Self::Related, Self::Search];

    pub const fn id(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Options => "options",
            Self::Variants => "variants",
            Self::Specifications => "specifications",
            Self::Related => "related",
            Self::Search => "seo",
        }
    }
}

/// A column of the variant grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Price,
    CompareAt,
    Cost,
    Stock,
    Weight,
    Size,
    Policy,
}

impl Column {
    pub const ALL: [Self; 7] =
        [Self::Price, Self::CompareAt, Self::Cost, Self::Stock, Self::Weight, Self::Size, Self::Policy];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::CompareAt => "compare_at",
            Self::Cost => "cost",
            Self::Stock => "stock",
            Self::Weight => "weight",
            Self::Size => "size",
            Self::Policy => "policy",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Price => "Price",
            Self::CompareAt => "Compare-at price",
            Self::Cost => "Cost",
            Self::Stock => "Stock",
            Self::Weight => "Weight",
            Self::Size => "Parcel size",
            Self::Policy => "When sold out",
        }
    }
}

impl FormStep {
    /// Reads a button's value; what is not known saves nothing.
    pub fn parse(text: &str) -> Self {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        let section = |id: &str| Section::ALL.into_iter().find(|section| section.id() == id);
        let id = value.parse().unwrap_or_default();
        match name {
            "" | "save" => Self::Save,
            "overwrite" => Self::Overwrite,
            "fill" => match Column::ALL.into_iter().find(|column| column.slug() == value) {
                Some(column) => Self::Fill(column),
                None => Self::Show(Section::Variants),
            },
            "relate" => Self::Relate(id),
            "unrelate" => Self::Unrelate(id),
            "up" => Self::MoveUp(id),
            "down" => Self::MoveDown(id),
            "all-on" => Self::AllOn,
            "all-off" => Self::AllOff,
            _ => Self::Show(section(value).unwrap_or(Section::Texts)),
        }
    }

    /// The button's value.
    pub fn text(&self) -> String {
        match self {
            Self::Save => "save".into(),
            Self::Overwrite => "overwrite".into(),
            Self::Show(section) => format!("show:{}", section.id()),
            Self::Fill(column) => format!("fill:{}", column.slug()),
            Self::Relate(id) => format!("relate:{id}"),
            Self::Unrelate(id) => format!("unrelate:{id}"),
            Self::MoveUp(id) => format!("up:{id}"),
            Self::MoveDown(id) => format!("down:{id}"),
            Self::AllOn => "all-on".into(),
            Self::AllOff => "all-off".into(),
        }
    }

    pub const fn saves(&self) -> bool {
        matches!(self, Self::Save | Self::Overwrite)
    }

    /// The part of the page where its effect is seen.
    pub const fn section(&self) -> Section {
        match self {
            Self::Save | Self::Overwrite => Section::Texts,
            Self::Show(section) => *section,
            Self::Fill(_) | Self::AllOn | Self::AllOff => Section::Variants,
            Self::Relate(_) | Self::Unrelate(_) | Self::MoveUp(_) | Self::MoveDown(_) => Section::Related,
        }
    }
}

impl ProductInput {
    /// Does what a button asks for, on a form that is arranged.
    pub fn take_step(&mut self, step: &FormStep) {
        match step {
            FormStep::Save | FormStep::Overwrite | FormStep::Show(_) => {}
            FormStep::Fill(column) => self.fill(*column),
            FormStep::Relate(id) => {
                let id = id.to_string();
                if !self.related.contains(&id) {
                    self.related.push(id);
                }
            }
            FormStep::Unrelate(id) => self.related.retain(|related| *related != id.to_string()),
            FormStep::MoveUp(id) => self.move_related(*id, true),
            FormStep::MoveDown(id) => self.move_related(*id, false),
            FormStep::AllOn => self.variants.iter_mut().for_each(|row| row.on = true),
            FormStep::AllOff => self.variants.iter_mut().skip(1).for_each(|row| row.on = false),
        }
    }

    fn move_related(&mut self, id: i64, up: bool) {
        let Some(place) = self.related.iter().position(|related| *related == id.to_string()) else { return };
        let other = if up { place.checked_sub(1) } else { Some(place + 1) };
        if let Some(other) = other.filter(|other| *other < self.related.len()) {
            self.related.swap(place, other);
        }
    }

    /// Copies a column of the first row that is sold to all others.
    fn fill(&mut self, column: Column) {
        let Some(first) = self.variants.iter().find(|row| row.on).cloned() else { return };
        for row in &mut self.variants {
            copy(&first, row, column);
        }
    }
}

fn copy(from: &VariantInput, to: &mut VariantInput, column: Column) {
    match column {
        Column::Price => to.price.clone_from(&from.price),
        Column::CompareAt => to.compare_at.clone_from(&from.compare_at),
        Column::Cost => to.cost.clone_from(&from.cost),
        Column::Weight => to.weight.clone_from(&from.weight),
        Column::Size => {
            to.length.clone_from(&from.length);
            to.width.clone_from(&from.width);
            to.height.clone_from(&from.height);
        }
        Column::Policy => {
            to.policy.clone_from(&from.policy);
            to.tracked = from.tracked;
        }
        Column::Stock => {
            for level in &from.stock {
                match to.stock.iter_mut().find(|own| own.center == level.center) {
                    Some(own) => own.on_hand.clone_from(&level.on_hand),
                    None => to.stock.push(StockInput { seen: String::new(), ..level.clone() }),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_is_read_as_it_is_written() {
        let mut steps = vec![FormStep::Save, FormStep::Overwrite, FormStep::Relate(7), FormStep::Unrelate(7)];
        steps.extend([FormStep::MoveUp(1), FormStep::MoveDown(1), FormStep::AllOn, FormStep::AllOff]);
        steps.extend(Section::ALL.map(FormStep::Show));
        steps.extend(Column::ALL.map(FormStep::Fill));
        for step in steps {
            assert_eq!(FormStep::parse(&step.text()), step);
        }
        assert!(!FormStep::parse("' OR 1=1").saves());
        assert_eq!(FormStep::parse(""), FormStep::Save, "Enter in a field saves");
    }

    #[test]
    fn a_column_is_copied_to_every_row() {
        let row = |price: &str, on| VariantInput { price: price.into(), on, ..VariantInput::default() };
        let mut form =
            ProductInput { variants: vec![row("1", false), row("2", true), row("3", true)], ..ProductInput::default() };
        form.take_step(&FormStep::Fill(Column::Price));
        assert!(form.variants.iter().all(|row| row.price == "2"), "from the first that is sold");
    }

    #[test]
    fn related_products_are_added_once_and_moved_within_the_list() {
        let mut form = ProductInput::default();
        for id in [1, 2, 3, 2] {
            form.take_step(&FormStep::Relate(id));
        }
        for step in [FormStep::MoveUp(1), FormStep::MoveDown(3), FormStep::MoveUp(3), FormStep::Unrelate(2)] {
            form.take_step(&step);
        }
        assert_eq!(form.related, ["1", "3"]);
    }
}
