//! Width and height of pictures; what an SVG may run.

use super::make;
use prongsai::source::attachment::{FileKind, ProblemKind, inspect};

#[test]
fn width_and_height() {
    for (name, bytes) in [
        ("a.png", make::png(640, 480)),
        ("a.jpg", make::jpeg(640, 480, 1)),
        ("turned.jpg", make::jpeg(480, 640, 6)),
        ("turned.jpg", make::jpeg(480, 640, 8)),
        ("upside-down.jpg", make::jpeg(640, 480, 3)),
        ("a.gif", make::gif(640, 480)),
        ("a.webp", make::webp_extended(640, 480)),
        ("b.webp", make::webp_lossless(640, 480)),
        ("c.webp", make::webp_lossy(640, 480)),
        ("a.svg", b"<svg viewBox='0 0 640 480'/>".to_vec()),
        ("b.svg", b"<?xml version='1.0'?><!-- x --><!DOCTYPE svg><svg width='640px' height='480'/>".to_vec()),
        ("c.svg", b"<svg width='640' viewBox='0,0, 320 240'/>".to_vec()),
        ("d.svg", b"<svg width='100%' height='100%' viewBox='0 0 640 480'/>".to_vec()),
        ("e.svg", b"<svg width='480pt' height='360pt'/>".to_vec()),
    ] {
        let found = inspect(name, &bytes);
        assert_eq!((found.width, found.height), (Some(640), Some(480)), "{name}");
        assert_eq!(found.problems, [], "{name}");
    }
}

#[test]
fn pictures_that_break_off() {
    for (name, bytes) in [("a.png", make::png(640, 480)), ("a.jpg", make::jpeg(640, 480, 1))] {
        for length in [12, bytes.len() - 5] {
            assert!(inspect(name, &bytes[..length]).has(ProblemKind::Damaged), "{name} {length}");
        }
    }
    assert!(inspect("a.png", &make::png(0, 480)).has(ProblemKind::Damaged));
    assert!(inspect("a.png", &make::png(u32::MAX, 480)).has(ProblemKind::Damaged));
}

#[test]
fn svg_scripts_are_told() {
    for body in [
        "<script>alert(1)</script>",
        "<SCRIPT href='x.js'/>",
        "<rect onload='x()'/>",
        "<rect ONCLICK='x()'/>",
        "<a href='javascript:x()'/>",
        "<a xlink:href=' java&#10;script:x()'/>",
        "<a href='&#106;avascript:x()'/>",
        "<foreignObject><iframe/></foreignObject>",
        "<use href='data:text/html,x'/>",
        "<rect></g><script>unclosed",
    ] {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='x' viewBox='0 0 1 1'>{body}</svg>");
        let found = inspect("a.svg", svg.as_bytes());
        assert_eq!(found.kind, FileKind::Svg);
        assert!(found.has(ProblemKind::Script), "{body}");
    }
    let clean = "<svg viewBox='0 0 1 1' xml:lang='th'><title>ตราสัญลักษณ์</title><style>rect{fill:red}</style>\
                 <rect class='one'/><text>ตำบล &amp; อำเภอ</text></svg>";
    let found = inspect("a.svg", clean.as_bytes());
    assert_eq!(found.problems, []);
    assert_eq!(found.title.as_deref(), Some("ตราสัญลักษณ์"));
    assert_eq!(found.text.as_deref(), Some("ตราสัญลักษณ์\nตำบล & อำเภอ\n"));
}
