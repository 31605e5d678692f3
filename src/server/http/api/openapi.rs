//! The OpenAPI document, made from the routes themselves.

use super::{
    idempotency::{self, LONGEST, Rule},
    problem::{FieldProblem, MEDIA_TYPE, Problem},
    v1,
};
use crate::{domain::api_token::Scope, server::state::State};
use axum::{Json, Router};
use std::sync::LazyLock;
use utoipa::{
    OpenApi, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, Info, ObjectBuilder, OpenApi as Document, Ref, RefOr, Required, ResponseBuilder,
        Type,
        path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn, PathItem},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(tags(
    (name = "categories", description = "The tree that products are found by."),
    (name = "products", description = "What the shop sells."),
    (name = "variants", description = "What is bought: one combination of a product's options."),
    (name = "references", description = "What products refer to: brands, colors, sizes, materials, specifications, tax categories."),
    (name = "shipping", description = "Countries, carriers, zones, and methods with what they cost where. All but countries for staff who set the shop up."),
    (name = "search", description = "Finding products by words."),
    (name = "users", description = "Registering, passwords, and the account that asks."),
    (name = "account", description = "What an account keeps with the shop: addresses and orders."),
    (name = "carts", description = "Buying: a cart, its checkout, and the order that it becomes."),
    (name = "orders", description = "Everyone's orders, with their payments and parcels, for staff."),
    (name = "returns", description = "What customers send back of their orders, for staff."),
    (name = "inventory", description = "Stock at fulfillment centers, for staff."),
    (name = "promotions", description = "Promotions and their coupon codes, for staff."),
    (name = "customers", description = "Customers and their groups, for staff."),
    (name = "taxes", description = "Tax rates, for staff who set the shop up."),
    (name = "shop", description = "What the shop sets about prices and returns, and whether its records agree. For staff."),
    (name = "settings", description = "How the shop is set up, for staff."),
    (name = "token", description = "Tokens for programs that know an account's password."),
))]
struct Tags;

const DESCRIPTION: &str = "Reading the catalog is open to everyone. The rest is for accounts, by a token in the header \
`Authorization: Bearer tw_...`, or by the session cookie of a login; with the cookie, writing needs an `Origin` header that \
names the shop. Writing the catalog is for staff with the permission for it. Errors are problem details (RFC 9457). \
Money is an integer in minor units with its currency. Instants are RFC 3339, in UTC.";

/// The names of the security schemes.
const SESSION: &str = "session";
const TOKEN: &str = "token";

/// Tags of operations that change no version: people change what is theirs, one at a time, and what orders and stock allow
/// is asked of them as they are.
const UNVERSIONED: [&str; 9] =
    ["users", "account", "token", "carts", "orders", "returns", "inventory", "customers", "shop"];

/// The routes of version 1 and the document that describes them.
pub fn split() -> (Router<State>, Document) {
    let (router, document) = v1::router().split_for_parts();
    (router, finished(document))
}

/// What the routes themselves do not say: what is the same for all of them.
fn finished(mut document: Document) -> Document {
    document.info =
        Info::builder().title("Tradewind").version(env!("CARGO_PKG_VERSION")).description(Some(DESCRIPTION)).build();
    document.tags = Tags::openapi().tags;
    document.paths.paths = std::mem::take(&mut document.paths.paths)
        .into_iter()
        .map(|(path, item)| (format!("/api/v1{path}"), item))
        .collect();
    for (path, item) in &mut document.paths.paths {
        let key = idempotency::rule(path);
        for (method, operation) in operations(item) {
            describe(operation, &method);
            if let Some(rule) = key.filter(|_| method == HttpMethod::Post) {
                operation.parameters.get_or_insert_default().push(RefOr::T(key_parameter(rule)));
            }
        }
    }
    let components = document.components.get_or_insert_with(Components::new);
    for (name, schema) in [(FieldProblem::name(), FieldProblem::schema()), (Problem::name(), Problem::schema())] {
        components.schemas.insert(name.into_owned(), schema);
    }
    let cookie = ApiKeyValue::with_description("session", "The cookie of a login, `__Host-session` over TLS.");
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    let scopes: Vec<String> = Scope::ALL.iter().map(|scope| format!("`{}`: {}", scope.slug(), scope.label())).collect();
    let description = format!("A token from `/account/tokens` or from `token/login`. Scopes: {}.", scopes.join("; "));
    let token =
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("tw_...").description(Some(description));
    components.add_security_scheme(TOKEN, SecurityScheme::Http(token.build()));
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Delete, &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Errors are the same everywhere, and whatever writes without saying for whom is for editors of the catalog.
fn describe(operation: &mut Operation, method: &HttpMethod) {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let error = ResponseBuilder::new().description("What went wrong").content(MEDIA_TYPE, problem).build();
    operation.responses.responses.insert("default".into(), RefOr::T(error));
    let reads = *method == HttpMethod::Get;
    if reads {
        let unchanged = ResponseBuilder::new().description("The client has it already (`If-None-Match`)").build();
        operation.responses.responses.insert("304".into(), RefOr::T(unchanged));
    } else if operation.security.is_none() {
        let session = SecurityRequirement::new(SESSION, Vec::<String>::new());
        operation.security = Some(vec![SecurityRequirement::new(TOKEN, [Scope::CatalogWrite.slug()]), session]);
    }
    let tags = operation.tags.iter().flatten();
    let versioned = !tags.into_iter().any(|tag| UNVERSIONED.contains(&tag.as_str()));
    if versioned && matches!(method, HttpMethod::Put | HttpMethod::Patch | HttpMethod::Delete) {
        let version = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("The version that is changed: `\"v3\"`."))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).pattern(Some("^\"v[0-9]{1,18}\"$"))));
        operation.parameters.get_or_insert_default().push(RefOr::T(version.build()));
    }
}

fn key_parameter(rule: Rule) -> Parameter {
    let pattern = format!("^[A-Za-z0-9_.:+/=~-]{{1,{LONGEST}}}$");
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(if rule == Rule::Required { Required::True } else { Required::False })
        .description(Some("A UUID of the sender's. What is sent again under it is done once; the answer comes again with `Idempotency-Replayed: true`."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern))))
        .build()
}

static TEXT: LazyLock<serde_json::Value> = LazyLock::new(|| serde_json::to_value(split().1).unwrap_or_default());

/// The document, as it is served and printed.
pub fn document() -> &'static serde_json::Value {
    &TEXT
}

pub async fn serve() -> Json<&'static serde_json::Value> {
    Json(document())
}
