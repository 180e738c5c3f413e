//! Every route, once: which page it shows and who may ask for it.

use crate::features::{awards, enrolments, frameworks, people, record, results, sign_off};
use crate::web::page::{Page, page};
use crate::web::request::SignedIn;
use crate::web::table::Table;
use domain::access::Role;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::any_nested_route::IntoAnyNestedRoute;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::{MatchNestedRoutes, SsrMode, path};

/// Who may ask for a route at all. The question of one person and one record is asked by its page or action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is enrolled on a framework.
    Trainee,
    /// Whoever has one of the roles today.
    Roles(&'static [Role]),
}

impl Access {
    /// Whether a person, or nobody, is let through.
    #[must_use]
    pub fn admits(self, person: Option<&SignedIn>) -> bool {
        match (self, person) {
            (Self::Public, _) | (Self::SignedIn, Some(_)) => true,
            (_, None) => false,
            (Self::Trainee, Some(person)) => !person.enrolments.is_empty(),
            (Self::Roles(roles), Some(person)) => roles.iter().any(|role| person.actor.is(*role)),
        }
    }
}

const EMPLOYER: Access = Access::Roles(&[Role::Supervisor, Role::EmployerAdmin]);

/// Every route with its access. A route that is missing here is refused; a test compares the table with what is
/// registered.
pub const ACCESS: &[(&str, Access)] = &[
    // sign-off
    ("/enrolments/{enrolment}/verification/{element}", Access::Trainee),
    ("/queue", EMPLOYER),
    ("/queue/{request}", EMPLOYER),
    ("/queue/verifications/{request}", EMPLOYER),
    ("/api/decide-claim", EMPLOYER),
    ("/api/ask-verification", Access::Trainee),
    ("/api/verify-stage", EMPLOYER),
];

/// The access declared for a route template such as `/claims/{claim}`.
#[must_use]
pub fn access_of(route: &str) -> Option<Access> {
    ACCESS
        .iter()
        .find(|(path, _)| *path == route)
        .map(|(_, access)| *access)
}

/// Everything that features serve.
#[must_use]
pub fn table() -> Table {
    Table::default()
        .and(awards::routes::table())
        .and(enrolments::routes::table())
        .and(frameworks::routes::table())
        .and(people::routes::table())
        .and(record::routes::table())
        .and(results::routes::table())
        .and(sign_off::routes::table())
}

/// The pages. One parent makes all of them render whole, so that they need no JavaScript (docs/adr/0001).
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <SignOffRoutes/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    page(|_, _| async { Err::<Page, _>(crate::error::AppError::NotFound) })
}

#[component(transparent)]
fn SignOffRoutes() -> impl MatchNestedRoutes + Clone {
    use sign_off::queue::Queue;
    use sign_off::request::RequestPage;
    use sign_off::verification::{AskVerificationPage, VerificationPage};
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/enrolments/:enrolment/verification/:element") view=AskVerificationPage/>
            <Route path=path!("/queue") view=Queue/>
            <Route path=path!("/queue/:request") view=RequestPage/>
            <Route path=path!("/queue/verifications/:request") view=VerificationPage/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
