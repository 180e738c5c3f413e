//! Writes a page for every component to `gallery/` in the target folder, with plausible data, to be looked at.
//!
//! `cargo run -p app --features ssr --example gallery`

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use app::design::attest::Attest;
use app::design::back::BackLink;
use app::design::card::Card;
use app::design::certificate::Certificate;
use app::design::empty::Empty;
use app::design::error_summary::ErrorSummary;
use app::design::field::{
    Button, ButtonTone, Buttons, Checkboxes, Choice, FieldWidth, FileField, Hidden, Radios, Select, TextArea, TextField,
};
use app::design::file_list::{FileItem, FileList};
use app::design::graph::{Graph, GraphGroup, GraphNode};
use app::design::heading::{Columns, Heading, Section};
use app::design::layout::{Layout, NavItem, Notice, Width};
use app::design::next::{NextItem, NextSteps};
use app::design::pagination::Pagination;
use app::design::progress::Progress;
use app::design::reason::{ReasonItem, Reasons};
use app::design::stair::{KeyMark, KeyTurn, Stair, Step};
use app::design::summary_list::{SummaryList, SummaryRow};
use app::design::table::DataTable;
use app::design::tag::{Tag, Tone};
use app::design::timeline::{Timeline, TimelineItem};
use leptos::prelude::*;
use leptos_meta::{MetaContext, ServerMetaContext};

type Page = fn() -> AnyView;

fn main() -> io::Result<()> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let out = target.join("gallery");
    fs::create_dir_all(&out)?;
    fs::write(out.join("gradus.css"), styles()?)?;
    let pages: [(&str, Page); 8] = [
        ("home", home),
        ("map", map),
        ("sign-off", sign_off),
        ("errors", errors),
        ("queue", queue),
        ("record", record),
        ("certificate", certificate),
        ("parts", parts),
    ];
    for (name, page) in pages {
        fs::write(out.join(format!("{name}.html")), document(page))?;
    }
    println!("{}", out.display());
    Ok(())
}

/// The style sheet as the build makes it: the files in the order of their names.
fn styles() -> io::Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    files.into_iter().map(fs::read_to_string).collect()
}

fn document(page: Page) -> String {
    let owner = Owner::new();
    owner.with(|| {
        // The receiving end must live until the page is rendered.
        let (meta, output) = ServerMetaContext::new();
        provide_context(MetaContext::new());
        provide_context(meta);
        let body = page().to_html();
        drop(output);
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>Gallery – Gradus</title><link rel=\"stylesheet\" href=\"gradus.css\"></head><body>{body}</body></html>"
        )
    })
}

fn s(text: &str) -> String {
    text.to_owned()
}

fn nav(current: &str) -> Vec<NavItem> {
    ["Where you are", "Map", "Claims", "Record"]
        .into_iter()
        .map(|label| NavItem {
            href: s("#"),
            label: s(label),
            current: label == current,
        })
        .collect()
}

fn key(name: &str, text: &str, turned: KeyTurn) -> KeyMark {
    KeyMark {
        name: s(name),
        text: s(text),
        turned,
    }
}

fn row(key: &str, value: &str, action: Option<(&str, &str)>) -> SummaryRow {
    SummaryRow {
        key: s(key),
        value: s(value).into_any(),
        action: action.map(|(href, label)| (s(href), s(label))),
    }
}

fn choice(value: &str, label: &str, hint: Option<&str>) -> Choice {
    Choice {
        value: s(value),
        label: s(label),
        hint: hint.map(s),
    }
}

fn next(title: &str, text: &str, who: Option<&str>) -> NextItem {
    NextItem {
        href: s("#"),
        title: s(title),
        text: s(text),
        who: who.map(s),
    }
}

fn reason(tone: Tone, word: &str, text: &str, children: Vec<ReasonItem>) -> ReasonItem {
    ReasonItem {
        tone,
        word: s(word),
        text: s(text),
        href: None,
        children,
    }
}

fn event(on: &str, at: &str, title: &str, body: Option<&str>, tone: Tone) -> TimelineItem {
    TimelineItem {
        on: s(on),
        at: Some(s(at)),
        title: s(title).into_any(),
        body: body.map(|body| s(body).into_any()),
        tone,
    }
}

fn link(text: &str) -> AnyView {
    let text = s(text);
    view! { <a href="#">{text}</a> }.into_any()
}

fn tag(tone: Tone, label: &str) -> AnyView {
    view! { <Tag tone label=label/> }.into_any()
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            href: s("#"),
            title: s("Foundation"),
            tone: Tone::Met,
            state: s("Met"),
            keys: vec![
                key("Results", "6 of 6, January 2024", KeyTurn::Turned),
                key("Employer", "verified 12 March 2024", KeyTurn::Turned),
            ],
            done: 9,
            of: 9,
            unit: s("elements"),
            landing: Some((s("Step-off taken:"), s("CILEX Paralegal"))),
        },
        Step {
            href: s("#"),
            title: s("Advanced"),
            tone: Tone::Now,
            state: s("In progress"),
            keys: vec![
                key("Results", "6 of 6, June 2025", KeyTurn::Turned),
                key("Employer", "7 of 9 segments signed", KeyTurn::Half),
            ],
            done: 8,
            of: 10,
            unit: s("elements"),
            landing: Some((s("Next step-off:"), s("CILEX Advanced Paralegal"))),
        },
        Step {
            href: s("#"),
            title: s("Professional"),
            tone: Tone::Later,
            state: s("Later"),
            keys: vec![
                key("Results", "0 of 2", KeyTurn::Open),
                key("Employer", "1,410 of 2,300 hours", KeyTurn::Half),
            ],
            done: 1,
            of: 14,
            unit: s("elements"),
            landing: Some((s("Leads to:"), s("CILEX Lawyer, family"))),
        },
    ]
}

fn home() -> AnyView {
    let lede = view! {
        "Formal results are complete. Two segments and your employer’s verification stand between you and "
        <strong>"CILEX Advanced Paralegal"</strong>"."
    }
    .into_any();
    let next_steps = vec![
        next(
            "Answer the question on Driven to Deliver",
            "Partly met on 14 May: say how you put the deadlines in order.",
            Some("Goes to R. Hale, supervisor"),
        ),
        next(
            "Claim Client Relationships",
            "Nothing claimed yet. One example is needed.",
            None,
        ),
        next(
            "Ask Hale & Partners to verify the stage",
            "Opens when both segments are signed.",
            None,
        ),
    ];
    let why = vec![
        reason(
            Tone::Later,
            "Not yet",
            "The Advanced stage is met",
            vec![
                reason(Tone::Met, "Met", "Formal results: 6 of 6", vec![]),
                reason(
                    Tone::Now,
                    "In progress",
                    "Employer’s verification: 7 of 9 segments",
                    vec![],
                ),
            ],
        ),
        reason(
            Tone::Met,
            "Met",
            "Family Law & Practice (Advanced) underpins your Professional option",
            vec![],
        ),
    ];
    let waiting = vec![
        vec![
            link("Managing Performance"),
            s("R. Hale, supervisor").into_any(),
            s("9 days").into_any(),
            tag(Tone::Wait, "Sent"),
        ],
        vec![
            link("Technical Expertise"),
            s("J. Brandt, former supervisor").into_any(),
            s("31 days").into_any(),
            tag(Tone::Late, "Late, reminded twice"),
        ],
    ];
    view! {
        <Layout
            title="Where you are"
            nav=nav("Where you are")
            who=Some(s("Amara Osei"))
            notice=Some(Notice { tone: Tone::Met, text: s("Your claim was sent to R. Hale.") })
        >
            <Heading eyebrow="CPQ, version of June 2021 · family law" title="You are on the Advanced stage" lede=lede/>
            <Stair label="Stages" steps=steps()/>
            <Columns>
                <Section id="next" title="Do next"><NextSteps items=next_steps/></Section>
                <Section id="why" title="Why Professional is closed">
                    <Reasons items=why/>
                    <p><a href="map.html">"See the whole map"</a></p>
                </Section>
            </Columns>
            <Section id="waiting" title="Waiting for others">
                <DataTable
                    caption="Claims that are with someone else"
                    caption_hidden=true
                    head=vec![s("What"), s("With"), s("Since"), s("State")]
                    rows=waiting
                />
            </Section>
        </Layout>
    }
    .into_any()
}

/// The nodes of a map, from a line each: `id | code | title | kind | group | tone | state | needs`.
fn nodes(lines: &str) -> Vec<GraphNode> {
    lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let mut part = || s(parts.next().unwrap_or_default());
            let (id, code, title, kind, group, tone, state, needs) =
                (part(), part(), part(), part(), part(), part(), part(), part());
            let (tone, unpublished) = match tone.as_str() {
                "met" => (Tone::Met, false),
                "exempt" => (Tone::Exempt, false),
                "now" => (Tone::Now, false),
                "open" => (Tone::Open, false),
                "held" => (Tone::Held, false),
                "wait" => (Tone::Wait, false),
                "unpublished" => (Tone::Unpublished, true),
                _ => (Tone::Later, false),
            };
            GraphNode {
                href: format!("#{id}"),
                id,
                code: Some(code).filter(|code| !code.is_empty()),
                title,
                kind,
                group: Some(group).filter(|group| !group.is_empty()),
                tone,
                state,
                needs: needs.split_whitespace().map(s).collect(),
                unpublished,
            }
        })
        .collect()
}

const CPQ: &str = "
f01|F01|Legal Systems|Assessment|foundation|met|Met|
f02|F02|Law of Tort|Assessment|foundation|met|Met|
f03|F03|Contract Law|Assessment|foundation|exempt|Exempt|
f04|F04|Property and Private Client|Assessment|foundation|met|Met|
f05|F05|Succeeding in the Legal Environment|Assessment|foundation|met|Met|
f06|F06|Legal Research|Assessment|foundation|met|Met|
feth||Ethics & Professional Responsibility 1|Course|foundation|met|Met|
fexp||Nine segments at work|Experience|foundation|met|Met|
fver||Employer’s verification|Verification|foundation|met|Met|fexp
f||Foundation|Stage|foundation|met|Met|f01 f02 f03 f04 f05 f06 feth fver
fstep||Step-off|Step-off|foundation|met|Taken|f
cp||CILEX Paralegal|Status|foundation|held|Held|fstep
as1||Professional and Legal Skills: Legal Environment|Assessment|advanced|met|Met|f
as2||Professional and Legal Skills: Research|Assessment|advanced|met|Met|f
adr||Dispute Resolution|Assessment|advanced|met|Met|f
acr||Criminal Law & Litigation|Assessment|advanced|met|Met|f
apr||Property & Conveyancing|Assessment|advanced|met|Met|f
abe||Business & Employment|Assessment|advanced|open|Open|f
afa||Family Law & Practice|Assessment|advanced|met|Met|f
awp||Wills, Probate & Private Client|Assessment|advanced|open|Open|f
aopt||One option of three|Choice|advanced|met|Met|abe afa awp
aeth||Ethics & Professional Responsibility 2|Course|advanced|met|Met|f
aexp||Nine segments at work|Experience|advanced|now|7 of 9|f
aver||Employer’s verification|Verification|advanced|later|Not yet|aexp
a||Advanced|Stage|advanced|now|In progress|as1 as2 adr acr apr aopt aeth aver
astep||Step-off|Step-off|advanced|later|Not yet|a
ap||CILEX Advanced Paralegal|Status|advanced|later|Not yet|astep
pm||Mandatory module|Assessment|professional|unpublished|Later|a
po||Option: family|Assessment|professional|unpublished|Later|a afa
c1|1|Practical application of law|Competency|professional|later|Later|a
c2|2|Communication|Competency|professional|later|Later|a
c3|3|Client relations|Competency|professional|later|Later|a
c4|4|Management of workload|Competency|professional|unpublished|Later|a
c5|5|Business awareness|Competency|professional|unpublished|Later|a
c6|6|Professional conduct|Competency|professional|unpublished|Later|a
c7|7|Self-awareness and development|Competency|professional|unpublished|Later|a
c8|8|Working with others|Competency|professional|unpublished|Later|a
pf||Portfolio: 27 outcomes|Portfolio|professional|later|Later|c1 c2 c3 c4 c5 c6 c7 c8
qe||2,300 hours of qualifying experience|Experience|professional|now|1,410 hours|
yr||A year as Advanced Paralegal|Experience|professional|later|Later|ap
pver||Employer’s verification|Verification|professional|later|Later|pf qe yr
p||Professional|Stage|professional|later|Later|pm po pver
pstep||Practice rights|Step-off|professional|later|Later|p
cl||CILEX Lawyer|Status|professional|later|Later|pstep
";

fn group(id: &str, title: &str, tone: Tone, state: &str) -> GraphGroup {
    GraphGroup {
        id: s(id),
        title: s(title),
        tone,
        state: s(state),
    }
}

fn map() -> AnyView {
    let groups = vec![
        group("foundation", "Foundation", Tone::Met, "Met, 12 March 2024"),
        group("advanced", "Advanced", Tone::Now, "In progress, 8 of 10 elements"),
        group(
            "professional",
            "Professional",
            Tone::Later,
            "Opens when Advanced is met",
        ),
    ];
    view! {
        <Layout title="Map" nav=nav("Map") who=Some(s("Amara Osei"))>
            <Heading eyebrow="CPQ, version of June 2021 · family law" title="The whole way"/>
            <Graph
                id="map"
                title="CPQ from Foundation to CILEX Lawyer"
                summary="Three stages: Foundation is met, Advanced is in progress, Professional opens when Advanced is met."
                groups
                nodes=nodes(CPQ)
                current=Some(s("a"))
            />
        </Layout>
    }
    .into_any()
}

fn sign_off() -> AnyView {
    let files = vec![FileItem {
        href: s("#"),
        name: s("attendance-note-redacted.pdf"),
        detail: s("PDF, 84 kB"),
        remove: None,
    }];
    let options = vec![
        choice("met", "Met", None),
        choice("partly", "Partly met", Some("Say what is missing; she can answer.")),
        choice("not-yet", "Not yet", None),
        choice(
            "declined",
            "I can’t say",
            Some("I did not supervise this, or for another reason."),
        ),
    ];
    view! {
        <Layout title="Decide on 2.5 Represent a client" who=Some(s("Robert Hale")) width=Width::Reading>
            <BackLink href="queue.html" label="All requests"/>
            <Heading eyebrow="Request 1 of 3 · Amara Osei, paralegal at Hale & Partners" title="2.5 Represent a client"/>
            <Card title="What Amara says she did">
                <p>"On 6 May 2025 I presented the client’s position at a first directions appointment before the district judge, in the presence of my supervisor. I had agreed with the client beforehand what we would accept."</p>
                <FileList files/>
                <p class="count">"Happened 6 May 2025 · sent 7 May 2025 · client names removed"</p>
            </Card>
            <form method="post" action="#">
                <Hidden name="version" value="3"/>
                <Radios name="decision" legend="Was this outcome met in the work you saw?" options=options value="met"/>
                <TextArea name="seen" label="What you saw" hint="One or two sentences of your own." rows=3/>
                <Attest
                    lines=vec![
                        s("I supervised this work on that date and was authorised to do so."),
                        s("The outcome was met as I answered above."),
                    ]
                    foot="It does not say that Amara is fit to practise, and does not bind you to employ her. Wording of 1 March 2025."
                />
                <Buttons>
                    <Button label="Sign and send"/>
                    <a href="#">"Not now"</a>
                </Buttons>
            </form>
        </Layout>
    }
    .into_any()
}

fn errors() -> AnyView {
    let problems = vec![
        (
            s("happened_from"),
            s("Enter the day the work began, such as 6 May 2025"),
        ),
        (s("narrative"), s("Say what you did in at least 50 words; this has 7")),
        (s("redacted"), s("Confirm that no client can be recognised")),
    ];
    let files = vec![FileItem {
        href: s("#"),
        name: s("letter-of-advice.docx"),
        detail: s("Word document, 36 kB"),
        remove: Some((s("#"), vec![(s("file"), s("1"))])),
    }];
    let segments = vec![
        choice("critical", "Critical Thinker", None),
        choice("driven", "Driven to Deliver", None),
        choice("client", "Client Relationships", None),
    ];
    let supervisors = vec![
        choice("hale", "R. Hale", Some("Solicitor, your supervisor since 1 March 2025")),
        choice("brandt", "J. Brandt", None),
    ];
    view! {
        <Layout title="Error: Claim a segment" nav=nav("Claims") who=Some(s("Amara Osei")) width=Width::Reading>
            <BackLink href="#" label="Claims"/>
            <ErrorSummary errors=problems/>
            <Heading title="Claim a segment"/>
            <form method="post" action="#" enctype="multipart/form-data">
                <Select name="segment" label="Segment" options=segments value="driven" prompt="Choose one"/>
                <TextField
                    name="happened_from"
                    label="When the work began"
                    kind="date"
                    width=FieldWidth::Short
                    error="Enter the day the work began, such as 6 May 2025"
                />
                <TextArea
                    name="narrative"
                    label="What you did"
                    hint="What was asked of you, what you did, and what came of it."
                    value="I drafted </textarea> & sent a letter."
                    error="Say what you did in at least 50 words; this has 7"
                />
                <TextField name="link" label="Link to the work" kind="url" optional=true width=FieldWidth::Half value="https://example.org/matter/12"/>
                <FileField name="file" label="Evidence" hint="PDF, Word or picture, up to 25 MB." accept=".pdf,.docx,.png" optional=true/>
                <Checkboxes
                    name="redacted"
                    legend="Before you send it"
                    options=vec![choice("yes", "No client can be recognised in what I wrote or attached", None)]
                    error="Confirm that no client can be recognised"
                />
                <Radios name="supervisor" legend="Who saw this work" options=supervisors/>
                <Buttons>
                    <Button label="Send to your supervisor"/>
                    <Button label="Keep as a draft" tone=ButtonTone::Quiet name="keep" value="draft"/>
                    <Button label="Delete" tone=ButtonTone::Danger/>
                </Buttons>
            </form>
            <Section id="files" title="Evidence so far"><FileList files/></Section>
        </Layout>
    }
    .into_any()
}

fn queue() -> AnyView {
    let people = ["Amara Osei", "Ben Whitlock", "Chidi Eze", "Dana Novak"];
    let waits = [
        (Tone::Late, "Late"),
        (Tone::Wait, "Sent"),
        (Tone::Wait, "Sent"),
        (Tone::Open, "New"),
    ];
    let rows = people
        .into_iter()
        .zip(waits)
        .map(|(person, (tone, word))| {
            vec![
                link("2.5 Represent a client"),
                s(person).into_any(),
                s("7 May 2025").into_any(),
                tag(tone, word),
            ]
        })
        .collect();
    view! {
        <Layout title="Requests" nav=nav("Claims") who=Some(s("Robert Hale"))>
            <Heading title="Four people wait for you" lede="The oldest request is nine days old."/>
            <DataTable caption="Requests, oldest first" head=vec![s("Outcome"), s("Who"), s("Sent"), s("State")] rows/>
            <Pagination page=5 pages=12 base="?page="/>
            <Section id="verified" title="Stages to verify">
                <Empty
                    title="No stage is ready to be verified"
                    text="A stage appears here when its results are complete and every segment is signed."
                    action=Some((s("#"), s("See your trainees")))
                />
            </Section>
            <DataTable caption="Experience to confirm" head=vec![s("Who")] rows=vec![] empty="No experience waits to be confirmed."/>
        </Layout>
    }
    .into_any()
}

fn record() -> AnyView {
    let items = vec![
        event(
            "3 September 2025",
            "2025-09-03",
            "Advanced stage verified by Hale & Partners",
            Some("Signed by Robert Hale, supervisor since 1 March 2025."),
            Tone::Met,
        ),
        event(
            "14 May 2025",
            "2025-05-14",
            "Driven to Deliver found partly met",
            Some("Missing: how you put the deadlines in order."),
            Tone::Now,
        ),
        event(
            "30 April 2025",
            "2025-04-30",
            "Result of Family Law & Practice replaced",
            Some("54 was entered for another candidate; 61 is the mark."),
            Tone::Late,
        ),
        event(
            "2 April 2024",
            "2024-04-02",
            "CILEX Paralegal conferred",
            None,
            Tone::Held,
        ),
        event(
            "15 January 2024",
            "2024-01-15",
            "Exempt from F03 Contract Law",
            Some("For Level 3 Contract, awarded July 2022."),
            Tone::Exempt,
        ),
    ];
    let facts = vec![
        row("Framework", "CPQ, version of June 2021", None),
        row("Specialism", "Family", Some(("#", "Change"))),
        row("Employer", "Hale & Partners, since 1 March 2025", Some(("#", "Change"))),
        row("Provider", "CILEX Law School", None),
    ];
    view! {
        <Layout title="Record" nav=nav("Record") who=Some(s("Amara Osei"))>
            <Heading eyebrow="Amara Osei" title="Your record" lede="Everything that was decided, by whom and when."/>
            <Columns>
                <Section id="story" title="What happened"><Timeline items/></Section>
                <Section id="facts" title="Enrolment">
                    <SummaryList rows=facts/>
                    <Progress done=1410 of=2300 label="Qualifying experience" unit="hours" named=true/>
                </Section>
            </Columns>
        </Layout>
    }
    .into_any()
}

fn certificate() -> AnyView {
    let rows = vec![
        row("Held since", "2 October 2025", None),
        row("Qualification", "CPQ, Advanced stage", None),
        row("Code", "GRAD-7K2M-X4QD", None),
    ];
    let foot = view! { <p>"Checked on 22 November 2026 at 11:40. This page says what the register says today: look it up again before you rely on it."</p> };
    view! {
        <Layout title="CILEX Advanced Paralegal" width=Width::Reading>
            <Certificate
                issuer="The Chartered Institute of Legal Executives"
                holder="Amara Osei"
                status="CILEX Advanced Paralegal"
                letters="MCILEX"
                tone=Tone::Held
                state="Held today"
                rows
                foot=foot.into_any()
            />
        </Layout>
    }
    .into_any()
}

fn parts() -> AnyView {
    let words = [
        "Met",
        "Exempt",
        "In progress",
        "Open",
        "Later",
        "Expired",
        "Held",
        "Sent",
        "Not published",
        "No state",
    ];
    let tags = Tone::ALL
        .into_iter()
        .zip(words)
        .map(|(tone, word)| view! { <li><Tag tone label=word/></li> })
        .collect_view();
    let keys = vec![
        key("Results", "2 of 2", KeyTurn::Turned),
        key("Employer", "nothing yet", KeyTurn::Open),
        key("Ethics", "not part of this stage", KeyTurn::NotNeeded),
    ];
    let step = Step {
        href: s("#"),
        title: s("A stage that is late"),
        tone: Tone::Late,
        state: s("Expired"),
        keys,
        done: 0,
        of: 0,
        unit: s(""),
        landing: None,
    };
    let nested = vec![reason(
        Tone::Now,
        "In progress",
        "All of",
        vec![
            reason(Tone::Met, "Met", "F01 Legal Systems", vec![]),
            reason(
                Tone::Later,
                "Not yet",
                "At least 1 of 3",
                vec![
                    reason(Tone::Open, "Open", "Business & Employment", vec![]),
                    reason(Tone::Late, "Expired", "Family Law & Practice", vec![]),
                    reason(
                        Tone::Unpublished,
                        "Not published",
                        "Wills, Probate & Private Client",
                        vec![],
                    ),
                ],
            ),
        ],
    )];
    view! {
        <Layout title="Parts" nav=nav("") notice=Some(Notice { tone: Tone::Late, text: s("That link was used on 3 May 2025. Ask for a new one.") })>
            <Heading title="Parts"/>
            <Section id="tags" title="States"><ul class="row">{tags}</ul></Section>
            <Section id="stair" title="A stair of one"><Stair label="One step" steps=vec![step]/></Section>
            <Section id="reasons" title="Reasons"><Reasons items=nested/></Section>
        </Layout>
    }
    .into_any()
}
