//! An invoice or a credit note on paper.

use super::{
    DocumentError,
    paper::Head,
    sheet::{BODY, LEFT, RIGHT, SMALL, Sheet},
    typeface::Typefaces,
    write::{About, write},
};
use crate::domain::{
    invoice::{InvoiceContent, InvoiceKind, InvoiceLine},
    timestamp::Timestamp,
};

/// Where the columns of the lines end.
const QUANTITY: f32 = 372.0;
const PRICE: f32 = 452.0;
const ITEM_ROOM: f32 = 270.0;
const LINE: f32 = 13.0;

/// The PDF of a document that was issued.
pub fn render_invoice(
    kind: InvoiceKind,
    number: &str,
    issued_at: Timestamp,
    content: &InvoiceContent,
) -> Result<Vec<u8>, DocumentError> {
    let faces = Typefaces::load()?;
    let title = format!("{} {number}", kind.label());
    let mut sheet = Sheet::new(&faces);
    sheet.head(&Head {
        seller: &content.seller,
        title: title.clone(),
        address: &content.buyer,
        facts: facts(kind, number, issued_at, content),
    });
    lines(&mut sheet, content);
    sums(&mut sheet, content);
    taxes(&mut sheet, content);
    remarks(&mut sheet, kind, content);
    sheet.feet(&content.seller, &title);
    let about = About { title, author: content.seller.name.clone(), made_at: issued_at };
    write(&faces, &sheet.pages, &about)
}

fn facts(
    kind: InvoiceKind,
    number: &str,
    issued_at: Timestamp,
    content: &InvoiceContent,
) -> Vec<(&'static str, String)> {
    let name = match kind {
        InvoiceKind::Invoice => "Invoice no.",
        InvoiceKind::CreditNote => "Credit note no.",
    };
    let credited = content.credit.as_ref();
    vec![
        (name, number.to_owned()),
        ("Date", issued_at.date()),
        (
            "For invoice",
            credited.map(|credit| format!("{}, {}", credit.invoice, credit.invoiced_at.date())).unwrap_or_default(),
        ),
        ("Order", format!("{}, {}", content.order, content.ordered_at.date())),
        ("VAT ID", content.seller.vat_id.clone()),
        ("Ship to", content.ship_to.join(", ")),
    ]
}

fn table_head(sheet: &mut Sheet<'_>) {
    sheet.column(LEFT, "Item");
    sheet.column_to(QUANTITY, "Quantity");
    sheet.column_to(PRICE, "Price");
    sheet.column_to(RIGHT, "Amount");
    sheet.ruled(6.0);
    sheet.y += 15.0;
}

fn lines(sheet: &mut Sheet<'_>, content: &InvoiceContent) {
    table_head(sheet);
    for line in &content.lines {
        let titles = sheet.wrapped(BODY, &line.title, ITEM_ROOM);
        let details = sheet.wrapped(SMALL, &detail(line), ITEM_ROOM);
        #[allow(clippy::cast_precision_loss, reason = "a handful of lines")]
        let height = (titles.len() + details.len()) as f32 * LINE + 8.0;
        if sheet.need(height) {
            table_head(sheet);
        }
        let first = sheet.y;
        sheet.text_to((QUANTITY, first), BODY, &line.quantity.to_string(), 60.0);
        sheet.text_to((PRICE, first), BODY, &content.money(line.unit_price_minor).to_string(), 76.0);
        sheet.text_to((RIGHT, first), BODY, &content.money(line.total_minor).to_string(), 84.0);
        for (style, texts) in [(BODY, titles), (SMALL, details)] {
            for text in texts {
                sheet.text((LEFT, sheet.y), style, &text, ITEM_ROOM + 4.0);
                sheet.y += if style == BODY { LINE } else { 11.0 };
            }
        }
        sheet.ruled(-5.0);
        sheet.y += 16.0;
    }
}

fn detail(line: &InvoiceLine) -> String {
    [line.options.as_str(), line.sku.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn sums(sheet: &mut Sheet<'_>, content: &InvoiceContent) {
    let added: Vec<_> = content.taxes.iter().filter(|tax| !tax.included).collect();
    sheet.y += 4.0;
    if !content.extras.is_empty() || !added.is_empty() {
        let items = content.lines.iter().map(|line| line.total_minor).sum();
        sheet.sum("Items", &content.money(items).to_string(), false);
    }
    for extra in &content.extras {
        sheet.sum(&extra.label, &content.money(extra.amount_minor).to_string(), false);
    }
    for tax in added {
        sheet.sum(&tax.label, &content.money(tax.amount_minor).to_string(), false);
    }
    sheet.need(40.0);
    sheet.y += 4.0;
    let label = if content.credit.is_some() { "Credited" } else { "Total" };
    sheet.sum(label, &content.money(content.total_minor).to_string(), true);
    sheet.y += 14.0;
}

/// The taxes that the total has in it, by rate.
fn taxes(sheet: &mut Sheet<'_>, content: &InvoiceContent) {
    let (net, tax) = (RIGHT - 160.0, RIGHT - 80.0);
    #[allow(clippy::cast_precision_loss, reason = "a handful of rates")]
    sheet.need(content.taxes.len() as f32 * LINE + 50.0);
    sheet.column(LEFT, "Tax");
    sheet.column_to(net, "Net");
    sheet.column_to(tax, "Tax");
    sheet.column_to(RIGHT, "Gross");
    sheet.ruled(6.0);
    sheet.y += 14.0;
    let untaxed = (content.untaxed_minor != 0).then_some(("Without tax", content.untaxed_minor, 0));
    let rows = content.taxes.iter().map(|tax| (tax.label.as_str(), tax.base_minor, tax.amount_minor)).chain(untaxed);
    for (label, base, amount) in rows {
        sheet.text((LEFT, sheet.y), BODY, label, 200.0);
        for (right, minor) in [(net, base), (tax, amount), (RIGHT, base + amount)] {
            sheet.text_to((right, sheet.y), BODY, &content.money(minor).to_string(), 78.0);
        }
        sheet.y += LINE;
    }
    let all = content.total_minor - content.net_minor;
    sheet.ruled(-5.0);
    sheet.y += 15.0;
    sheet.text((LEFT, sheet.y), SMALL, "In all", 200.0);
    for (right, minor) in [(net, content.net_minor), (tax, all), (RIGHT, content.total_minor)] {
        sheet.text_to((right, sheet.y), BODY, &content.money(minor).to_string(), 78.0);
    }
    sheet.y += 30.0;
}

fn remarks(sheet: &mut Sheet<'_>, kind: InvoiceKind, content: &InvoiceContent) {
    match (kind, &content.credit) {
        (InvoiceKind::CreditNote, Some(credit)) => {
            let text = format!(
                "This takes back {} of invoice {} of {}. Reason: {}.",
                content.money(content.total_minor),
                credit.invoice,
                credit.invoiced_at.date(),
                credit.reason.trim_end_matches('.')
            );
            sheet.paragraph(BODY, &text);
        }
        _ => sheet.paragraph(
            BODY,
            "Goods are supplied on the date of this invoice unless it says otherwise. Thank you for your order.",
        ),
    }
}
