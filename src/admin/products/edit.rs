//! One product.

use super::{ProductBadge, form::ProductForm, pictures::Pictures};
use crate::{
    actions::admin::products::{DeletePicture, DescribePicture, SaveProduct, ShowPictureFirst, get_product},
    actions::page_data::page_data,
    admin::parts::{CardSkeleton, LoadError, PageHead},
    domain::staff::ProductEditor,
    ui::{Breadcrumbs, ButtonKind, Glyph, Icon, LinkButton, Notice, Tone},
};
use leptos::prelude::*;
use leptos_router::{
    LazyRoute,
    hooks::{use_params_map, use_query_map},
    lazy_route,
};

/// One product.
pub struct ProductEditPage;

/// What can be done on the page.
#[derive(Clone, Copy)]
pub(super) struct ProductActions {
    pub save: ServerAction<SaveProduct>,
    pub describe: ServerAction<DescribePicture>,
    pub show_first: ServerAction<ShowPictureFirst>,
    pub delete: ServerAction<DeletePicture>,
}

#[lazy_route]
impl LazyRoute for ProductEditPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ProductEditPage = this;
        let (params, query) = (use_params_map(), use_query_map());
        let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
        let value = move |name| Memo::new(move |_| query.with(|query| query.get(name).unwrap_or_default()));
        let (saved, picture) = (value("saved"), value("picture"));
        // Every change that succeeds leads to an address of its own; a refused one leaves the form as it is.
        let source = move || (id.get(), saved.get(), picture.get());
        let product = page_data(source, |(id, ..)| get_product(id));
        let actions = ProductActions {
            save: ServerAction::new(),
            describe: ServerAction::new(),
            show_first: ServerAction::new(),
            delete: ServerAction::new(),
        };
        view! {
            <div class="admin-page">
                <Transition fallback=|| view! { <CardSkeleton /> }>
                    {move || Suspend::new(async move {
                        match product.await {
                            Ok(product) => view! { <Found product actions saved /> }.into_any(),
                            Err(error) => view! { <LoadError error what="product" back="/admin/products" /> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Found(product: ProductEditor, actions: ProductActions, saved: Memo<String>) -> impl IntoView {
    let version = product.version.to_string();
    let is_saved = move || saved.with(|saved| *saved == version);
    let (status, shop_page) = (product.status, format!("/p/{}", product.slug));
    let (id, title, pictures) = (product.id, product.title.clone(), product.pictures.clone());
    view! {
        <Breadcrumbs trail=vec![("/admin/products".into(), "Products".into())] current=title.clone() />
        <PageHead title=title.clone()>
            <ProductBadge status />
            <LinkButton href=shop_page kind=ButtonKind::Quiet>
                <Icon glyph=Glyph::External />"View in shop"
            </LinkButton>
        </PageHead>
        {move || is_saved().then(|| view! { <Notice tone=Tone::Ok title="Saved." /> })}
        <ProductForm product action=actions.save />
        <Pictures product=id title pictures actions />
    }
}
