//! The shop's own CSV, as people edit it.

use super::{export, own};

on_both! {
    async fn a_file_with_few_columns_changes_only_those(shop: TestShop) {
        let whole = "type,slug,name,description,sku,price,stock,option1_name,option1_kind,option1_values,option1\n\
            product,mug,Mug,For tea,,,,Size,other,\"S\nL\",\n\
            variant,mug,,,MUG-S,9.00,3,,,,S\n\
            variant,mug,,,MUG-L,12.00,4,,,,L\n";
        assert_eq!(own(&shop, whole).await.products(), (1, 0, 0, 0));
        let before = export(&shop).await;
        let prices = "type,slug,sku,price\nvariant,mug,MUG-L,13.50\n";
        assert_eq!(own(&shop, prices).await.products(), (0, 1, 0, 0));
        assert_eq!(export(&shop).await, before.replace("12.00", "13.50"));
        assert_eq!(own(&shop, prices).await.products(), (0, 0, 1, 0));
    }

    async fn rows_that_are_wrong_are_named(shop: TestShop) {
        let imported = own(&shop, "type,slug,name,hex,parent,brand,sku,price\n\
            brand,tarn,Tarn,,,,,\n\
            color,navy,Navy,blue,,,,\n\
            size,m,M,,nowhere,,,\n\
            thing,x,X,,,,,\n\
            brand,Not a slug,X,,,,,\n\
            product,cup,Cup,,,nobody,,\n\
            variant,cup,,,,,CUP,1.00\n\
            product,pot,Pot,,,tarn,,\n\
            variant,pot,,,,,POT,1.00\n\
            variant,pot,,,,,,1.00\n").await;
        let told = imported.told();
        for expected in [(3, "hex", "refused"), (4, "parent", "refused"), (5, "type", "refused"), (6, "slug", "refused"), (7, "brand", "refused"), (11, "sku", "refused")] {
            assert!(told.contains(&expected), "{expected:?} in {:?}", imported.lines);
        }
        assert_eq!((imported.products(), told.len()), ((1, 0, 0, 1), 6));
    }
}
