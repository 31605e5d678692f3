//! What the admin's pages show. Served to staff only; still without secrets, as a browser keeps it.

mod cancel;
mod centers;
mod customers;
mod dashboard;
mod fulfillment;
mod imports;
mod jobs;
mod mail;
mod members;
mod order_bulk;
mod orders;
mod page;
mod product_bulk;
mod product_form;
mod product_list;
mod products;
mod promotions;
mod roles;
mod shipping;
mod stock;
mod stocktaking;
mod tax_rates;
mod webhooks;

pub use cancel::{CANCEL_REASON_LENGTH, LinesToCancel, NOTE_LENGTH, cancel_field};
pub use centers::{CENTER_NAME_LENGTH, CenterInput, CheckedCenter, FulfillmentCenter};
pub use customers::{CustomerDetail, CustomerList, CustomerRow, CustomerSort, KeptAddress, Purchases};
pub use dashboard::{Dashboard, LowStock, Revenue, change};
pub use fulfillment::{
    Bin, Fulfillment, OpenAtCenter, OpenLine, PackedLine, PackingSlip, Parcel, PickList, SentParcel, quantity_field,
};
pub use imports::{
    ImportCounts, ImportDetail, ImportFormat, ImportLine, ImportList, ImportStatus, ImportSummary, Severity,
};
pub use jobs::{JobList, JobRow, JobTab, job_name, without_addresses};
pub use mail::{MailDetail, MailList, MailRow};
pub use members::{Invitation, InvitationInput, NAME_LENGTH, Position, StaffEditor, StaffList, StaffMember};
pub use order_bulk::{MOST_CHOSEN, chosen_orders};
pub use orders::{
    OrderList, OrderMailRow, OrderRow, OrderTab, PaymentRow, RefundRow, StaffOrder, TabCount, TransactionRow,
};
pub use page::{PageLinks, PageRequest, ROWS_PER_PAGE};
pub use product_bulk::{
    BulkAction, BulkInput, BulkKind, BulkPreview, BulkResult, PriceChange, PricePreview, Rounding, Selection,
};
pub use product_form::{
    CheckedLevel, CheckedOption, CheckedProduct, CheckedVariant, Column, FormStep, MAX_OPTIONS, OptionInput,
    ProductInput, Section, Shop, SpecificationAnswer, SpecificationField, SpecificationValueInput, StockInput,
    ValueInput, VariantInput, check_specifications, specification_field,
};
pub use product_list::{
    CategoryChoice, FilterChoices, KeyValue, LOW_STOCK, ListPage, ProductFilter, ProductList, ProductRow, ProductSort,
    ProductTabCount, RowKey, StockFilter,
};
pub use products::{
    ColorChoice, Conflict, ConflictEntry, EditorChoices, FoundProduct, ProductEditor, ProductPictures, ReservedUnits,
    SizeChoice, StaffPicture, StoredState,
};
pub use promotions::{PromotionEditor, PromotionList, PromotionRow, PromotionTab, SampleCart, Tried};
pub use roles::{ROLE_NAME_LENGTH, StaffRole, StaffRoleInput};
pub use shipping::{
    CarrierEditor, CarrierRow, MethodEditor, MethodRow, RateEditor, ShippingOverview, ZoneEditor, ZoneRate, ZoneRow,
};
pub use stock::{
    InventoryDetail, InventoryFilter, InventoryList, InventoryRow, MOST_UNITS, MovementKind, MovementRow,
    REASON_LENGTH, StockChange, reorder_level,
};
pub use stocktaking::{
    CountedItem, MOST_COUNTED, SheetPage, Stocktaking, StocktakingResult, StocktakingSheet, counted_field, level_field,
};
pub use tax_rates::{CheckedTaxRate, TAX_NAME_LENGTH, TaxRateEditor, TaxRateInput, TaxRateRow};
pub use webhooks::{AttemptRow, DeliveryRow, WebhookPage, WebhookRow};
