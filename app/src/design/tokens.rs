//! Contrast of the colours, computed from the style sheet.
