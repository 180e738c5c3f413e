//! The demo people (content/demo/people.toml), by what the tests need them for.

/// The password of all of them.
pub const PASSWORD: &str = "climb-the-stair-2026";

/// Registrar: enrols, confers and withdraws.
pub const INES: &str = "ines@body.example";
/// The other registrar.
pub const PIET: &str = "piet@body.example";
/// Registrar of the other body, where Mina is.
pub const SOL: &str = "sol@second-body.example";
/// Officer of the provider: records.
pub const DANA: &str = "dana@northgate.example";
/// Officer of the same provider: confirms.
pub const OWEN: &str = "owen@northgate.example";
/// Supervises Amara and Leo.
pub const RUTH: &str = "ruth@hale.example";
/// Supervises Amara too.
pub const JONAS: &str = "jonas@hale.example";
/// Administrator of Ruth's and Jonas's employer.
pub const PRIYA: &str = "priya@hale.example";
/// Supervisor and administrator of another employer.
pub const KARIM: &str = "karim@mersey.example";
/// Lacks F06 and segment 4 of Foundation, then the verification.
pub const AMARA: &str = "amara@trainee.example";
/// Foundation verified and its status held; a claim lies with Ruth, a result is provisional.
pub const LEO: &str = "leo@trainee.example";
/// Has just begun, at the other employer.
pub const TOMAS: &str = "tomas@trainee.example";
/// Entered at Advanced by exemptions, at the other employer; a further degree waits for a judgement.
pub const NADIA: &str = "nadia@trainee.example";
/// On another framework, at the other employer.
pub const MINA: &str = "mina@trainee.example";
/// Supervises Bea and Kofi, at a third employer.
pub const ESI: &str = "esi@tidewater.example";
/// Administrator there.
pub const HUGO: &str = "hugo@tidewater.example";
/// Went the whole way to lawyer.
pub const BEA: &str = "bea@member.example";
/// Went the whole way to admission, on Mina's framework.
pub const KOFI: &str = "kofi@member.example";

/// Everyone who can sign in.
pub const ALL: [&str; 18] =
    [INES, PIET, SOL, DANA, OWEN, RUTH, JONAS, PRIYA, KARIM, ESI, HUGO, AMARA, LEO, TOMAS, NADIA, MINA, BEA, KOFI];
