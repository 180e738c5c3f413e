//! Tests of the rules: tables with their boundaries, properties, and every example that ships with a framework.

mod content;
mod support;
