//! Rows that nobody owns: what they name is not there, or is named in letters that no id of ours has.

use super::{A_RESULT, AN_AWARD, ANOTHER, Edit};
use tests::people::{AMARA, PIET};

const FORGED: &str = "00000000-0000-7000-8000-00000000000f";

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "26a a registrar's membership of a body in capital letters",
        row: "SELECT id FROM membership WHERE role = 'registrar' ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("INSERT INTO membership (id, person_id, organisation_id, role, from_on, granted_at) SELECT '{FORGED}', (SELECT id FROM person WHERE email = '{AMARA}'), upper(organisation_id), role, from_on, granted_at FROM membership WHERE id = '{id}'"))
        },
        says: &["membership 00000000-0000-7000-8000-00000000000f: what it belongs to is not there"],
    },
    Edit {
        name: "26b the same with braces",
        row: "SELECT id FROM membership WHERE role = 'registrar' ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("INSERT INTO membership (id, person_id, organisation_id, role, from_on, granted_at) SELECT '{FORGED}', (SELECT id FROM person WHERE email = '{AMARA}'), '{{' || organisation_id || '}}', role, from_on, granted_at FROM membership WHERE id = '{id}'"))
        },
        says: &["membership 00000000-0000-7000-8000-00000000000f: what it belongs to is not there", "foreign key"],
    },
    Edit {
        name: "27 an invitation to a body in capital letters",
        row: "SELECT id FROM membership WHERE role = 'registrar' ORDER BY 1 LIMIT 1",
        change: |it, id| {
            it.run(&format!("INSERT INTO invitation (id, token_sha256, name, email, organisation_id, role, salt, invited_by, invited_at, expires_at) SELECT '{FORGED}', '{}', 'Noor', 'noor@home.example', upper(m.organisation_id), m.role, p.salt, p.id, m.granted_at, '2999-01-01T00:00:00Z' FROM membership m JOIN person p ON p.id = m.person_id WHERE m.id = '{id}'", "0".repeat(64)))
        },
        says: &["invitation 00000000-0000-7000-8000-00000000000f: what it belongs to is not there"],
    },
    Edit {
        name: "28 a proposal at a body in capital letters",
        row: AN_AWARD,
        change: |it, id| {
            it.run(&format!("INSERT INTO proposal (id, body_id, act, person_id, award_id, reason, salt, proposed_by, proposed_on, proposed_at) SELECT '{FORGED}', upper(r.body_id), 'withdraw award', a.trainee_id, a.id, 'x', a.salt, p.id, a.conferred_on, a.conferred_at FROM award a JOIN enrolment e ON e.id = a.enrolment_id JOIN record r ON r.id = e.record_id, person p WHERE a.id = '{id}' AND p.email = '{PIET}'"))
        },
        says: &["proposal 00000000-0000-7000-8000-00000000000f: what it belongs to is not there"],
    },
    Edit {
        name: "29 an award on no enrolment",
        row: AN_AWARD,
        change: |it, id| {
            it.run(&format!("INSERT INTO award (id, application_id, enrolment_id, trainee_id, status, holder, title, letters, code, salt, conferred_by, conferred_on, conferred_at) SELECT '{FORGED}', '{FORGED}', '{FORGED}', trainee_id, status, holder, title, letters, 'AAAA-AAAA-AAAA', salt, conferred_by, conferred_on, conferred_at FROM award WHERE id = '{id}'"))
        },
        says: &["award 00000000-0000-7000-8000-00000000000f: what it belongs to is not there"],
    },
    Edit {
        name: "30 a confirmation of a result in capital letters",
        row: A_RESULT,
        change: |it, id| {
            it.run(&format!("INSERT INTO result_confirmation (result_id, recorded_by, trainee_id, confirmed_by, confirmed_on, confirmed_at) SELECT upper(id), recorded_by, trainee_id, {ANOTHER}, '2026-11-23', recorded_at FROM result WHERE id = '{id}'"))
        },
        says: &["what it belongs to is not there"],
    },
    Edit {
        name: "31a the declaration of a sent claim",
        row: SENT_CLAIM,
        change: |it, id| it.run(&format!("UPDATE claim SET redacted = 1 - redacted WHERE id = '{id}'")),
        says: &["the claim {id} as it was sent"],
    },
    Edit {
        name: "31b the first day of a sent claim",
        row: SENT_CLAIM,
        change: |it, id| it.run(&format!("UPDATE claim SET happened_from = '2020-01-01' WHERE id = '{id}'")),
        says: &["the claim {id} as it was sent"],
    },
    Edit {
        name: "31c the narrative of a claim that was found met",
        row: "SELECT q.claim_id FROM signing_request q JOIN signature s ON s.request_id = q.id WHERE s.outcome = 'met' ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE claim SET narrative = 'Not so.' WHERE id = '{id}'")),
        says: &["the claim {id} as it was sent"],
    },
    Edit {
        name: "33 a day that statements compare otherwise than it is read",
        row: "SELECT id FROM employment ORDER BY 1 LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE employment SET from_on = '+' || from_on WHERE id = '{id}'")),
        says: &["employment {id}"],
    },
    Edit {
        name: "32 something that is kept for nobody",
        row: A_RESULT,
        change: |it, _| {
            it.run(&format!(
                "INSERT INTO chapter_file (enrolment_id, format, facts, waiting) VALUES ('{FORGED}', 1, '{{}}', '[]')"
            ))
        },
        says: &["chapter_file", "foreign key"],
    },
];

const SENT_CLAIM: &str =
    "SELECT claim_id FROM signing_request WHERE is_open = 1 AND claim_id IS NOT NULL ORDER BY 1 LIMIT 1";
