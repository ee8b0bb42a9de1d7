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
