//! A category's picture.

use crate::{
    actions::admin::categories::RemoveCategoryPicture,
    domain::{ids::CategoryId, picture::Picture},
    error::AppError,
    storefront::form_errors::{FormErrors, FormProblems},
    ui::{Button, ButtonKind, Glyph, Icon},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn CategoryPicture(
    id: CategoryId,
    picture: Option<Picture>,
    action: ServerAction<RemoveCategoryPicture>,
) -> impl IntoView {
    let query = use_query_map();
    // Anyone can write addresses: only fields and codes are read.
    let refused = move || {
        let error = query.with(|query| query.get("refused"))?;
        serde_json::from_str::<AppError>(&error).ok().filter(|error| matches!(error, AppError::Invalid(_)))
    };
    let errors = FormErrors::of(move || refused().map(Err).or_else(|| action.value().get()));
    let shown = picture.map(|picture| {
        view! {
            <img class="category-picture" src=picture.url(400) alt="" width=picture.width height=picture.height />
            <ActionForm action>
                <input type="hidden" name="id" value=id.to_string() />
                <Button kind=ButtonKind::Quiet class="btn-small"><Icon glyph=Glyph::Trash />"Remove picture"</Button>
            </ActionForm>
        }
    });
    view! {
        <section class="card" aria-labelledby="category-picture">
            <h2 id="category-picture">"Picture"</h2>
            <FormProblems errors labels=&[("file", "File")] />
            {shown}
            // A plain form: files travel as multipart, which the upload's own address takes.
            <form
                class="grid gap-3"
                method="post"
                action=format!("/admin/categories/{id}/picture")
                enctype="multipart/form-data"
            >
                <div class="field">
                    <label class="field-label" for="file">"File"</label>
                    <p class="field-hint" id="file-hint">"JPEG, PNG, WebP or GIF. Shown on its page, and on the front page for categories at the top"</p>
                    <input
                        class="input"
                        id="file"
                        type="file"
                        name="file"
                        accept="image/jpeg,image/png,image/webp,image/gif"
                        aria-describedby="file-hint"
                        required=true
                    />
                </div>
                <Button><Icon glyph=Glyph::Upload />"Upload"</Button>
            </form>
        </section>
    }
}
