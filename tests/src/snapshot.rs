//! Comparing with a text that is committed and read in review.

/// Set it to write the texts anew; then read the difference before you commit it.
const WRITE: &str = "GRADUS_WRITE_SNAPSHOTS";

/// Compares with a file in the folder of the tests.
///
/// # Panics
/// When they differ, with the first line that does.
#[track_caller]
pub fn compare_snapshot(file: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    if committed != text {
        let differs = committed.lines().zip(text.lines()).position(|(one, other)| one != other);
        let line = differs.unwrap_or_else(|| committed.lines().count().min(text.lines().count()));
        panic!(
            "{file} differs from line {}:\n- {}\n+ {}\nIf it is meant, run the test with {WRITE}=1 and read the difference.",
            line + 1,
            committed.lines().nth(line).unwrap_or("(end)"),
            text.lines().nth(line).unwrap_or("(end)"),
        );
    }
}
