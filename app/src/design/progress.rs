//! How much of something is done, as a bar and in words.

use leptos::prelude::*;

/// "18 of 20 outcomes", with a bar. `label` says what it is the progress of.
#[component]
pub fn Progress(
    /// Parts that are there.
    done: u32,
    /// Parts in all.
    of: u32,
    /// What it is the progress of.
    #[prop(into)]
    label: String,
    /// The word for the parts.
    #[prop(into)]
    unit: String,
    /// Shows the label above the bar, where no heading says the same.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let name = named.then(|| view! { <p class="progress-name">{label.clone()}</p> });
    let count = format!("{} of {} {unit}", grouped(done), grouped(of));
    // The bar has no place for more than everything, and `max` may not be nought.
    view! {
        <div class="progress">
            {name}
            <progress max=of.max(1).to_string() value=done.min(of).to_string() aria-label=format!("{label}: {count}")></progress>
            <p class="count">{count}</p>
        </div>
    }
}

/// A whole number with its thousands set apart: `2,300`.
pub fn grouped(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (2_300, "2,300"), (1_234_567, "1,234,567")];
        for (number, said) in cases {
            assert_eq!(grouped(number), said);
        }
    }
}
