//! The theme as the command line hands it out, and the links of its templates.

use crate::Room;

#[test]
fn links_written_in_templates_are_followed() {
    let room = Room::with_site();
    for template in room.run(&["theme"]).ends(0).out().lines().filter(|line| line.starts_with("templates/")) {
        room.run(&["theme", "--eject", template]).ends(0);
    }
    let check = || room.run(&["check", "--date", "2569-11-21"]).out().to_owned();
    assert!(!check().contains("L021"), "the theme itself is sound: {}", check());

    let base = "themes/prongsai/templates/base.html";
    let links = "<a href=\"{{ shell.root }}abuot-data/\">ก</a>\n<a href=\"method/\">ข</a>\n\
                 <a href=\"{{ shell.root }}method/?a#b\">ค</a> <a href=\"/assets/icon.svg\">ง</a> <a href=\"#main\">จ</a>\n";
    room.write(base, &format!("{links}{}", room.read(base)));
    let told = check();
    assert_eq!(told.matches("[L021]").count(), 2, "{told}");
    assert!(told.contains("templates/base.html:1:") && told.contains("about-data"), "{told}");
    assert!(told.contains("templates/base.html:2:") && told.contains("{{ shell.root }}method/"), "{told}");
}

#[test]
fn a_file_of_the_theme_is_copied_out_and_then_used() {
    let room = Room::with_site();
    let listed = room.run(&["theme"]).ends(0);
    assert!(listed.out().lines().any(|line| line == "templates/base.html"), "{}", listed.out());

    room.run(&["theme", "--eject", "templates/base.html"]).ends(0);
    let ejected = "themes/prongsai/templates/base.html";
    let original = room.read(ejected);
    assert!(original.contains("{% block content %}"), "{original}");

    // What the author has changed is not written over, unless told to.
    room.write(ejected, &original.replace("<main id=\"main\">", "<main id=\"main\" class=\"ours\">"));
    let refused = room.run(&["theme", "--eject", "templates/base.html"]);
    assert_ne!(refused.code(), 0);
    assert!(refused.err().contains("ไม่เขียนทับ"), "{}", refused.err());
    room.run(&["build", "--date", "2569-11-21"]).ends(0);
    assert!(room.read("output/index.html").contains("<main id=\"main\" class=\"ours\">"));
    room.run(&["theme", "--eject", "templates/base.html", "--force"]).ends(0);
    assert_eq!(room.read(ejected), original);

    let unknown = room.run(&["theme", "--eject", "templates/bse.html"]);
    assert_ne!(unknown.code(), 0);
    assert!(unknown.err().contains("หมายถึง `templates/base.html`"), "{}", unknown.err());
}

#[test]
fn a_changed_word_is_one_line_in_any_file() {
    let room = Room::with_site();
    room.write("themes/prongsai/i18n/th.toml", "glossary = \"อธิบายคำของเรา\"\n");
    room.run(&["build", "--date", "2569-11-21"]).ends(0);
    let home = room.read("output/index.html");
    assert!(home.contains("อธิบายคำของเรา") && home.contains("ค้นหา"), "one word is changed, all others stay");
    // A file of another name says the same, and a mistyped key is told.
    std::fs::remove_file(room.path.join("themes/prongsai/i18n/th.toml")).unwrap();
    room.write("themes/prongsai/i18n/th-ours.toml", "glossary = \"คำอื่น\"\nglosary = \"x\"\n");
    room.run(&["build", "--date", "2569-11-21"]).ends(0);
    assert!(room.read("output/index.html").contains("คำอื่น"));
    let told = room.run(&["check", "--date", "2569-11-21"]).out().to_owned();
    assert!(told.contains("[L063]") && told.contains("`glosary`") && told.contains("`glossary`"), "{told}");
}

#[test]
fn an_ejected_file_says_where_it_came_from_and_when_it_is_old() {
    let room = Room::with_site();
    room.run(&["theme", "--eject", "templates/glossary.html"]).ends(0);
    let path = "themes/prongsai/templates/glossary.html";
    let ejected = room.read(path);
    assert!(ejected.contains("prongsai theme --eject: ") && ejected.trim_end().ends_with("-#}"), "{ejected}");
    assert!(room.run(&["theme", "--diff"]).ends(0).out().contains("เหมือนต้นฉบับทุกบรรทัด"));
    let check = || room.run(&["check", "--date", "2569-11-21"]).out().to_owned();
    assert!(!check().contains("[L06"), "{}", check());

    // Copied from an original that is another by now.
    let mark = ejected.trim_end().rsplit_once('\n').unwrap().1;
    let sum = mark.trim_end_matches(" -#}").rsplit_once(' ').unwrap().1;
    room.write(path, &ejected.replace(sum, "0123456789abcdef").replace("<h1", "<h1 class=\"ours\""));
    let told = check();
    assert!(told.contains("[L061]") && told.contains("templates/glossary.html"), "{told}");
    let differences = room.run(&["theme", "--diff"]).ends(0).out().to_owned();
    assert!(differences.contains("ต้นฉบับเปลี่ยนไปแล้ว") && differences.contains("class=\"ours\""), "{differences}");
}

#[test]
fn what_a_browser_will_not_do_and_nobody_shows_is_told() {
    let room = Room::with_site();
    room.run(&["theme", "--eject", "templates/glossary.html"]).ends(0);
    let path = "themes/prongsai/templates/glossary.html";
    let strange =
        "<p style=\"color: red\" onclick=\"a()\">ก</p><script src=\"https://x.example/a.js\"></script>{% endblock %}";
    room.write(path, &room.read(path).replacen("{% endblock %}", strange, 1));
    room.write("themes/prongsai/templates/itme.html", "<p>ก</p>\n");
    let told = room.run(&["check", "--date", "2569-11-21"]).out().to_owned();
    assert_eq!(told.matches("[L062]").count(), 3, "{told}");
    assert!(told.contains("[L063]") && told.contains("`item.html`"), "{told}");
}

#[test]
fn an_unknown_theme_is_offered_those_that_are_there_and_a_wrong_template_speaks_thai() {
    let room = Room::empty();
    room.write("content/a/agency.md", "---\nname: องค์การบริหารส่วนตำบลนากอก\ntype: sao\n---\nสวัสดี\n");
    room.write("themes/ours/templates/glossary.html", "{% extends \"base.html\" %}\n");
    room.write("content/portal.md", "---\ntitle: โปร่งใส\ntheme: uors\n---\n");
    let refused = room.run(&["build", "--date", "2569-11-21"]);
    assert!(refused.err().contains("`prongsai`") && refused.err().contains("`ours`"), "{}", refused.err());
    room.write("content/portal.md", "---\ntitle: โปร่งใส\n---\n");
    for (template, word) in [
        ("{% include \"nothing.html\" %}", "ไม่มีแม่แบบชื่อ `nothing.html`"),
        ("{% if page %}", "ไฟล์จบก่อน"),
        ("{{ page | nothing }}", "ไม่มีตัวกรองชื่อ `nothing`"),
    ] {
        room.write("themes/prongsai/templates/glossary.html", template);
        let told = room.run(&["build", "--date", "2569-11-21"]);
        assert!(told.err().contains(word) && !told.err().contains("Unknown"), "{}", told.err());
    }
}
