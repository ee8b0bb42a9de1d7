//! The gazetteer.

use prongsai::standards::gazetteer;

#[test]
fn places_are_found_and_corrected() {
    let postcode = |province, amphoe, tambon| gazetteer::tambon(province, amphoe, tambon).map(|it| it.postcode());
    assert_eq!(postcode("มุกดาหาร", "นิคมคำสร้อย", "นากอก"), Some(49130));
    assert_eq!(postcode("จังหวัดมุกดาหาร", "อำเภอนิคมค\u{0E4D}\u{0E32}สร้อย", "ต.นากอก"), Some(49130));
    assert_eq!(postcode("มุกดาหาร", "นิคมคำสร้อย", "นาออก"), None);
    assert_eq!(postcode("นครศรีธรรมราช", "พิปูน", "พิปูน"), Some(80270));
    assert_eq!(postcode("นครพนม", "นาแก", "นาเลียง"), Some(48130));
    assert_eq!(postcode("ร้อยเอ็ด", "ธวัชบุรี", "เมืองน้อย"), Some(45170));
    assert_eq!(postcode("นครศรีธรรมราช", "ชะอวด", "ท่าเสม็ด"), Some(80180));
    assert!(gazetteer::amphoe("นครศรีธรรมราช", "ท่าเสม็ด").is_none());
    assert_eq!(gazetteer::tambons_named("ท่าเสม็ด").len(), 1);
    assert!(gazetteer::tambons_named("นาออก").is_empty());
    assert_eq!(gazetteer::amphoe("นครพนม", "เมือง").unwrap().name(), "เมืองนครพนม");
    assert_eq!(gazetteer::amphoes_named("เฉลิมพระเกียรติ").len(), 5);
    let amphoe = gazetteer::amphoe("มุกดาหาร", "นิคมคำสร้อย").unwrap();
    assert_eq!(gazetteer::nearest_tambon(amphoe, "นาออก").unwrap().name(), "นากอก");
    assert_eq!(gazetteer::nearest_province("มุกดาหาน").unwrap().name(), "มุกดาหาร");
    let province = gazetteer::province("ร้อยเอ็ด").unwrap();
    assert_eq!(gazetteer::nearest_amphoe(province, "ธวัดบุรี").unwrap().name(), "ธวัชบุรี");
    let tambon = gazetteer::tambon("กระบี่", "ลำทับ", "ดินแดง").unwrap();
    assert!(tambon.accepts(81190) && tambon.accepts(81120) && !tambon.accepts(81000));
    assert_eq!(tambon.amphoe().unwrap().province().unwrap().name(), "กระบี่");
}

#[test]
fn the_gazetteer_is_whole() {
    let amphoes: Vec<_> = gazetteer::provinces().flat_map(|province| province.amphoes()).collect();
    let tambons: Vec<_> = amphoes.iter().flat_map(|amphoe| amphoe.tambons()).collect();
    assert_eq!((gazetteer::provinces().count(), amphoes.len(), tambons.len()), (77, 928, 7457));
    for tambon in tambons {
        assert!((10_000..97_000).contains(&tambon.postcode()), "{}", tambon.name());
        assert!(gazetteer::tambons_named(tambon.name()).contains(&tambon), "{}", tambon.name());
    }
    assert!(include_str!("../../src/standards/gazetteer/places.txt").len() <= 250_000);
}
