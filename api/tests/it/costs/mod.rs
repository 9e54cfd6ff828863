//! What one caller may take: of values, statements, time, and of what all share.

mod dear;
mod documents;
mod ended;
mod generated;
mod pages;
mod schema;
mod sharing;
mod weigh;
