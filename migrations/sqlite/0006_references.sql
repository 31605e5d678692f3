-- Editing what products refer to: versions, groups of specifications, and which categories use them.

ALTER TABLE category ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE brand ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE color ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE size_system ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE size ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE material ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE tax_category ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE specification ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Heading under which the product page lists specifications.
CREATE TABLE specification_group (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    CONSTRAINT specification_group_slug_key UNIQUE (slug)
);

-- Groups were names until now; slugs that are valid whatever the name. They stand in the order of their first specification.
INSERT INTO specification_group (slug, name, position)
SELECT 'group-' || ROW_NUMBER() OVER (ORDER BY MIN(position), group_name), group_name,
       ROW_NUMBER() OVER (ORDER BY MIN(position), group_name) - 1
FROM specification WHERE group_name <> '' GROUP BY group_name;

ALTER TABLE specification ADD COLUMN specification_group_id BIGINT REFERENCES specification_group (id);
UPDATE specification SET specification_group_id = (
    SELECT specification_group.id FROM specification_group WHERE specification_group.name = specification.group_name
);
ALTER TABLE specification DROP COLUMN group_name;
CREATE INDEX specification_group_idx ON specification (specification_group_id, position);

-- Which groups the products of a category have; categories below it inherit them.
CREATE TABLE category_specification_group (
    category_id BIGINT NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    specification_group_id BIGINT NOT NULL REFERENCES specification_group (id) ON DELETE CASCADE,
    PRIMARY KEY (category_id, specification_group_id)
);
CREATE INDEX category_specification_group_group_idx ON category_specification_group (specification_group_id);

-- What is deleted is searched for in what uses it.
CREATE INDEX category_parent_idx ON category (parent_id, position);
CREATE INDEX product_primary_category_idx ON product (primary_category_id);
CREATE INDEX product_material_idx ON product (material_id);
CREATE INDEX product_tax_category_idx ON product (tax_category_id);
CREATE INDEX size_system_idx ON size (size_system_id, position);
CREATE INDEX specification_value_specification_idx ON specification_value (specification_id, choice_id);

-- Lists are paged by name, or in the order of the shop.
CREATE INDEX brand_name_idx ON brand (name, id);
CREATE INDEX color_name_idx ON color (name, id);
CREATE INDEX color_position_idx ON color (position, id);
CREATE INDEX material_name_idx ON material (name, id);
