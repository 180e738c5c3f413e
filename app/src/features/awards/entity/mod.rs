//! The rows of applications and awards.

pub mod application;
pub mod application_decision;
pub mod award;
pub mod award_listing;
pub mod award_withdrawal;
