//! The product form: texts, state, variants.

use super::variants::VariantGrid;
use crate::{
    actions::admin::products::SaveProduct,
    domain::{
        product::ProductStatus,
        staff::{ProductEditor, ProductInput},
    },
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Field, Notice, Select, TextArea, Tone},
};
use leptos::prelude::*;

const LABELS: &[(&str, &str)] = &[
    ("product[title]", "Title"),
    ("product[slug]", "Address"),
    ("product[summary]", "Summary"),
    ("product[description]", "Description"),
    ("product[brand]", "Brand"),
    ("product[status]", "State"),
    ("product[seo_title]", "Title for search engines"),
    ("product[seo_description]", "Description for search engines"),
];

#[component]
pub fn ProductForm(product: ProductEditor, action: ServerAction<SaveProduct>) -> impl IntoView {
    let errors = FormErrors::of(move || action.value().get());
    let is_conflict = move || matches!(action.value().get(), Some(Err(AppError::Conflict)));
    let page = StoredValue::new(format!("/admin/products/{}", product.id));
    let updated = product.updated_at;
    view! {
        <ActionForm action attr:class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5" attr:novalidate=true>
            <FormProblems errors labels=LABELS />
            {move || is_conflict().then(|| view! { <OutOfDate page=page.get_value() /> })}
            <input type="hidden" name=ProductInput::field("id") value=product.id.to_string() />
            <input type="hidden" name=ProductInput::field("version") value=product.version.to_string() />
            <div class="edit-layout">
                <div>
                    <Texts product=product.clone() errors />
                    <VariantGrid variants=product.variants.clone() errors />
                </div>
                <div>
                    <Publishing product=product.clone() errors />
                    <SearchEngines product errors />
                </div>
            </div>
            <div class="save-bar">
                <p class="small muted">
                    "Last saved " <time datetime=updated.iso()>{updated.to_string()}</time> " UTC"
                </p>
                <Button kind=ButtonKind::Primary busy=action.pending()>"Save"</Button>
            </div>
        </ActionForm>
    }
}

#[component]
fn OutOfDate(page: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn>
            <p>
                "What you see is out of date, so nothing was saved. "
                <a href=page rel="external">"Load the product again"</a>
            </p>
        </Notice>
    }
}

/// A field's name and what is wrong with it.
fn named(errors: FormErrors, field: &str) -> (String, Signal<Option<String>>) {
    let name = ProductInput::field(field);
    (name.clone(), errors.field(name))
}

#[component]
fn Texts(product: ProductEditor, errors: FormErrors) -> impl IntoView {
    let (title, title_error) = named(errors, "title");
    let (slug, slug_error) = named(errors, "slug");
    let (summary, summary_error) = named(errors, "summary");
    let (description, description_error) = named(errors, "description");
    view! {
        <section class="card" aria-labelledby="product-texts">
            <h2 id="product-texts">"Text"</h2>
            <Field label="Title" name=title value=product.title error=title_error autocomplete="off" required=true maxlength=150 />
            <Field
                label="Address"
                name=slug
                value=product.slug
                error=slug_error
                hint="The part after /p/. Links to the old address will no longer work."
                autocomplete="off"
                required=true
                maxlength=120
            />
            <Field
                label="Summary"
                name=summary
                value=product.summary
                error=summary_error
                hint="One sentence, for lists and search engines"
                autocomplete="off"
                maxlength=300
            />
            <TextArea
                label="Description"
                name=description
                value=product.description
                error=description_error
                hint="Markdown: **bold**, *italic*, - lists, [links](https://…)"
                rows=10
            />
        </section>
    }
}

#[component]
fn Publishing(product: ProductEditor, errors: FormErrors) -> impl IntoView {
    let (status, status_error) = named(errors, "status");
    let (brand, brand_error) = named(errors, "brand");
    let statuses = ProductStatus::ALL.map(|status| (status.slug().to_owned(), status.label().to_owned()));
    let brands = product.brands.into_iter().map(|(id, name)| (id.to_string(), name));
    let brands = [(String::new(), "No brand".to_owned())].into_iter().chain(brands).collect();
    let chosen = product.brand.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <section class="card" aria-labelledby="product-publishing">
            <h2 id="product-publishing">"Publishing"</h2>
            <Select
                label="State"
                name=status
                options=statuses.to_vec()
                value=product.status.slug()
                error=status_error
                hint="Only active products are for sale"
                required=true
            />
            <Select label="Brand" name=brand options=brands value=chosen error=brand_error />
        </section>
    }
}

#[component]
fn SearchEngines(product: ProductEditor, errors: FormErrors) -> impl IntoView {
    let (title, title_error) = named(errors, "seo_title");
    let (description, description_error) = named(errors, "seo_description");
    view! {
        <section class="card" aria-labelledby="product-seo">
            <h2 id="product-seo">"Search engines"</h2>
            <Field
                label="Title"
                name=title
                value=product.seo_title
                error=title_error
                hint="Without one, the product's title"
                autocomplete="off"
                maxlength=150
            />
            <TextArea
                label="Description"
                name=description
                value=product.seo_description
                error=description_error
                hint="Without one, the summary"
                rows=3
                maxlength=300
            />
        </section>
    }
}
