//! The addresses of the record.

use super::{export, pages};
use domain::ids::EnrolmentId;

crate::routes! {
    /// Everything that happened, in order.
    RECORD: EnrolmentId = "/enrolments/{enrolment}/record", SignedIn => page(pages::record);
    /// The same as JSON.
    RECORD_JSON: EnrolmentId = "/enrolments/{enrolment}/record.json", SignedIn => file(export::record_json);
}
