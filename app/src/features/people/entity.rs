//! The rows of people.

/// A person.
pub mod person {
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The name.
        pub name: String,
        /// The name as it is searched: `crate::web::names::folded`.
        pub name_folded: String,
        /// The address, in lower case.
        pub email: String,
        /// When it was added.
        pub created_at: ChronoDateTimeUtc,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// How a person signs in.
pub mod credential {
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "credential")]
    pub struct Model {
        /// Whose.
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: String,
        /// The hash of the password, with its salt and cost.
        pub password_hash: String,
        /// When it was set.
        pub set_at: ChronoDateTimeUtc,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// An employer, a provider or a body.
pub mod organisation {
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The name.
        pub name: String,
        /// `employer`, `provider` or `body`.
        pub kind: String,
        /// When it was added.
        pub created_at: ChronoDateTimeUtc,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A role held in an organisation over an interval.
pub mod membership {
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// Whose.
        pub person_id: String,
        /// Where.
        pub organisation_id: String,
        /// The code of the role.
        pub role: String,
        /// First day.
        pub from_on: Date,
        /// First day on which it is no longer held.
        pub until_on: Option<Date>,
        /// Who granted it; none at set-up.
        pub granted_by: Option<String>,
        /// When it was granted.
        pub granted_at: ChronoDateTimeUtc,
        /// Who ended it.
        pub ended_by: Option<String>,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// An invitation by one-time link.
pub mod invitation {
    use sea_orm::entity::prelude::*;
    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitation")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The hash of the link's token; the token is stored nowhere.
        pub token_sha256: String,
        /// The name.
        pub name: String,
        /// The address, in lower case.
        pub email: String,
        /// Where.
        pub organisation_id: Option<String>,
        /// The code of the role.
        pub role: Option<String>,
        /// Who made the link.
        pub invited_by: String,
        /// When the link was made.
        pub invited_at: ChronoDateTimeUtc,
        /// Until when the link works.
        pub expires_at: ChronoDateTimeUtc,
        /// When it was used.
        pub used_at: Option<ChronoDateTimeUtc>,
        /// By whom.
        pub used_by: Option<String>,
        /// When it was taken back.
        pub withdrawn_at: Option<ChronoDateTimeUtc>,
    }
    /// None: what belongs together is joined in the queries.
    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
