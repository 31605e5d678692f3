//! The nested set stays valid, whatever is done to it and by however many at once.

use crate::support::{TestShop, at_once};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use tradewind::{
    domain::{
        ids::CategoryId,
        references::{CategoryInput, CategoryMove, CategoryNode, Placement},
    },
    error::AppError,
    server::{
        services::{categories, category_tree},
        store::db::execute,
    },
};

/// Something done to a tree; numbers choose among what is there.
#[derive(Clone, Copy, Debug)]
enum Step {
    Add { parent: usize },
    Delete { category: usize },
    Move { category: usize, way: u8, target: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => any::<usize>().prop_map(|parent| Step::Add { parent }),
        1 => any::<usize>().prop_map(|category| Step::Delete { category }),
        5 => (any::<usize>(), 0..8_u8, any::<usize>()).prop_map(|(category, way, target)| Step::Move { category, way, target }),
    ];
    prop::collection::vec(step, 1..30)
}

/// Does a step; being refused is an answer, too.
async fn take(shop: &TestShop, step: Step, slug: &str) {
    let tree = categories::tree(&shop.state).await.expect("the tree");
    let pick = |number: usize| tree.get(number % tree.len().max(1)).map(|node| node.id);
    let done = match step {
        Step::Add { parent } => {
            // One more than there are: the top.
            let parent = tree.get(parent % (tree.len() + 1)).map(|node| node.id);
            let input =
                CategoryInput { name: slug.into(), slug: slug.into(), visible: true, ..CategoryInput::default() };
            categories::add(&shop.state, "test", parent, &input).await.map(|_| ())
        }
        Step::Delete { category } => match pick(category) {
            Some(id) => categories::delete(&shop.state, "test", id, 1, None).await,
            None => Ok(()),
        },
        Step::Move { category, way, target } => match (pick(category), pick(target)) {
            (Some(id), Some(target)) => categories::move_category(&shop.state, "test", id, wanted(way, target)).await,
            _ => Ok(()),
        },
    };
    let refusals = [AppError::NoSuchPlace, AppError::NotFound];
    match done {
        Ok(()) | Err(AppError::HasSubcategories { .. }) => {}
        // The parent was deleted meanwhile.
        Err(error) if error.field_message("parent").is_some() => {}
        Err(error) => assert!(refusals.contains(&error), "{step:?}: {error:?}"),
    }
}

fn wanted(way: u8, target: CategoryId) -> CategoryMove {
    match way {
        0 => CategoryMove::Up,
        1 => CategoryMove::Down,
        2 => CategoryMove::In,
        3 => CategoryMove::Out,
        4 => CategoryMove::To(Placement::Before(target)),
        5 => CategoryMove::To(Placement::After(target)),
        6 => CategoryMove::To(Placement::Inside(Some(target))),
        _ => CategoryMove::To(Placement::Inside(None)),
    }
}

async fn assert_valid(shop: &TestShop, after: &str) {
    let problems = category_tree::check(&shop.state).await.expect("the tree can be read");
    assert!(problems.is_empty(), "after {after}: {problems:#?}");
}

async fn add(shop: &TestShop, slug: &str, parent: Option<CategoryId>) -> CategoryId {
    let input = CategoryInput { name: slug.into(), visible: true, ..CategoryInput::default() };
    categories::add(&shop.state, "test", parent, &input).await.expect("a category")
}

/// "clothing(shirts tees) bags"
fn shape(tree: &[CategoryNode], parent: Option<CategoryId>) -> String {
    let below = tree.iter().filter(|node| node.parent == parent).map(|node| {
        let inner = shape(tree, Some(node.id));
        if inner.is_empty() { node.slug.clone() } else { format!("{}({inner})", node.slug) }
    });
    below.collect::<Vec<_>>().join(" ")
}

async fn shown(shop: &TestShop) -> String {
    shape(&categories::tree(&shop.state).await.expect("the tree"), None)
}

on_both! {
    async fn a_tree_is_valid_after_any_steps(shop: TestShop) {
        let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
        let mut number = 0;
        for _ in 0..12 {
            // The strategy draws; the steps themselves are asynchronous, on one tree that grows.
            let steps = steps().new_tree(&mut runner).expect("steps").current();
            for step in &steps {
                number += 1;
                take(&shop, *step, &format!("c-{number}")).await;
                assert_valid(&shop, &format!("{step:?} of {steps:?}")).await;
            }
        }
    }

    async fn a_tree_is_valid_after_changes_at_once(shop: TestShop) {
        let shop = std::sync::Arc::new(shop);
        for number in 0..6 {
            let parent = add(&shop, &format!("top-{number}"), None).await;
            add(&shop, &format!("below-{number}"), Some(parent)).await;
        }
        let worker = |worker: usize| {
            let shop = std::sync::Arc::clone(&shop);
            let work: futures::future::BoxFuture<'static, ()> = Box::pin(async move {
                for round in 0..8_usize {
                    let (category, target) = (worker * 7 + round * 5, worker * 3 + round * 11);
                    let step = match (worker + round) % 4 {
                        0 => Step::Add { parent: target },
                        1 => Step::Delete { category },
                        _ => Step::Move { category, way: u8::try_from((worker * 3 + round) % 8).expect("small"), target },
                    };
                    take(&shop, step, &format!("w{worker}-{round}")).await;
                }
            });
            work
        };
        at_once((0..6).map(worker)).await;
        assert_valid(&shop, "many hands").await;
    }

    async fn each_move_does_what_it_says(shop: TestShop) {
        let clothing = add(&shop, "clothing", None).await;
        let shirts = add(&shop, "shirts", Some(clothing)).await;
        let tees = add(&shop, "tees", Some(clothing)).await;
        let bags = add(&shop, "bags", None).await;
        assert_eq!(shown(&shop).await, "clothing(shirts tees) bags");
        for (category, wanted, expected) in [
            (tees, CategoryMove::Up, "clothing(tees shirts) bags"),
            (tees, CategoryMove::Down, "clothing(shirts tees) bags"),
            (tees, CategoryMove::In, "clothing(shirts(tees)) bags"),
            (tees, CategoryMove::Out, "clothing(shirts tees) bags"),
            (bags, CategoryMove::To(Placement::Before(tees)), "clothing(shirts bags tees)"),
            (bags, CategoryMove::To(Placement::Inside(None)), "clothing(shirts tees) bags"),
            (clothing, CategoryMove::To(Placement::Inside(Some(bags))), "bags(clothing(shirts tees))"),
            (shirts, CategoryMove::To(Placement::After(bags)), "bags(clothing(tees)) shirts"),
        ] {
            categories::move_category(&shop.state, "ann", category, wanted).await.expect("moved");
            assert_eq!(shown(&shop).await, expected, "{wanted:?}");
            assert_valid(&shop, expected).await;
        }
        let into_itself = CategoryMove::To(Placement::Inside(Some(clothing)));
        let refused = categories::move_category(&shop.state, "ann", bags, into_itself).await;
        assert_eq!(refused, Err(AppError::NoSuchPlace));
    }

    async fn a_broken_tree_is_noticed_and_mended(shop: TestShop) {
        let clothing = add(&shop, "clothing", None).await;
        add(&shop, "shirts", Some(clothing)).await;
        add(&shop, "bags", None).await;
        execute(&shop.state.db, "UPDATE category SET lft = lft + 40, rgt = rgt + 70, depth = 3, position = 9").run().await.expect("broken");
        assert_eq!(category_tree::check(&shop.state).await.expect("read").len(), 3);
        assert_eq!(category_tree::rebuild(&shop.state).await.expect("mended"), 3);
        assert_valid(&shop, "a rebuild").await;
        assert_eq!(shown(&shop).await, "clothing(shirts) bags");
        assert_eq!(category_tree::rebuild(&shop.state).await.expect("nothing to do"), 0);
    }
}
