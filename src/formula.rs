//! Formulas: cells that a spreadsheet would take for one (see OWASP, CSV injection).

/// The signs that a formula may begin with.
pub(crate) const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell as it was before an apostrophe was put before it so that it is taken for no formula.
pub(crate) fn unharmed(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(SIGNS)).unwrap_or(cell)
}
