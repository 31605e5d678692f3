-- The best selling of a category are read by walking this index, not by sorting the category.
DROP INDEX product_primary_category_idx;
CREATE INDEX product_primary_category_idx ON product (primary_category_id, status, sold, id);
