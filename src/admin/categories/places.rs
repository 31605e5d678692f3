//! The tree as choices of a form.

use crate::domain::{ids::CategoryId, references::CategoryNode};

/// Every category but those of a subtree, set in by its depth, as pairs of id and label.
pub fn choices(tree: &[CategoryNode], without: Option<CategoryId>) -> Vec<(String, String)> {
    let mut skipped: Vec<CategoryId> = without.into_iter().collect();
    let mut choices = Vec::new();
    for node in tree {
        if skipped.contains(&node.id) || node.parent.is_some_and(|parent| skipped.contains(&parent)) {
            skipped.push(node.id);
            continue;
        }
        let indent = "\u{a0}\u{a0}\u{a0}".repeat(usize::try_from(node.depth).unwrap_or(0));
        choices.push((node.id.to_string(), format!("{indent}{}", node.name)));
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_no_place_for_itself() {
        let node = |id: i64, parent: i64, depth| CategoryNode {
            id: CategoryId(id),
            parent: (parent > 0).then_some(CategoryId(parent)),
            slug: String::new(),
            name: format!("C{id}"),
            depth,
            visible: true,
            products: 0,
        };
        let tree = [node(1, 0, 0), node(2, 1, 1), node(3, 2, 2), node(4, 0, 0)];
        let ids: Vec<String> = choices(&tree, Some(CategoryId(1))).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["4"]);
        assert_eq!(choices(&tree, None).len(), 4);
    }
}
