//! The packing slip of a parcel on paper.

use super::{
    DocumentError,
    paper::Head,
    sheet::{BODY, LEFT, Mark, RIGHT, SMALL, STRONG, Sheet},
    typeface::Typefaces,
    write::{About, write},
};
use crate::domain::{invoice::LegalSettings, staff::PackingSlip, timestamp::Timestamp};

const SKU_ROOM: f32 = 120.0;
const TITLE: f32 = LEFT + 130.0;
const TITLE_ROOM: f32 = 260.0;
const LINE: f32 = 13.0;

/// The PDF that lies in a parcel. `made_at` is when it left, or the slip of one that is still to be packed was asked for.
pub fn render_packing_slip(
    slip: &PackingSlip,
    seller: &LegalSettings,
    made_at: Timestamp,
) -> Result<Vec<u8>, DocumentError> {
    let faces = Typefaces::load()?;
    let title = title_of(slip);
    let pages = pages_of(slip, seller, &faces);
    write(&faces, &pages, &About { title, author: seller.name.clone(), made_at })
}

/// Several slips in one file, each from a page of its own on and with its own count of pages.
pub fn render_packing_slips(
    slips: &[PackingSlip],
    seller: &LegalSettings,
    made_at: Timestamp,
) -> Result<Vec<u8>, DocumentError> {
    let faces = Typefaces::load()?;
    let pages: Vec<Vec<Mark>> = slips.iter().flat_map(|slip| pages_of(slip, seller, &faces)).collect();
    write(&faces, &pages, &About { title: "Packing slips".into(), author: seller.name.clone(), made_at })
}

fn title_of(slip: &PackingSlip) -> String {
    format!("Packing slip, order {}", slip.number)
}

fn pages_of(slip: &PackingSlip, seller: &LegalSettings, faces: &Typefaces) -> Vec<Vec<Mark>> {
    let mut sheet = Sheet::new(faces);
    let mut facts = vec![
        ("Order", format!("{}, {}", slip.number, slip.placed_at.date())),
        ("From", slip.center.clone()),
        ("Shipping", slip.shipping_method.clone()),
    ];
    if let Some(sent) = &slip.sent {
        facts.extend([
            ("Parcel", sent.shipment.to_string()),
            ("Sent", sent.shipped_at.date()),
            ("Carrier", sent.carrier.clone()),
            ("Tracking", sent.tracking_number.clone()),
        ]);
    }
    facts.push(("Phone", slip.address.phone.clone()));
    sheet.head(&Head { seller, title: "Packing slip".into(), address: &slip.address.lines(), facts });
    lines(&mut sheet, slip);
    sheet.y += 10.0;
    let units: i64 = slip.lines.iter().map(|line| line.quantity).sum();
    sheet.paragraph(
        STRONG,
        &if units == 1 { "1 unit in this parcel.".to_owned() } else { format!("{units} units in this parcel.") },
    );
    match slip.to_follow {
        0 => {}
        1 => sheet.paragraph(BODY, "1 more unit of this order comes in another parcel."),
        rest => sheet.paragraph(BODY, &format!("{rest} more units of this order come in another parcel.")),
    }
    sheet.y += 8.0;
    sheet.paragraph(BODY, "Something is missing or broken? Please tell us within 14 days.");
    sheet.feet(seller, &title_of(slip));
    sheet.pages
}

fn table_head(sheet: &mut Sheet<'_>) {
    sheet.column(LEFT, "SKU");
    sheet.column(TITLE, "Product");
    sheet.column_to(RIGHT, "Quantity");
    sheet.ruled(6.0);
    sheet.y += 15.0;
}

fn lines(sheet: &mut Sheet<'_>, slip: &PackingSlip) {
    table_head(sheet);
    for line in &slip.lines {
        let skus = sheet.wrapped(BODY, &line.sku, SKU_ROOM);
        let titles = sheet.wrapped(BODY, &line.title, TITLE_ROOM);
        let options = sheet.wrapped(SMALL, &line.options, TITLE_ROOM);
        let rows = skus.len().max(titles.len() + options.len());
        #[allow(clippy::cast_precision_loss, reason = "a handful of lines")]
        let height = rows as f32 * LINE;
        if sheet.need(height + 8.0) {
            table_head(sheet);
        }
        let first = sheet.y;
        sheet.text_to((RIGHT, first), STRONG, &line.quantity.to_string(), 70.0);
        let titles = titles.into_iter().map(|text| (BODY, text)).chain(options.into_iter().map(|text| (SMALL, text)));
        let columns = [
            (LEFT, SKU_ROOM, skus.into_iter().map(|text| (BODY, text)).collect::<Vec<_>>()),
            (TITLE, TITLE_ROOM, titles.collect()),
        ];
        for (x, room, texts) in columns {
            let mut y = first;
            for (style, text) in texts {
                sheet.text((x, y), style, &text, room + 4.0);
                y += LINE;
            }
        }
        sheet.y = first + height;
        sheet.ruled(-5.0);
        sheet.y += 16.0;
    }
}
