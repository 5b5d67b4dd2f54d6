//! Web archives: pages that were saved with all that belongs to them. Each page is a document with its address.

mod http;
pub(super) mod mhtml;
pub(super) mod wacz;
pub(super) mod warc;
