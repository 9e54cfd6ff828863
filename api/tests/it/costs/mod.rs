//! How much one caller may use: values, statements, time, and shared resources.

mod dear;
mod documents;
mod ended;
mod generated;
mod pages;
mod schema;
mod sharing;
mod weigh;
