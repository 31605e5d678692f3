//! Places in the category tree: reading, moving and numbering them. The tree must be locked, see
//! [`super::categories::lock_tree`].

use crate::{
    domain::{
        category_tree::{Goal, Node},
        ids::CategoryId,
    },
    server::store::{
        Conn, StoreResult, Tx,
        db::{execute, select},
    },
};

/// Every category's place, in the order of the tree.
pub async fn nodes(on: impl Into<Conn<'_>>) -> StoreResult<Vec<Node>> {
    select(on, "SELECT id, parent_id, position, lft, rgt, depth FROM category ORDER BY lft, id").all().await
}

/// Moves a subtree: one statement renumbers what lies between its old and its new place, one the siblings in both.
pub async fn relocate(tx: &mut Tx, own: Node, goal: Goal) -> StoreResult<()> {
    // What lies between gives way by the width of the subtree; the subtree goes where that leaves room.
    let width = own.rgt - own.lft + 1;
    let (by, between, gives_way) = if goal.before > own.rgt {
        (goal.before - 1 - own.rgt, (own.rgt + 1, goal.before - 1), -width)
    } else {
        (goal.before - own.lft, (goal.before, own.lft - 1), width)
    };
    const MOVE: &str = "
        UPDATE category SET
            lft = CASE WHEN lft BETWEEN $1 AND $2 THEN lft + $3 WHEN lft BETWEEN $4 AND $5 THEN lft + $6 ELSE lft END,
            rgt = CASE WHEN rgt BETWEEN $1 AND $2 THEN rgt + $3 WHEN rgt BETWEEN $4 AND $5 THEN rgt + $6 ELSE rgt END,
            depth = CASE WHEN lft BETWEEN $1 AND $2 THEN depth + $7 ELSE depth END,
            parent_id = CASE WHEN id = $8 THEN $9 ELSE parent_id END
        WHERE rgt >= $10 AND lft <= $11";
    execute(&mut *tx, MOVE)
        .bind(own.lft)
        .bind(own.rgt)
        .bind(by)
        .bind(between.0)
        .bind(between.1)
        .bind(gives_way)
        .bind(goal.depth - own.depth)
        .bind(own.id)
        .bind(goal.parent)
        .bind(own.lft.min(between.0))
        .bind(own.rgt.max(between.1))
        .run()
        .await?;
    renumber_siblings(tx, [own.parent_id, goal.parent]).await
}

/// Takes out a category that has none below it.
pub async fn remove(tx: &mut Tx, own: Node) -> StoreResult<()> {
    execute(&mut *tx, "DELETE FROM category WHERE id = $1").bind(own.id).run().await?;
    const CLOSE: &str = "
        UPDATE category SET rgt = rgt - 2, lft = CASE WHEN lft > $1 THEN lft - 2 ELSE lft END WHERE rgt > $1";
    execute(&mut *tx, CLOSE).bind(own.lft).run().await?;
    renumber_siblings(tx, [own.parent_id, own.parent_id]).await
}

/// Positions follow from the order of the ranges.
async fn renumber_siblings(tx: &mut Tx, parents: [Option<CategoryId>; 2]) -> StoreResult<()> {
    const POSITIONS: &str = "
        UPDATE category SET position = (
            SELECT CAST(COUNT(*) AS BIGINT) FROM category other
            WHERE COALESCE(other.parent_id, 0) = COALESCE(category.parent_id, 0) AND other.lft < category.lft
        ) WHERE COALESCE(parent_id, 0) IN ($1, $2)";
    let ids = parents.map(|parent| parent.unwrap_or(CategoryId(0)));
    execute(tx, POSITIONS).bind_all(ids).run().await?;
    Ok(())
}

/// Writes places as they are given.
pub async fn place(tx: &mut Tx, nodes: &[Node]) -> StoreResult<()> {
    for node in nodes {
        // A rebuild mends what is broken: a few rows, or once in a shop's life all.
        execute(
            &mut *tx,
            "UPDATE category SET parent_id = $1, position = $2, lft = $3, rgt = $4, depth = $5 WHERE id = $6",
        )
        .bind(node.parent_id)
        .bind(node.position)
        .bind(node.lft)
        .bind(node.rgt)
        .bind(node.depth)
        .bind(node.id)
        .run()
        .await?;
    }
    Ok(())
}
