//! The form of a promotion. Fields that belong to another kind of reward are hidden by the style sheet, so that it also
//! works where no script runs.

use super::{
    PATH,
    targets::{Chosen, Targets},
};
use crate::{
    actions::admin::promotions::SavePromotion,
    admin::edit_frame::EditForm,
    domain::{
        promotion::{NAME_LENGTH, PromotionInput},
        staff::PromotionEditor,
    },
    storefront::form_errors::FormErrors,
    ui::{Checkbox, Field, Select, TextArea},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("promotion[name]", "Name"),
    ("promotion[trigger]", "Applies"),
    ("promotion[codes]", "Coupon codes"),
    ("promotion[code_limit]", "Uses of each code"),
    ("promotion[reward]", "What it grants"),
    ("promotion[percent]", "Percent off"),
    ("promotion[amount]", "Amount off"),
    ("promotion[buy]", "Units to buy"),
    ("promotion[get]", "Units to get"),
    ("promotion[products]", "Single products"),
    ("promotion[categories]", "Categories"),
    ("promotion[brands]", "Brands"),
    ("promotion[get_products]", "Single products to get"),
    ("promotion[minimum]", "Minimum value"),
    ("promotion[minimum_quantity]", "Minimum quantity"),
    ("promotion[customer_group]", "Customers"),
    ("promotion[starts_at]", "Starts"),
    ("promotion[ends_at]", "Ends"),
    ("promotion[usage_limit]", "Uses in all"),
    ("promotion[customer_limit]", "Uses by each customer"),
    ("promotion[priority]", "Priority"),
];

#[component]
pub(super) fn PromotionForm(
    editor: PromotionEditor,
    state: Option<(i64, i64)>,
    action: ServerAction<SavePromotion>,
) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let form = editor.form.clone();
    view! {
        <EditForm action labels=LABELS path=PATH state class="promotion-form grid gap-5 grid-cols-[minmax(0,1fr)]">
            <section class="card">
                <Field label="Name" name="promotion[name]" value=form.name.clone() error=errors.field("promotion[name]")
                    hint="Shoppers read it on the cart and on the invoice" autocomplete="off" required=true maxlength=NAME_LENGTH />
                <Checkbox label="Active" name="promotion[active]" checked=form.active />
            </section>
            <Trigger form=form.clone() errors />
            <Grants editor=editor.clone() errors />
            <When editor errors />
            <Limits form errors />
        </EditForm>
    }
}

#[component]
fn Trigger(form: PromotionInput, errors: FormErrors) -> impl IntoView {
    let choices = vec![
        ("automatic".to_owned(), "By itself, on every cart that fits".to_owned()),
        ("code".to_owned(), "With a coupon code".to_owned()),
    ];
    view! {
        <section class="card">
            <h2>"How it applies"</h2>
            <Select label="Applies" name="promotion[trigger]" options=choices value=form.trigger error=errors.field("promotion[trigger]") />
            <div class="only for-code form-grid">
                <TextArea class="span-4" label="Coupon codes" name="promotion[codes]" value=form.codes error=errors.field("promotion[codes]")
                    hint="One a line; letters, digits and hyphens. Upper and lower case are the same." required=true rows=4 />
                <Field class="span-2" label="Uses of each code" name="promotion[code_limit]" value=form.code_limit
                    error=errors.field("promotion[code_limit]") hint="1 makes vouchers" inputmode="numeric" autocomplete="off" />
            </div>
        </section>
    }
}

#[component]
fn Grants(editor: PromotionEditor, errors: FormErrors) -> impl IntoView {
    let form = editor.form;
    let text = |options: Vec<(String, String)>| options;
    let categories = text(editor.categories.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let brands = text(editor.brands.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let rewards = [
        ("percent", "Percent off"),
        ("fixed", "An amount off in all"),
        ("fixed_per_unit", "An amount off each unit"),
        ("free_shipping", "Free shipping"),
        ("buy_get", "Buy some, get some cheaper"),
    ];
    let rewards = rewards.map(|(value, label)| (value.to_owned(), label.to_owned())).to_vec();
    let field = |name: &'static str| errors.field(format!("promotion[{name}]"));
    let chosen = Chosen { products: form.products, categories: form.categories, brands: form.brands };
    let gets = Chosen { products: form.get_products, categories: form.get_categories, brands: form.get_brands };
    view! {
        <section class="card">
            <h2>"What it grants"</h2>
            <div class="form-grid">
                <Select class="span-4" label="What it grants" name="promotion[reward]" options=rewards value=form.reward error=field("reward") />
                <Field class="span-2 only for-percent for-buy_get" label="Percent off" name="promotion[percent]" value=form.percent
                    error=field("percent") inputmode="decimal" autocomplete="off" required=true />
                <Field class="span-2 only for-fixed for-fixed_per_unit" label="Amount off" name="promotion[amount]" value=form.amount
                    error=field("amount") inputmode="decimal" autocomplete="off" required=true />
                <Field class="span-3 only for-buy_get" label="Units to buy" name="promotion[buy]" value=form.buy error=field("buy")
                    inputmode="numeric" autocomplete="off" required=true />
                <Field class="span-3 only for-buy_get" label="Units to get" name="promotion[get]" value=form.get error=field("get")
                    hint="The cheapest ones; 100 percent off makes them free" inputmode="numeric" autocomplete="off" required=true />
            </div>
        </section>
        <section class="card">
            <h2>"What it is for"</h2>
            <p class="small muted">"Everything, unless something is chosen here. A category stands for all below it."</p>
            <Targets prefix="" chosen categories=categories.clone() brands=brands.clone() errors />
        </section>
        <section class="card only for-buy_get">
            <h2>"What one gets"</h2>
            <p class="small muted">"The same things, unless something else is chosen here."</p>
            <Targets prefix="get_" chosen=gets categories brands errors />
        </section>
    }
}

#[component]
fn When(editor: PromotionEditor, errors: FormErrors) -> impl IntoView {
    let form = editor.form;
    let field = |name: &'static str| errors.field(format!("promotion[{name}]"));
    let mut groups = vec![(String::new(), "All customers".to_owned())];
    groups.extend(editor.groups.into_iter().map(|(id, name)| (id.to_string(), format!("Only {name}"))));
    view! {
        <section class="card">
            <h2>"Conditions"</h2>
            <div class="form-grid">
                <Field class="span-3" label="Minimum value" name="promotion[minimum]" value=form.minimum error=field("minimum")
                    hint="Of what it is for, before discounts" inputmode="decimal" autocomplete="off" />
                <Field class="span-3" label="Minimum quantity" name="promotion[minimum_quantity]" value=form.minimum_quantity
                    error=field("minimum_quantity") hint="Units of what it is for" inputmode="numeric" autocomplete="off" />
                <Field class="span-3" label="Starts" name="promotion[starts_at]" kind="datetime-local" value=form.starts_at
                    error=field("starts_at") hint="In UTC" />
                <Field class="span-3" label="Ends" name="promotion[ends_at]" kind="datetime-local" value=form.ends_at error=field("ends_at") hint="In UTC" />
                <Select label="Customers" name="promotion[customer_group]" options=groups value=form.customer_group error=field("customer_group") />
            </div>
            <Checkbox label="Only for a customer's first order" name="promotion[first_order]" checked=form.first_order />
        </section>
    }
}

#[component]
fn Limits(form: PromotionInput, errors: FormErrors) -> impl IntoView {
    let field = |name: &'static str| errors.field(format!("promotion[{name}]"));
    view! {
        <section class="card">
            <h2>"Limits and order"</h2>
            <div class="form-grid">
                <Field class="span-2" label="Uses in all" name="promotion[usage_limit]" value=form.usage_limit error=field("usage_limit")
                    inputmode="numeric" autocomplete="off" />
                <Field class="span-2" label="Uses by each customer" name="promotion[customer_limit]" value=form.customer_limit
                    error=field("customer_limit") inputmode="numeric" autocomplete="off" />
                <Field class="span-2" label="Priority" name="promotion[priority]" value=form.priority error=field("priority")
                    hint="Lower applies first" inputmode="numeric" autocomplete="off" />
            </div>
            <Checkbox label="Stands alone: no other promotion beside it" name="promotion[exclusive]" checked=form.exclusive />
        </section>
    }
}
