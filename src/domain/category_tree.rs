//! The nested set: what a valid tree is, and how a tree is numbered.
//!
//! A category's subtree is the range from its `lft` to its `rgt`; parents and positions say the same once more, and are
//! what a rebuild goes by.

use super::{
    ids::CategoryId,
    references::{CategoryMove, Placement},
};
use std::collections::{HashMap, HashSet};

/// A category's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Node {
    pub id: CategoryId,
    pub parent_id: Option<CategoryId>,
    /// Order among those of the same parent, counted from 0.
    pub position: i64,
    pub lft: i64,
    pub rgt: i64,
    pub depth: i64,
}

/// The tree that parents and positions describe, numbered anew, in its order.
///
/// Categories whose parents lead in a circle, or to nothing, go to the top: none is lost.
pub fn number(nodes: &[Node]) -> Vec<Node> {
    let mut children: HashMap<Option<CategoryId>, Vec<&Node>> = HashMap::new();
    for node in nodes {
        children.entry(parent_in(nodes, node)).or_default().push(node);
    }
    for siblings in children.values_mut() {
        siblings.sort_by_key(|node| (node.position, node.lft, node.id));
    }
    let mut numbered = Vec::with_capacity(nodes.len());
    let mut next = 1;
    place(&children, None, 0, &mut next, &mut numbered);
    numbered
}

/// A node's parent, unless following parents never reaches the top.
fn parent_in(nodes: &[Node], node: &Node) -> Option<CategoryId> {
    let parents: HashMap<CategoryId, Option<CategoryId>> = nodes.iter().map(|node| (node.id, node.parent_id)).collect();
    let (mut seen, mut next) = (HashSet::new(), node.parent_id);
    while let Some(id) = next {
        if !seen.insert(id) || id == node.id {
            return None;
        }
        next = *parents.get(&id)?;
    }
    node.parent_id
}

fn place(
    children: &HashMap<Option<CategoryId>, Vec<&Node>>,
    parent: Option<CategoryId>,
    depth: i64,
    next: &mut i64,
    numbered: &mut Vec<Node>,
) {
    for (position, node) in (0_i64..).zip(children.get(&parent).into_iter().flatten()) {
        let (lft, index) = (*next, numbered.len());
        *next += 1;
        numbered.push(Node { parent_id: parent, position, lft, rgt: 0, depth, ..**node });
        place(children, Some(node.id), depth + 1, next, numbered);
        if let Some(placed) = numbered.get_mut(index) {
            placed.rgt = *next;
        }
        *next += 1;
    }
}

/// What is wrong with a stored tree, a sentence each; nothing for a valid one.
pub fn problems(nodes: &[Node]) -> Vec<String> {
    let right: HashMap<CategoryId, Node> = number(nodes).into_iter().map(|node| (node.id, node)).collect();
    let wrong = nodes.iter().filter_map(|node| {
        let right = right.get(&node.id)?;
        (node != right).then(|| {
            let shape = |node: &Node| {
                let parent = node.parent_id.map_or("the top".to_owned(), |id| format!("category {id}"));
                format!("{}..{}, depth {}, place {} below {parent}", node.lft, node.rgt, node.depth, node.position)
            };
            format!("category {}: is {}; should be {}", node.id, shape(node), shape(right))
        })
    });
    wrong.collect()
}

/// Where a move leads: the new parent, and the `lft` before which the subtree goes, counted before it is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    pub parent: Option<CategoryId>,
    pub before: i64,
    pub depth: i64,
}

/// Resolves a move of a category in a valid tree; `None` where there is no such place: beyond the ends of its list, inside
/// itself, or beside something that is not there.
pub fn goal(nodes: &[Node], category: CategoryId, wanted: CategoryMove) -> Option<Goal> {
    let find = |id: CategoryId| nodes.iter().find(|node| node.id == id);
    let own = find(category)?;
    let siblings = || nodes.iter().filter(|node| node.parent_id == own.parent_id);
    let above = || siblings().filter(|node| node.rgt < own.lft).max_by_key(|node| node.lft);
    let beside = |node: &Node, before| Goal { parent: node.parent_id, before, depth: node.depth };
    let inside = |node: &Node| Goal { parent: Some(node.id), before: node.rgt, depth: node.depth + 1 };
    let goal = match wanted {
        CategoryMove::Up => above().map(|node| beside(node, node.lft)),
        CategoryMove::Down => {
            let next = siblings().filter(|node| node.lft > own.rgt).min_by_key(|node| node.lft);
            next.map(|node| beside(node, node.rgt + 1))
        }
        CategoryMove::In => above().map(inside),
        CategoryMove::Out => own.parent_id.and_then(find).map(|parent| beside(parent, parent.rgt + 1)),
        CategoryMove::To(Placement::Before(id)) => find(id).map(|node| beside(node, node.lft)),
        CategoryMove::To(Placement::After(id)) => find(id).map(|node| beside(node, node.rgt + 1)),
        CategoryMove::To(Placement::Inside(Some(id))) => find(id).map(inside),
        CategoryMove::To(Placement::Inside(None)) => {
            let end = nodes.iter().map(|node| node.rgt).max().unwrap_or(0) + 1;
            Some(Goal { parent: None, before: end, depth: 0 })
        }
    }?;
    let is_within = goal.before > own.lft && goal.before <= own.rgt;
    (!is_within).then_some(goal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// clothing(1) { shirts(2), shoes(3) }, bags(4)
    fn tree() -> Vec<Node> {
        let node = |id, parent: i64, position, lft, rgt, depth| Node {
            id: CategoryId(id),
            parent_id: (parent > 0).then_some(CategoryId(parent)),
            position,
            lft,
            rgt,
            depth,
        };
        vec![node(1, 0, 0, 1, 6, 0), node(2, 1, 0, 2, 3, 1), node(3, 1, 1, 4, 5, 1), node(4, 0, 1, 7, 8, 0)]
    }

    #[test]
    fn numbering_a_valid_tree_changes_nothing() {
        assert_eq!(number(&tree()), tree());
        assert!(problems(&tree()).is_empty());
    }

    #[test]
    fn damage_is_named_and_mended() {
        let mut broken = tree();
        broken[1].rgt = 9;
        broken[3].depth = 2;
        assert_eq!(problems(&broken).len(), 2);
        assert_eq!(number(&broken), tree());
    }

    #[test]
    fn categories_in_a_circle_come_back_at_the_top() {
        let mut broken = tree();
        broken[0].parent_id = Some(CategoryId(2));
        let mended = number(&broken);
        assert_eq!(mended.len(), 4);
        assert!(problems(&mended).is_empty());
    }

    #[test]
    fn a_move_leads_to_a_place_or_nowhere() {
        let id = CategoryId;
        let goal = |category, wanted| super::goal(&tree(), id(category), wanted);
        let place =
            |parent: i64, before, depth| Some(Goal { parent: (parent > 0).then_some(id(parent)), before, depth });
        assert_eq!(goal(3, CategoryMove::Up), place(1, 2, 1));
        assert_eq!(goal(2, CategoryMove::Down), place(1, 6, 1));
        assert_eq!(goal(4, CategoryMove::In), place(1, 6, 1));
        assert_eq!(goal(2, CategoryMove::Out), place(0, 7, 0));
        assert_eq!(goal(2, CategoryMove::To(Placement::Inside(None))), place(0, 9, 0));
        for (category, wanted) in [
            (2, CategoryMove::Up),
            (3, CategoryMove::Down),
            (2, CategoryMove::In),
            (4, CategoryMove::Out),
            (1, CategoryMove::To(Placement::Inside(Some(id(1))))),
            (1, CategoryMove::To(Placement::Inside(Some(id(3))))),
            (1, CategoryMove::To(Placement::Before(id(2)))),
            (1, CategoryMove::To(Placement::After(id(9)))),
            (9, CategoryMove::Up),
        ] {
            assert_eq!(goal(category, wanted), None, "{category} {wanted:?}");
        }
    }
}
