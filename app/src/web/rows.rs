//! Rows of several tables that are written together: those of one table by few statements, however many they are.

use super::query::insert_many;
use futures::future::BoxFuture;
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, ModelTrait};
use std::any::{Any, TypeId};

/// Rows to be inserted. Tables are written in the order in which they were first named, so that what others refer to is added
/// before them.
#[derive(Default)]
pub struct Rows(Vec<(TypeId, Box<dyn Table>)>);

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Rows").field(&self.0.len()).finish()
    }
}

trait Table: Any + Send {
    fn write(self: Box<Self>, tx: &DatabaseTransaction) -> BoxFuture<'_, Result<(), DbErr>>;
    fn rows(&mut self) -> &mut dyn Any;
}

impl<M> Table for Vec<M>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel> + Send + 'static,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    fn write(self: Box<Self>, tx: &DatabaseTransaction) -> BoxFuture<'_, Result<(), DbErr>> {
        Box::pin(insert_many(tx, *self))
    }

    fn rows(&mut self) -> &mut dyn Any {
        self
    }
}

impl Rows {
    /// Adds a row.
    pub fn add<M>(&mut self, row: M)
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel> + Send + 'static,
        <M::Entity as EntityTrait>::ActiveModel: Send,
    {
        let of = TypeId::of::<M>();
        let there = self.0.iter_mut().find(|(id, _)| *id == of);
        match there.and_then(|(_, table)| table.rows().downcast_mut::<Vec<M>>()) {
            Some(rows) => rows.push(row),
            None => self.0.push((of, Box::new(vec![row]))),
        }
    }

    /// Inserts them all.
    ///
    /// # Errors
    /// When the database can't be written, or does not take one of the rows.
    pub async fn write(self, tx: &DatabaseTransaction) -> Result<(), DbErr> {
        for (_, table) in self.0 {
            table.write(tx).await?;
        }
        Ok(())
    }
}
