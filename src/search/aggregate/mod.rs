//! Aggregate: counts over everything that a query finds. `facets` counts statements by speaker, entity, topic, kind, source
//! and year; `statements` hands every matching statement on, once, for timelines.

pub(crate) mod facets;
pub(crate) mod statements;
