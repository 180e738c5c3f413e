use crate::codes::codes;

codes! {
    /// What a piece of evidence is.
    EvidenceKind {
        /// A file that was uploaded.
        File = "file",
        /// A text written here.
        Text = "text",
        /// An address elsewhere.
        Link = "link",
    }
}
