-- What the search index follows: which products changed, and in which order.
--
-- Triggers write it, so that no way of writing the catalog can forget to. Product 0 stands for what products
-- refer to: names, colors, the category tree.

CREATE TABLE search_change (
    product_id INTEGER PRIMARY KEY,
    -- Grows with every change; there is one writer, so later ones are never seen before earlier ones.
    position BIGINT NOT NULL
);
CREATE INDEX search_change_position_idx ON search_change (position);

-- What a product is made of.

CREATE TRIGGER search_product_insert AFTER INSERT ON product BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_update AFTER UPDATE ON product BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_delete AFTER DELETE ON product BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_variant_insert AFTER INSERT ON variant BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_variant_update AFTER UPDATE ON variant BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_variant_delete AFTER DELETE ON variant BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_variant_update_moved AFTER UPDATE ON variant
WHEN OLD.product_id <> NEW.product_id BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_category_insert AFTER INSERT ON product_category BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_category_update AFTER UPDATE ON product_category BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_category_delete AFTER DELETE ON product_category BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_category_update_moved AFTER UPDATE ON product_category
WHEN OLD.product_id <> NEW.product_id BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_value_insert AFTER INSERT ON specification_value BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_value_update AFTER UPDATE ON specification_value BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_value_delete AFTER DELETE ON specification_value BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_value_update_moved AFTER UPDATE ON specification_value
WHEN OLD.product_id <> NEW.product_id BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_tag_insert AFTER INSERT ON product_tag BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_tag_update AFTER UPDATE ON product_tag BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (NEW.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_tag_delete AFTER DELETE ON product_tag BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_product_tag_update_moved AFTER UPDATE ON product_tag
WHEN OLD.product_id <> NEW.product_id BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (OLD.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_option_value_insert AFTER INSERT ON option_value BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT product_option.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM product_option WHERE product_option.id = NEW.product_option_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_option_value_update AFTER UPDATE ON option_value BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT product_option.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM product_option WHERE product_option.id = NEW.product_option_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_option_value_delete AFTER DELETE ON option_value BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT product_option.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM product_option WHERE product_option.id = OLD.product_option_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_variant_option_value_insert AFTER INSERT ON variant_option_value BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT variant.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM variant WHERE variant.id = NEW.variant_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_variant_option_value_update AFTER UPDATE ON variant_option_value BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT variant.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM variant WHERE variant.id = NEW.variant_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_variant_option_value_delete AFTER DELETE ON variant_option_value BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT variant.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM variant WHERE variant.id = OLD.variant_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

-- Stock counts only when a variant sells out or comes back: selling writes nothing here.

CREATE TRIGGER search_inventory_item_insert AFTER INSERT ON inventory_item BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT variant.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM variant WHERE variant.id = NEW.variant_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_inventory_item_delete AFTER DELETE ON inventory_item BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT variant.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM variant WHERE variant.id = OLD.variant_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_inventory_item_update AFTER UPDATE ON inventory_item
WHEN (OLD.backorder OR OLD.on_hand > OLD.reserved) <> (NEW.backorder OR NEW.on_hand > NEW.reserved) BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT variant.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM variant WHERE variant.id = NEW.variant_id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

-- What products refer to, and the products that carry a changed name.

CREATE TRIGGER search_category_insert AFTER INSERT ON category BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_category_update AFTER UPDATE ON category BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_category_delete AFTER DELETE ON category BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_brand_insert AFTER INSERT ON brand BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_brand_update AFTER UPDATE ON brand BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_brand_delete AFTER DELETE ON brand BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_color_insert AFTER INSERT ON color BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_color_update AFTER UPDATE ON color BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_color_delete AFTER DELETE ON color BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_size_insert AFTER INSERT ON size BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_size_update AFTER UPDATE ON size BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_size_delete AFTER DELETE ON size BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_material_insert AFTER INSERT ON material BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_material_update AFTER UPDATE ON material BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_material_delete AFTER DELETE ON material BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_insert AFTER INSERT ON specification BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_update AFTER UPDATE ON specification BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_delete AFTER DELETE ON specification BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_choice_insert AFTER INSERT ON specification_choice BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_choice_update AFTER UPDATE ON specification_choice BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_choice_delete AFTER DELETE ON specification_choice BEGIN
    INSERT INTO search_change (product_id, position)
    VALUES (0, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change))
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_brand_update_renamed AFTER UPDATE ON brand
WHEN OLD.name <> NEW.name BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT product.id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM product WHERE product.brand_id = NEW.id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_material_update_renamed AFTER UPDATE ON material
WHEN OLD.name <> NEW.name BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT product.id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM product WHERE product.material_id = NEW.id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_color_update_renamed AFTER UPDATE ON color
WHEN OLD.name <> NEW.name BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT product_option.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM option_value
    JOIN product_option ON product_option.id = option_value.product_option_id WHERE option_value.color_id = NEW.id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_size_update_renamed AFTER UPDATE ON size
WHEN OLD.name <> NEW.name BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT product_option.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM option_value
    JOIN product_option ON product_option.id = option_value.product_option_id WHERE option_value.size_id = NEW.id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_update_renamed AFTER UPDATE ON specification
WHEN OLD.name <> NEW.name OR OLD.unit <> NEW.unit BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT specification_value.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM specification_value WHERE specification_value.specification_id = NEW.id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;

CREATE TRIGGER search_specification_choice_update_renamed AFTER UPDATE ON specification_choice
WHEN OLD.name <> NEW.name BEGIN
    INSERT INTO search_change (product_id, position)
    SELECT DISTINCT specification_value.product_id, (SELECT COALESCE(MAX(position), 0) + 1 FROM search_change)
    FROM specification_value WHERE specification_value.specification_id = NEW.specification_id
      AND specification_value.choice_id = NEW.id
    ON CONFLICT (product_id) DO UPDATE SET position = excluded.position;
END;
