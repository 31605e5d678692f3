-- Products are listed by title.

CREATE INDEX product_title_idx ON product (LOWER(title), id);
