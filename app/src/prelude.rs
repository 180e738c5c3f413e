//! What nearly every file of a feature names.

/// For pages and forms.
pub(crate) mod pages {
    pub(crate) use crate::design::back::BackLink;
    pub(crate) use crate::design::field::{
        Button, ButtonTone, Buttons, Choice, FieldWidth, Radios, Select, TextArea, TextField,
    };
    pub(crate) use crate::design::heading::{Heading, Section};
    pub(crate) use crate::design::summary_list::{SummaryList, SummaryRow};
    pub(crate) use crate::design::table::DataTable;
    pub(crate) use crate::design::tag::{Tag, Tone};
    pub(crate) use crate::design::text::Words;
    pub(crate) use crate::error::AppError;
    pub(crate) use crate::paths;
    pub(crate) use crate::web::draw::Page;
    pub(crate) use crate::web::forms::{Done, Field, Form, FormPage, Question, Sheet, Stop, Values};
    pub(crate) use crate::web::request::RequestCx;
    pub(crate) use crate::web::route::Route;
    pub(crate) use crate::web::tx::Tx;
    pub(crate) use crate::web::{fields, words};
    pub(crate) use chrono::{DateTime, NaiveDate, Utc};
    pub(crate) use domain::access::{OwnList, Subject, actions, permit};
    pub(crate) use domain::ids::*;
    pub(crate) use domain::invalid::Invalid;
    pub(crate) use leptos::prelude::*;
    pub(crate) use std::sync::Arc;
}

/// For stores.
pub(crate) mod stores {
    pub(crate) use crate::entities::query::{Dated, Of};
    pub(crate) use crate::error::AppError;
    pub(crate) use crate::journal::{Because, LocalPlace, Words};
    pub(crate) use crate::web::clock::civil_date;
    pub(crate) use crate::web::random;
    pub(crate) use crate::web::tx::{May, ReadOnly, Writer};
    pub(crate) use chrono::{DateTime, NaiveDate, Utc};
    pub(crate) use domain::ids::*;
    pub(crate) use domain::journal::{Chain, Event, Place};
    pub(crate) use sea_orm::sea_query::Expr;
    pub(crate) use sea_orm::{
        ColumnTrait, Condition, ConnectionTrait, DerivePartialModel, EntityTrait, IntoActiveModel, JoinType,
        QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select, Set,
    };
}
