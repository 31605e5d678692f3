-- Who shows a picture: asked for every picture that may have lost its last user.
CREATE INDEX product_image_image_idx ON product_image (image_id);
