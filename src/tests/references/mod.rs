//! Keeping up categories and what else products refer to.

mod audit;
mod categories;
mod pages;
mod simple;
mod specifications;
mod tree;
