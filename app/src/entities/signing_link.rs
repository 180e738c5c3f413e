//! A link by which somebody without an account signs.

use super::query::names;
use crate::entities::person::name_of;
use domain::ids::{EnrolmentId, SigningLinkId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Func;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SigningLinkId,
    pub enrolment_id: EnrolmentId,
    pub name: String,
    /// The address of the holder's mailbox.
    pub email: String,
    /// The hash of the link's token, in hexadecimal.
    pub token_sha256: String,
    pub salt: String,
    /// When it was made.
    pub made_at: ChronoDateTimeUtc,
    /// When the holder proved that the mailbox is theirs.
    pub mailbox_proved_at: Option<ChronoDateTimeUtc>,
}

/// A name: of the person who goes by this in the query, or else of the link's holder.
pub fn name_or_holder(joined_as: &'static str) -> Expr {
    Func::coalesce([name_of(joined_as), Expr::col((Entity, Column::Name))]).into()
}

names! { SigningLinkId => Id, EnrolmentId => EnrolmentId }
