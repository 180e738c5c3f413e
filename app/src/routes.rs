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
const PROVIDER: Access = Access::Roles(&[Role::Officer]);
const BODY: Access = Access::Roles(&[Role::Registrar]);
const PEOPLE: Access = Access::Roles(&[Role::Registrar, Role::EmployerAdmin]);
const SUPERVISION: Access = Access::Roles(&[Role::Registrar, Role::EmployerAdmin]);

/// Every route with its access. A route that is missing here is refused; a test compares the table with what is
/// registered.
pub const ACCESS: &[(&str, Access)] = &[
    // people
    ("/", Access::Public),
    ("/sign-in", Access::Public),
    ("/invitations/{token}", Access::Public),
    ("/accessibility", Access::Public),
    ("/organisations", PEOPLE),
    ("/organisations/{organisation}", PEOPLE),
    ("/organisations/{organisation}/memberships/{membership}/end", PEOPLE),
    ("/organisations/{organisation}/invitations/{invitation}/end", PEOPLE),
    ("/api/sign-in", Access::Public),
    ("/api/sign-out", Access::Public),
    ("/api/accept-invitation", Access::Public),
    ("/api/invite", PEOPLE),
    ("/api/withdraw-invitation", PEOPLE),
    ("/api/end-membership", PEOPLE),
    ("/api/add-organisation", BODY),
    // enrolments
    ("/enrolments", BODY),
    ("/enrolments/new", BODY),
    ("/enrolments/{enrolment}/specialism", Access::Trainee),
    ("/enrolments/{enrolment}/joining", BODY),
    ("/enrolments/{enrolment}/supervision", SUPERVISION),
    ("/enrolments/{enrolment}/supervision/{supervision}/end", SUPERVISION),
    ("/enrolments/{enrolment}/employments/{employer}/end", SUPERVISION),
    ("/enrolments/{enrolment}/employers-and-providers", BODY),
    ("/enrolments/{enrolment}/providers/{provider}/end", BODY),
    ("/trainees", EMPLOYER),
    ("/candidates", PROVIDER),
    ("/api/enrol", BODY),
    ("/api/renew-account-link", BODY),
    ("/api/name-supervisor", SUPERVISION),
    ("/api/end-supervision", SUPERVISION),
    ("/api/end-employment", SUPERVISION),
    ("/api/add-employment", BODY),
    ("/api/add-registration", BODY),
    ("/api/end-registration", BODY),
    ("/api/choose-specialism", Access::Trainee),
    ("/api/note-joining", BODY),
    // results
    ("/sittings", PROVIDER),
    ("/sittings/new", PROVIDER),
    ("/sittings/{sitting}", PROVIDER),
    ("/sittings/{sitting}/corrections/{result}", PROVIDER),
    ("/api/add-sitting", PROVIDER),
    ("/api/record-results", PROVIDER),
    ("/api/confirm-results", PROVIDER),
    ("/api/correct-result", PROVIDER),
    // sign-off
    ("/claims", Access::Trainee),
    ("/claims/new", Access::Trainee),
    ("/claims/{claim}", Access::SignedIn),
    ("/claims/{claim}/draft", Access::Trainee),
    ("/claims/{claim}/evidence", Access::Trainee),
    ("/claims/{claim}/sending", Access::Trainee),
    ("/claims/{claim}/deletion", Access::Trainee),
    ("/claims/{claim}/evidence/{evidence}", Access::SignedIn),
    ("/claims/{claim}/evidence/{evidence}/removal", Access::Trainee),
    ("/enrolments/{enrolment}/verification/{element}", Access::Trainee),
    ("/queue", EMPLOYER),
    ("/queue/{request}", EMPLOYER),
    ("/queue/verifications/{request}", EMPLOYER),
    ("/api/begin-claim", Access::Trainee),
    ("/api/save-draft", Access::Trainee),
    ("/api/autosave-draft", Access::Trainee),
    ("/api/add-evidence", Access::Trainee),
    ("/api/remove-evidence", Access::Trainee),
    ("/api/claims/{claim}/files", Access::Trainee),
    ("/api/send-claim", Access::Trainee),
    ("/api/take-back-claim", Access::Trainee),
    ("/api/delete-claim", Access::Trainee),
    ("/api/decide-claim", EMPLOYER),
    ("/api/ask-verification", Access::Trainee),
    ("/api/verify-stage", EMPLOYER),
    // awards
    ("/enrolments/{enrolment}/application/{step_off}", Access::Trainee),
    ("/applications", BODY),
    ("/applications/{application}", Access::SignedIn),
    ("/awards", BODY),
    ("/awards/{award}", BODY),
    ("/awards/{award}/withdrawal", BODY),
    ("/check", Access::Public),
    ("/check/{code}", Access::Public),
    ("/api/apply", Access::Trainee),
    ("/api/decide-application", BODY),
    ("/api/withdraw-award", BODY),
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
        .and(enrolments::routes::table())
        .and(frameworks::routes::table())
        .and(record::routes::table())
}

/// The pages. One parent makes all of them render whole, so that they need no JavaScript (docs/adr/0001).
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
                    <PeopleRoutes/>
                    <EnrolmentRoutes/>
                    <ResultRoutes/>
                    <SignOffRoutes/>
                    <AwardRoutes/>
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
fn PeopleRoutes() -> impl MatchNestedRoutes + Clone {
    use people::pages::{
        EndMembershipPage, Invitation, Organisation, Organisations, SignInPage, Start, WithdrawInvitationPage,
    };
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/") view=Start/>
            <Route path=path!("/sign-in") view=SignInPage/>
            <Route path=path!("/invitations/:token") view=Invitation/>
            <Route path=path!("/accessibility") view=people::about::Accessibility/>
            <Route path=path!("/organisations") view=Organisations/>
            <Route path=path!("/organisations/:organisation") view=Organisation/>
            <Route path=path!("/organisations/:organisation/memberships/:membership/end") view=EndMembershipPage/>
            <Route path=path!("/organisations/:organisation/invitations/:invitation/end") view=WithdrawInvitationPage/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

#[component(transparent)]
fn EnrolmentRoutes() -> impl MatchNestedRoutes + Clone {
    use enrolments::pages::{
        Candidates, EmployersAndProviders, EndEmploymentPage, EndRegistrationPage, EndSupervisionPage, Enrolments,
        JoiningPage, NewEnrolment, SpecialismPage, Supervision, Trainees,
    };
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/enrolments") view=Enrolments/>
            <Route path=path!("/enrolments/new") view=NewEnrolment/>
            <Route path=path!("/enrolments/:enrolment/specialism") view=SpecialismPage/>
            <Route path=path!("/enrolments/:enrolment/joining") view=JoiningPage/>
            <Route path=path!("/enrolments/:enrolment/supervision") view=Supervision/>
            <Route path=path!("/enrolments/:enrolment/supervision/:supervision/end") view=EndSupervisionPage/>
            <Route path=path!("/enrolments/:enrolment/employments/:employer/end") view=EndEmploymentPage/>
            <Route path=path!("/enrolments/:enrolment/employers-and-providers") view=EmployersAndProviders/>
            <Route path=path!("/enrolments/:enrolment/providers/:provider/end") view=EndRegistrationPage/>
            <Route path=path!("/trainees") view=Trainees/>
            <Route path=path!("/candidates") view=Candidates/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

#[component(transparent)]
fn ResultRoutes() -> impl MatchNestedRoutes + Clone {
    use results::pages::{CorrectResultPage, NewSittingPage, SittingPage, Sittings};
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/sittings") view=Sittings/>
            <Route path=path!("/sittings/new") view=NewSittingPage/>
            <Route path=path!("/sittings/:sitting") view=SittingPage/>
            <Route path=path!("/sittings/:sitting/corrections/:result") view=CorrectResultPage/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

#[component(transparent)]
fn SignOffRoutes() -> impl MatchNestedRoutes + Clone {
    use sign_off::pages::{ClaimPage, Claims, DeleteClaimPage, DraftPage, NewClaim, SendClaimPage};
    use sign_off::queue::Queue;
    use sign_off::request::RequestPage;
    use sign_off::verification::{AskVerificationPage, VerificationPage};
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/claims") view=Claims/>
            <Route path=path!("/claims/new") view=NewClaim/>
            <Route path=path!("/claims/:claim") view=ClaimPage/>
            <Route path=path!("/claims/:claim/draft") view=DraftPage/>
            <Route path=path!("/claims/:claim/evidence") view=sign_off::evidence::EvidencePage/>
            <Route path=path!("/claims/:claim/evidence/:evidence/removal") view=sign_off::evidence::RemoveEvidencePage/>
            <Route path=path!("/claims/:claim/sending") view=SendClaimPage/>
            <Route path=path!("/claims/:claim/deletion") view=DeleteClaimPage/>
            <Route path=path!("/enrolments/:enrolment/verification/:element") view=AskVerificationPage/>
            <Route path=path!("/queue") view=Queue/>
            <Route path=path!("/queue/:request") view=RequestPage/>
            <Route path=path!("/queue/verifications/:request") view=VerificationPage/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

#[component(transparent)]
fn AwardRoutes() -> impl MatchNestedRoutes + Clone {
    use awards::pages::{ApplicationPage, Applications, ApplyPage, AwardPage, Awards, WithdrawAwardPage};
    use awards::public::{Check, CheckCode};
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/enrolments/:enrolment/application/:step_off") view=ApplyPage/>
            <Route path=path!("/applications") view=Applications/>
            <Route path=path!("/applications/:application") view=ApplicationPage/>
            <Route path=path!("/awards") view=Awards/>
            <Route path=path!("/awards/:award") view=AwardPage/>
            <Route path=path!("/awards/:award/withdrawal") view=WithdrawAwardPage/>
            <Route path=path!("/check") view=Check/>
            <Route path=path!("/check/:code") view=CheckCode/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
