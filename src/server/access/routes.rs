//! Pages and other routes, by the access they need. Paths are as the router has them.

use super::Access::{self, AnyStaff, Anyone, Holder, Owner, SignedIn, Staff};
use crate::domain::access::Permission::{Catalog, Customers, Orders};

/// Pages of the app, which are only ever read.
pub const PAGES: &[(Access, &[&str])] = &[
    (
        Anyone,
        &[
            "/",
            "/c/{slug}",
            "/p/{slug}",
            "/search",
            "/compare",
            "/cart",
            "/checkout",
            "/checkout/{step}",
            "/login",
            "/login/second-factor",
            "/password-reset",
            "/register",
            "/verify-email",
            super::ANY_PAGE,
        ],
    ),
    (Holder, &["/orders/{number}"]),
    (SignedIn, &["/account/confirm", "/account/security"]),
    (AnyStaff, &["/admin", "/admin/audit"]),
    (
        Staff(Catalog),
        &[
            "/admin/products",
            "/admin/products/bulk",
            "/admin/products/new",
            "/admin/products/{id}",
            "/admin/categories",
            "/admin/categories/new",
            "/admin/categories/{id}",
            "/admin/specifications",
            "/admin/specifications/{id}",
            "/admin/imports",
            "/admin/imports/{id}",
            "/admin/{models}",
            "/admin/{models}/{id}",
        ],
    ),
    (Staff(Orders), &["/admin/orders", "/admin/orders/{number}", "/admin/mail", "/admin/mail/{id}"]),
    (Staff(Customers), &["/admin/customers", "/admin/customers/{id}"]),
    (Owner, &["/admin/staff", "/admin/staff/{id}", "/admin/roles", "/admin/roles/{id}", "/admin/settings/security"]),
];

const READ: &[&str] = &["GET"];
const ADD: &[&str] = &["POST"];
const REPLACE: &[&str] = &["PUT"];
const CHANGE: &[&str] = &["PATCH"];
const REPLACE_OR_DELETE: &[&str] = &["PUT", "DELETE"];

pub const ROUTES: &[(Access, &[&str], &str)] = &[
    // Uploads and downloads of staff
    (Staff(Catalog), ADD, "/admin/products/{product}/images"),
    (Staff(Catalog), ADD, "/admin/categories/{category}/picture"),
    (Staff(Catalog), ADD, "/admin/imports/upload"),
    (Staff(Catalog), READ, "/admin/imports/{id}/report.csv"),
    (Staff(Catalog), READ, "/admin/export.csv"),
    // Shoppers
    (Anyone, READ, "/compare/add/{slug}"),
    (Holder, READ, "/orders/{number}/return"),
    // Files
    (Anyone, READ, "/media/{file}"),
    (Anyone, READ, "/favicon.svg"),
    (Anyone, READ, "/robots.txt"),
    (Anyone, READ, "/sitemap.xml"),
    (Anyone, READ, "/sitemaps/{file}"),
    // Payment gateways, which sign what they send, and the sandbox's own pages
    (Holder, ADD, "/webhooks/{gateway}"),
    (Holder, &["GET", "POST"], "/sandbox/pay/{reference}"),
    (Holder, ADD, "/sandbox/pay/{reference}/challenge"),
    // Operators
    (Anyone, READ, "/healthz"),
    (Anyone, READ, "/readyz"),
    // The REST API: what visitors may read of a thing, the handler knows
    (Anyone, READ, "/api/openapi.json"),
    (Anyone, READ, "/api/docs"),
    (Anyone, READ, "/api/docs/{file}"),
    (Anyone, READ, "/api/v1/search"),
    (Anyone, READ, "/api/v1/category-tree"),
    (Anyone, READ, "/api/v1/categories"),
    (Staff(Catalog), ADD, "/api/v1/categories"),
    (Anyone, READ, "/api/v1/categories/{category}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/categories/{category}"),
    (Staff(Catalog), ADD, "/api/v1/categories/{category}/move"),
    (Anyone, READ, "/api/v1/products"),
    (Staff(Catalog), ADD, "/api/v1/products"),
    (Anyone, READ, "/api/v1/products/{product}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/products/{product}"),
    (Staff(Catalog), CHANGE, "/api/v1/products/{product}"),
    (Staff(Catalog), READ, "/api/v1/products/{product}/source"),
    (Staff(Catalog), ADD, "/api/v1/products/{product}/images"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/products/{product}/images/{image}"),
    (Staff(Catalog), REPLACE, "/api/v1/products/{product}/image-order"),
    (Anyone, READ, "/api/v1/variants"),
    (Anyone, READ, "/api/v1/variants/{variant}"),
    (Staff(Catalog), CHANGE, "/api/v1/variants/{variant}"),
    (Anyone, READ, "/api/v1/skus/{sku}"),
    (Anyone, READ, "/api/v1/brands"),
    (Staff(Catalog), ADD, "/api/v1/brands"),
    (Anyone, READ, "/api/v1/brands/{item}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/brands/{item}"),
    (Anyone, READ, "/api/v1/colors"),
    (Staff(Catalog), ADD, "/api/v1/colors"),
    (Anyone, READ, "/api/v1/colors/{item}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/colors/{item}"),
    (Anyone, READ, "/api/v1/materials"),
    (Staff(Catalog), ADD, "/api/v1/materials"),
    (Anyone, READ, "/api/v1/materials/{item}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/materials/{item}"),
    (Anyone, READ, "/api/v1/size-systems"),
    (Staff(Catalog), ADD, "/api/v1/size-systems"),
    (Anyone, READ, "/api/v1/size-systems/{item}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/size-systems/{item}"),
    (Anyone, READ, "/api/v1/size-systems/{item}/sizes"),
    (Anyone, READ, "/api/v1/sizes"),
    (Staff(Catalog), ADD, "/api/v1/sizes"),
    (Anyone, READ, "/api/v1/sizes/{item}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/sizes/{item}"),
    (Anyone, READ, "/api/v1/specification-groups"),
    (Staff(Catalog), ADD, "/api/v1/specification-groups"),
    (Anyone, READ, "/api/v1/specification-groups/{item}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/specification-groups/{item}"),
    (Anyone, READ, "/api/v1/tax-categories"),
    (Staff(Catalog), ADD, "/api/v1/tax-categories"),
    (Anyone, READ, "/api/v1/tax-categories/{item}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/tax-categories/{item}"),
    (Anyone, READ, "/api/v1/specifications"),
    (Staff(Catalog), ADD, "/api/v1/specifications"),
    (Anyone, READ, "/api/v1/specifications/{specification}"),
    (Staff(Catalog), REPLACE_OR_DELETE, "/api/v1/specifications/{specification}"),
];
