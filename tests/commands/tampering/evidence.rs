//! Verifications of stages, and evidence.

use super::{A_VERIFICATION, ANOTHER, Edit};
use domain::journal::Digest;

pub(super) const EDITS: &[Edit] = &[
    Edit {
        name: "10a outcome of a verification",
        row: A_VERIFICATION,
        change: |it, id| it.run(&format!("UPDATE signature SET outcome = 'declined' WHERE request_id = '{id}'")),
        says: &[
            "the signature on request {id}: it is not what was hashed",
            "signature {id}: its outcome is declined, and its event says verified",
        ],
    },
    Edit {
        name: "10b comment of a verification",
        row: A_VERIFICATION,
        change: |it, id| it.run(&format!("UPDATE signature SET comment = 'With praise.' WHERE request_id = '{id}'")),
        says: &["the signature on request {id}: it is not what was hashed"],
    },
    Edit {
        name: "10c signer of a verification, its hash made again",
        row: A_VERIFICATION,
        change: |it, id| {
            it.run(&format!("UPDATE signature SET person_id = {ANOTHER} WHERE request_id = '{id}'"));
            it.sign_again();
        },
        says: &["signature {id}: its person_id is ", "signature {id}: its signed_sha256 is "],
    },
    Edit {
        name: "12a file of evidence swapped",
        row: "SELECT id FROM evidence WHERE kind = 'file'",
        change: |it, id| std::fs::write(it.evidence_file(id), "What I did?").unwrap(),
        says: &["evidence {id}: its file is not the one that was added"],
    },
    Edit {
        name: "12b file of evidence deleted",
        row: "SELECT id FROM evidence WHERE kind = 'file'",
        change: |it, id| std::fs::remove_file(it.evidence_file(id)).unwrap(),
        says: &["evidence {id}: its file is not there"],
    },
    Edit {
        name: "13 file of evidence swapped, and its hash with it",
        row: "SELECT id FROM evidence WHERE kind = 'file'",
        change: |it, id| {
            std::fs::write(it.evidence_file(id), "What I did?").unwrap();
            it.run(&format!("UPDATE evidence SET sha256 = '{}' WHERE id = '{id}'", Digest::of("What I did?")));
        },
        says: &[
            "evidence {id}: its words (title, content, file_key, media_type, size, sha256) are not those of its event",
        ],
    },
    Edit {
        name: "14a row of evidence deleted",
        row: "SELECT id FROM evidence WHERE kind = 'text' ORDER BY id LIMIT 1",
        change: |it, id| it.run(&format!("DELETE FROM evidence WHERE id = '{id}'")),
        says: &["evidence {id}: it is gone"],
    },
    Edit {
        name: "14b text of evidence",
        row: "SELECT id FROM evidence WHERE kind = 'text' ORDER BY id LIMIT 1",
        change: |it, id| it.run(&format!("UPDATE evidence SET content = 'Something else.' WHERE id = '{id}'")),
        says: &["evidence {id}: its words "],
    },
];
