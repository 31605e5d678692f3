//! What the admin's pages show. Served to staff only; still without secrets, as a browser keeps it.

mod dashboard;
mod imports;
mod mail;
mod orders;
mod page;
mod product_input;
mod products;

pub use dashboard::{Dashboard, LowStock, Revenue, change};
pub use imports::{
    ImportCounts, ImportDetail, ImportFormat, ImportLine, ImportList, ImportStatus, ImportSummary, Severity,
};
pub use mail::{MailDetail, MailList, MailRow};
pub use orders::{OrderList, OrderRow, OrderTab, PaymentRow, StaffOrder, TabCount, TransactionRow};
pub use page::{PageLinks, PageRequest, ROWS_PER_PAGE};
pub use product_input::{ProductChange, ProductInput, StockChange, StockInput, VariantChange, VariantInput};
pub use products::{ProductEditor, ProductList, ProductRow, ProductTabCount, StaffPicture, StaffVariant, StockLevel};
