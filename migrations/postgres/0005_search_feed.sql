-- What the search index follows: which products changed, and in which order.
--
-- Triggers write it, so that no way of writing the catalog can forget to. Product 0 stands for what products
-- refer to: names, colors, the category tree.

CREATE TABLE search_change (
    product_id BIGINT NOT NULL,
    -- The transaction that wrote it. Numbers from a sequence would be seen out of order; of transactions, the
    -- database knows which can still come before.
    position BIGINT NOT NULL,
    PRIMARY KEY (product_id, position)
);
CREATE INDEX search_change_position_idx ON search_change (position);

-- Notes the products of the changed rows, once in a transaction. The argument selects their ids from "changed".
-- The rows that it inserts carry the transaction's own number, so nobody waits for anybody.
CREATE FUNCTION search_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed TEXT := CASE TG_OP
        WHEN 'INSERT' THEN 'after_rows'
        WHEN 'DELETE' THEN 'before_rows'
        ELSE '(SELECT * FROM before_rows UNION ALL SELECT * FROM after_rows)'
    END;
BEGIN
    EXECUTE format(
        'INSERT INTO search_change (product_id, position)
         SELECT DISTINCT found.id, CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)
         FROM (%s) AS found (id) WHERE found.id IS NOT NULL ON CONFLICT DO NOTHING',
        replace(TG_ARGV[0], 'changed', changed));
    RETURN NULL;
END
$$;

-- Notes a variant's product when the variant sells out or comes back: selling writes nothing here.
CREATE FUNCTION search_note_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT variant.product_id, CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)
    FROM variant WHERE variant.id = NEW.variant_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

-- What a product is made of.

CREATE TRIGGER search_product_insert AFTER INSERT ON product REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.id FROM changed AS c');

CREATE TRIGGER search_product_update AFTER UPDATE ON product REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.id FROM changed AS c');

CREATE TRIGGER search_product_delete AFTER DELETE ON product REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.id FROM changed AS c');

CREATE TRIGGER search_variant_insert AFTER INSERT ON variant REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_variant_update AFTER UPDATE ON variant REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_variant_delete AFTER DELETE ON variant REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_product_category_insert AFTER INSERT ON product_category REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_product_category_update AFTER UPDATE ON product_category REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_product_category_delete AFTER DELETE ON product_category REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_specification_value_insert AFTER INSERT ON specification_value REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_specification_value_update AFTER UPDATE ON specification_value REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_specification_value_delete AFTER DELETE ON specification_value REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_product_tag_insert AFTER INSERT ON product_tag REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_product_tag_update AFTER UPDATE ON product_tag REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_product_tag_delete AFTER DELETE ON product_tag REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT c.product_id FROM changed AS c');

CREATE TRIGGER search_option_value_insert AFTER INSERT ON option_value REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT o.product_id FROM changed AS c JOIN product_option AS o ON o.id = c.product_option_id');

CREATE TRIGGER search_option_value_update AFTER UPDATE ON option_value REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT o.product_id FROM changed AS c JOIN product_option AS o ON o.id = c.product_option_id');

CREATE TRIGGER search_option_value_delete AFTER DELETE ON option_value REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT o.product_id FROM changed AS c JOIN product_option AS o ON o.id = c.product_option_id');

CREATE TRIGGER search_variant_option_value_insert AFTER INSERT ON variant_option_value REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT v.product_id FROM changed AS c JOIN variant AS v ON v.id = c.variant_id');

CREATE TRIGGER search_variant_option_value_update AFTER UPDATE ON variant_option_value REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT v.product_id FROM changed AS c JOIN variant AS v ON v.id = c.variant_id');

CREATE TRIGGER search_variant_option_value_delete AFTER DELETE ON variant_option_value REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT v.product_id FROM changed AS c JOIN variant AS v ON v.id = c.variant_id');

CREATE TRIGGER search_inventory_item_insert AFTER INSERT ON inventory_item REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT v.product_id FROM changed AS c JOIN variant AS v ON v.id = c.variant_id');

CREATE TRIGGER search_inventory_item_delete AFTER DELETE ON inventory_item REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT v.product_id FROM changed AS c JOIN variant AS v ON v.id = c.variant_id');

CREATE TRIGGER search_inventory_item_update AFTER UPDATE ON inventory_item FOR EACH ROW
    WHEN ((OLD.backorder OR OLD.on_hand > OLD.reserved) <> (NEW.backorder OR NEW.on_hand > NEW.reserved))
    EXECUTE FUNCTION search_note_stock();

-- What products refer to, and the products that carry a changed name.

CREATE TRIGGER search_category_insert AFTER INSERT ON category REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_category_update AFTER UPDATE ON category REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_category_delete AFTER DELETE ON category REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_brand_insert AFTER INSERT ON brand REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_brand_update AFTER UPDATE ON brand REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_brand_delete AFTER DELETE ON brand REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_color_insert AFTER INSERT ON color REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_color_update AFTER UPDATE ON color REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_color_delete AFTER DELETE ON color REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_size_insert AFTER INSERT ON size REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_size_update AFTER UPDATE ON size REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_size_delete AFTER DELETE ON size REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_material_insert AFTER INSERT ON material REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_material_update AFTER UPDATE ON material REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_material_delete AFTER DELETE ON material REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_specification_insert AFTER INSERT ON specification REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_specification_update AFTER UPDATE ON specification REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_specification_delete AFTER DELETE ON specification REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_specification_choice_insert AFTER INSERT ON specification_choice REFERENCING NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_specification_choice_update AFTER UPDATE ON specification_choice REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_specification_choice_delete AFTER DELETE ON specification_choice REFERENCING OLD TABLE AS before_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note('SELECT 0 FROM changed AS c');

CREATE TRIGGER search_brand_update_renamed AFTER UPDATE ON brand REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note(
    'SELECT p.id
     FROM before_rows AS b
     JOIN after_rows AS a ON a.id = b.id AND a.name <> b.name
     JOIN product AS p ON p.brand_id = a.id');

CREATE TRIGGER search_material_update_renamed AFTER UPDATE ON material REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note(
    'SELECT p.id
     FROM before_rows AS b
     JOIN after_rows AS a ON a.id = b.id AND a.name <> b.name
     JOIN product AS p ON p.material_id = a.id');

CREATE TRIGGER search_color_update_renamed AFTER UPDATE ON color REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note(
    'SELECT o.product_id
     FROM before_rows AS b
     JOIN after_rows AS a ON a.id = b.id AND a.name <> b.name
     JOIN option_value AS v ON v.color_id = a.id
     JOIN product_option AS o ON o.id = v.product_option_id');

CREATE TRIGGER search_size_update_renamed AFTER UPDATE ON size REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note(
    'SELECT o.product_id
     FROM before_rows AS b
     JOIN after_rows AS a ON a.id = b.id AND a.name <> b.name
     JOIN option_value AS v ON v.size_id = a.id
     JOIN product_option AS o ON o.id = v.product_option_id');

CREATE TRIGGER search_specification_update_renamed AFTER UPDATE ON specification REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note(
    'SELECT s.product_id
     FROM before_rows AS b
     JOIN after_rows AS a ON a.id = b.id AND (a.name, a.unit) <> (b.name, b.unit)
     JOIN specification_value AS s ON s.specification_id = a.id');

CREATE TRIGGER search_specification_choice_update_renamed AFTER UPDATE ON specification_choice REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION search_note(
    'SELECT s.product_id
     FROM before_rows AS b
     JOIN after_rows AS a ON a.id = b.id AND a.name <> b.name
     JOIN specification_value AS s ON s.specification_id = a.specification_id AND s.choice_id = a.id');
