//! The cart: what the shopper wants to buy, kept on the server.
//!
//! A guest's cart is opened by the token in its cookie, an account's by the account as well.
//! Every change first raises the cart's version, which also makes it wait for an order that is
//! being placed from the same cart.

use super::{
    address_book, price_display,
    pricing::{self, CURRENCY, PricedCart, PricedLine, Purchase},
    shop_settings,
    throttle::{self, Subject},
};
use crate::{
    domain::{
        account::default_shipping,
        cart::{
            Availability, Cart, CartEstimate, CartLine, CartNotice, MAX_COUPONS, MAX_LINES, MAX_QUANTITY, Quantity,
            SavedLine,
        },
        forms::Problem,
        ids::{AccountId, CartId, CartLineId, TaxCategoryId, VariantId},
        money::Money,
        promotion::coupon_code,
        shipping::EstimatePlace,
        shop_settings::Shop,
        tax::ShownPrices,
        timestamp::Timestamp,
    },
    error::AppError,
    server::{
        random,
        sessions::Identity,
        state::State,
        store::{
            Conn, StoreError, StoreResult, Tx, cart_coupons, carts as store,
            carts::Sellable,
            checkouts::{self, Entered},
        },
    },
};
use std::net::IpAddr;

/// An untouched cart is forgotten after so many days.
const CART_DAYS: i64 = 60;

/// What adding to a cart led to.
#[derive(Debug)]
pub struct Added {
    /// Units over all lines of the cart.
    pub units: u32,
    /// Opens the cart, if it was made just now.
    pub new_token: Option<String>,
}

/// The visitor's cart: the one their token opens, else the one their account used last.
pub async fn find(on: impl Into<Conn<'_>>, identity: &Identity, now: Timestamp) -> StoreResult<Option<CartId>> {
    let mut on = on.into();
    let account = account_id(identity);
    if let Some(token) = &identity.cart_token
        && let Some(cart) = store::find_by_token(on.again(), &random::token_hash(token), account, now).await?
    {
        return Ok(Some(cart));
    }
    match account {
        Some(account) => store::find_by_account(on, account, now).await,
        None => Ok(None),
    }
}

/// The guest's cart that a token opens.
pub async fn find_id(on: impl Into<Conn<'_>>, token: Option<&str>, now: Timestamp) -> StoreResult<Option<CartId>> {
    let guest = Identity { cart_token: token.map(str::to_owned), ..Identity::default() };
    find(on, &guest, now).await
}

/// An untouched cart of a program is forgotten after so many days, until something is put into it.
const EMPTY_DAYS: i64 = 1;

/// Makes an empty cart of nobody's; the answer opens it.
pub async fn make(state: &State) -> Result<String, AppError> {
    let (now, token) = (state.clock.now(), random::token());
    let mut tx = state.db.begin().await?;
    store::insert(&mut tx, &random::token_hash(&token), None, now, now.plus_days(EMPTY_DAYS)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Whether a token opens a cart, for whoever shows it.
pub async fn is_open(state: &State, identity: &Identity) -> Result<bool, AppError> {
    let Some(token) = &identity.cart_token else { return Ok(false) };
    let (hash, now) = (random::token_hash(token), state.clock.now());
    Ok(store::find_by_token(&state.db, &hash, account_id(identity), now).await?.is_some())
}

/// The visitor's cart with today's prices and stock; an empty one when there is none.
pub async fn view(state: &State, identity: &Identity) -> Result<Cart, AppError> {
    let Some(cart) = find(&state.db, identity, state.clock.now()).await? else { return Ok(Cart::default()) };
    let shop = shop_settings::current(state).await?;
    let entered = checkouts::find(&state.db, cart).await?.unwrap_or_default();
    let priced = price(&state.db, cart, (&entered, &shop), identity, state.clock.now()).await?;
    Ok(shown(priced, &price_display::current(state).await?))
}

/// What shipping and taxes come to in a place.
///
/// Without one, it is the address at the checkout, else the default address of the address book; a guest who has said
/// nothing is told nothing.
pub async fn estimate(state: &State, identity: &Identity, asked: &EstimatePlace) -> Result<CartEstimate, AppError> {
    let now = state.clock.now();
    let asked = if asked.is_empty() { None } else { Some(asked.check()?) };
    let Some(cart) = find(&state.db, identity, now).await? else { return Ok(CartEstimate::default()) };
    let mut entered = checkouts::find(&state.db, cart).await?.unwrap_or_default();
    let place = match asked {
        Some(place) => place,
        None if !entered.shipping_address.country.is_empty() => EstimatePlace::of(&entered.shipping_address),
        None => default_place(state, identity).await?,
    };
    if place.is_empty() {
        return Ok(CartEstimate::default());
    }
    entered.shipping_address = place.address();
    let shop = shop_settings::current(state).await?;
    let mut priced = price(&state.db, cart, (&entered, &shop), identity, now).await?;
    if priced.shipping.is_none()
        && let Some(cheapest) = priced.offers.iter().min_by_key(|offer| offer.price.minor)
    {
        entered.shipping_method = Some(cheapest.id);
        priced = price(&state.db, cart, (&entered, &shop), identity, now).await?;
    }
    Ok(CartEstimate { place, totals: priced.totals(), offers: priced.offers })
}

async fn default_place(state: &State, identity: &Identity) -> Result<EstimatePlace, AppError> {
    let Some(account) = account_id(identity) else { return Ok(EstimatePlace::default()) };
    let addresses = address_book::list(state, account).await?;
    Ok(default_shipping(&addresses).map(EstimatePlace::of).unwrap_or_default())
}

/// Prices a cart for who its shopper is and what they entered at the checkout so far.
pub async fn price(
    on: impl Into<Conn<'_>>,
    cart: CartId,
    (entered, shop): (&Entered, &Shop),
    identity: &Identity,
    now: Timestamp,
) -> StoreResult<PricedCart> {
    let purchase = Purchase { entered, home_country: &shop.home_country, account: account_id(identity), now };
    pricing::load(on, cart, purchase).await
}

/// A priced cart as its pages show it.
pub fn shown(priced: PricedCart, prices: &ShownPrices) -> Cart {
    let show = |PricedLine { line, tax_category, .. }: PricedLine| CartLine {
        shown_unit_price: prices.shown(Some(tax_category), line.unit_price),
        shown_total: prices.shown(Some(tax_category), line.total),
        ..line
    };
    let show_saved = |(line, tax_category): (SavedLine, TaxCategoryId)| SavedLine {
        shown_unit_price: prices.shown(Some(tax_category), line.unit_price),
        shown_seen_price: prices.shown(Some(tax_category), line.seen_price),
        ..line
    };
    Cart {
        version: priced.version,
        totals: priced.totals(),
        promotions: priced.promotions(),
        notices: priced.lines.iter().flat_map(notices).collect(),
        free_shipping: priced.free_shipping,
        tax_note: prices.note_of(priced.lines.iter().map(|line| line.tax_category)),
        lines: priced.lines.into_iter().map(show).collect(),
        saved: priced.saved.into_iter().map(show_saved).collect(),
    }
}

/// What changed about a line since the shopper last saw its price.
fn notices(PricedLine { line, seen_price_minor, .. }: &PricedLine) -> Vec<CartNotice> {
    let title = line.title.clone();
    let stock = match line.availability {
        Availability::Withdrawn => return vec![CartNotice::Withdrawn { title }],
        Availability::Units(0) => return vec![CartNotice::SoldOut { title }],
        Availability::Units(available) if available < line.quantity => {
            Some(CartNotice::FewerAvailable { title: title.clone(), available })
        }
        _ => None,
    };
    let before = Money::new(*seen_price_minor, CURRENCY);
    let price = (before != line.unit_price).then_some(CartNotice::PriceChanged { title, before, now: line.unit_price });
    stock.into_iter().chain(price).collect()
}

/// Puts units of a variant into the visitor's cart, on top of those in it, at most [`MAX_QUANTITY`].
///
/// # Errors
/// `NotFound` when the variant is not for sale, `OutOfStock` when there are fewer, `CartFull` for one line too many.
pub async fn add_line(
    state: &State,
    identity: &Identity,
    variant: VariantId,
    quantity: Quantity,
) -> Result<Added, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let (cart, new_token) = open(&mut tx, identity, now).await?;
    let sellable = store::find_sellable(&mut tx, variant).await?.ok_or(AppError::NotFound)?;
    let present = store::quantity_of(&mut tx, cart, variant).await?;
    let wanted = (present + quantity.get()).min(MAX_QUANTITY);
    check_stock(&sellable, wanted)?;
    if present == 0 && store::count(&mut tx, cart).await?.0 >= MAX_LINES {
        return Err(AppError::CartFull(MAX_LINES));
    }
    store::put_line(&mut tx, cart, variant, (wanted, sellable.price_minor), now).await?;
    let (_, units) = store::count(&mut tx, cart).await?;
    tx.commit().await?;
    Ok(Added { units: u32::try_from(units).unwrap_or(u32::MAX), new_token })
}

/// Sets how many units a line has.
///
/// # Errors
/// `NotFound` when the line is not in the visitor's cart, `OutOfStock` when there are fewer.
pub async fn set_quantity(
    state: &State,
    identity: &Identity,
    line: CartLineId,
    quantity: Quantity,
) -> Result<Cart, AppError> {
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let cart = claim(&mut tx, identity, now).await?.ok_or(AppError::NotFound)?;
    let variant = store::variant_of(&mut tx, cart, line).await?.ok_or(AppError::NotFound)?;
    let sellable = store::find_sellable(&mut tx, variant).await?.ok_or(AppError::NotFound)?;
    check_stock(&sellable, quantity.get())?;
    store::put_line(&mut tx, cart, variant, (quantity.get(), sellable.price_minor), now).await?;
    tx.commit().await?;
    view(state, identity).await
}

/// Takes a line out. A line that is gone already is no error, so that a second press changes nothing.
pub async fn remove_line(state: &State, identity: &Identity, line: CartLineId) -> Result<Cart, AppError> {
    let mut tx = state.db.begin().await?;
    let removed = match claim(&mut tx, identity, state.clock.now()).await? {
        Some(cart) => store::delete_line(&mut tx, cart, line).await?,
        None => false,
    };
    if removed {
        tx.commit().await?
    } else {
        drop(tx)
    }
    view(state, identity).await
}

/// Notes that the shopper has read the notices of changed prices.
pub async fn accept_prices(state: &State, identity: &Identity) -> Result<Cart, AppError> {
    let mut tx = state.db.begin().await?;
    if let Some(cart) = claim(&mut tx, identity, state.clock.now()).await? {
        store::see_prices(&mut tx, cart).await?;
    }
    tx.commit().await?;
    view(state, identity).await
}

/// Puts a coupon code into the visitor's cart, whether or not it applies to what is in it now: the cart says so.
///
/// Codes that nobody gave out are counted for the cart and the place; past the limit not even a good one is looked at.
///
/// # Errors
/// Field "code" for what is no code, is nobody's, or is one too many; `CartEmpty` without a cart; `TooManyTries`.
pub async fn add_coupon(
    state: &State,
    identity: &Identity,
    code: &str,
    from: Option<IpAddr>,
) -> Result<Cart, AppError> {
    let refused = |problem| AppError::field("code", problem);
    let code = coupon_code(code).map_err(refused)?;
    let now = state.clock.now();
    let tried_at = find(&state.db, identity, now).await?.ok_or(AppError::CartEmpty)?;
    let subjects: Vec<Subject> =
        [Subject::coupons_at(tried_at)].into_iter().chain(from.map(Subject::coupons_from)).collect();
    if !throttle::count(state, &subjects).await? {
        return Err(AppError::TooManyTries);
    }
    // Counted before it is looked up, so that tries at once are as many as tries one by one.
    if cart_coupons::find(&state.db, &code).await?.is_some() {
        for subject in &subjects {
            throttle::take_back(state, subject).await?;
        }
    }
    let mut tx = state.db.begin().await?;
    let cart = claim(&mut tx, identity, now).await?.ok_or(AppError::CartEmpty)?;
    let found = cart_coupons::find(&mut tx, &code).await?.ok_or_else(|| refused(Problem::UnknownCoupon))?;
    cart_coupons::put(&mut tx, cart, found, now).await?;
    if cart_coupons::count(&mut tx, cart).await? > MAX_COUPONS {
        return Err(refused(Problem::TooMany(MAX_COUPONS as u32)));
    }
    tx.commit().await?;
    view(state, identity).await
}

/// Takes a coupon code out. One that is gone already is no error.
pub async fn remove_coupon(state: &State, identity: &Identity, code: &str) -> Result<Cart, AppError> {
    if let Ok(code) = coupon_code(code) {
        let mut tx = state.db.begin().await?;
        if let Some(cart) = claim(&mut tx, identity, state.clock.now()).await?
            && cart_coupons::delete(&mut tx, cart, &code).await?
        {
            tx.commit().await?;
        }
    }
    view(state, identity).await
}

/// Joins a guest's cart with the account's at login. No line is lost: quantities add up to at most
/// [`MAX_QUANTITY`], and there may be more than [`MAX_LINES`] lines for once.
///
/// The answer opens the joined cart from now on; the token from before the login no longer does.
pub async fn merge_at_login(
    state: &State,
    account: AccountId,
    token: Option<&str>,
) -> Result<Option<String>, StoreError> {
    let (now, new_token) = (state.clock.now(), random::token());
    let mut tx = state.db.begin().await?;
    store::lock_account(&mut tx, account).await?;
    let guest = match token {
        Some(token) => store::find_by_token(&mut tx, &random::token_hash(token), Some(account), now).await?,
        None => None,
    };
    let own = store::find_by_account(&mut tx, account, now).await?;
    let Some(cart) = own.or(guest) else { return Ok(None) };
    let other = guest.filter(|guest| *guest != cart);
    // In the order of their ids, so that two logins at once wait for each other instead of deadlocking.
    let mut carts: Vec<CartId> = [Some(cart), other].into_iter().flatten().collect();
    carts.sort();
    for cart in carts {
        store::raise_version(&mut tx, cart, now, now.plus_days(CART_DAYS)).await?;
    }
    if let Some(guest) = other {
        store::absorb(&mut tx, cart, guest).await?;
    }
    store::assign(&mut tx, cart, account, &random::token_hash(&new_token)).await?;
    tx.commit().await?;
    Ok(Some(new_token))
}

/// The visitor's cart, locked and its version raised; `None` when there is none.
pub(super) async fn claim(tx: &mut Tx, identity: &Identity, now: Timestamp) -> StoreResult<Option<CartId>> {
    let Some(cart) = find(&mut *tx, identity, now).await? else { return Ok(None) };
    let version = store::raise_version(tx, cart, now, now.plus_days(CART_DAYS)).await?;
    Ok(version.map(|_| cart))
}

/// Like [`claim`], and makes a cart when there is none: then its token comes along.
pub(super) async fn open(tx: &mut Tx, identity: &Identity, now: Timestamp) -> StoreResult<(CartId, Option<String>)> {
    let account = account_id(identity);
    if let Some(account) = account {
        store::lock_account(tx, account).await?;
    }
    if let Some(cart) = claim(tx, identity, now).await? {
        return Ok((cart, None));
    }
    let token = random::token();
    let cart = store::insert(tx, &random::token_hash(&token), account, now, now.plus_days(CART_DAYS)).await?;
    Ok((cart, Some(token)))
}

/// Refuses more units of a variant than there are.
pub(super) fn check_stock(sellable: &Sellable, wanted: i64) -> Result<(), AppError> {
    match sellable.availability {
        availability if availability.covers(wanted) => Ok(()),
        Availability::Units(available) => Err(AppError::OutOfStock { sku: sellable.sku.clone(), available }),
        _ => Err(AppError::OutOfStock { sku: sellable.sku.clone(), available: 0 }),
    }
}

fn account_id(identity: &Identity) -> Option<AccountId> {
    identity.account.as_ref().map(|account| account.id)
}
